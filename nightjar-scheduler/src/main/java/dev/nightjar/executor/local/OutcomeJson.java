package dev.nightjar.executor.local;

import dev.nightjar.executor.Ending;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `outcome.json`: how the process says that the attempt ended.
final class OutcomeJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private OutcomeJson() {}

  static Ending parse(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      return new Ending(outcome(json), artifacts(json), report(json));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Ending.of(new Outcome.Lost("outcome.json can't be understood: " + e.getMessage()));
    } catch (JacksonException e) {
      return Ending.of(new Outcome.Lost("outcome.json can't be read: " + e.getOriginalMessage()));
    }
  }

  private static List<Artifact> artifacts(JsonNode json) {
    List<Artifact> artifacts = new ArrayList<>();
    for (JsonNode artifact : json.path("artifacts")) {
      if (!isInside(artifact.path("path").asString(""))) {
        continue; // a notebook can write here, too
      }
      artifacts.add(
          new Artifact(
              kind(artifact.path("kind").asString("")),
              artifact.path("format").asString(""),
              artifact.path("path").asString(""),
              artifact.path("size").asLong(0)));
    }
    return artifacts;
  }

  private static boolean isInside(String path) {
    return !path.isEmpty()
        && !path.startsWith("/")
        && path.indexOf('\0') < 0
        && !List.of(path.split("/", -1)).contains("..");
  }

  private static Artifact.Kind kind(String name) {
    return switch (name) {
      case "input" -> Artifact.Kind.INPUT;
      case "output" -> Artifact.Kind.OUTPUT;
      case "log" -> Artifact.Kind.LOG;
      default -> Artifact.Kind.FILE;
    };
  }

  private static Report report(JsonNode json) {
    List<Report.Value> values = new ArrayList<>();
    for (JsonNode value : json.path("values")) {
      JsonNode pickled = value.path("pickled");
      values.add(
          new Report.Value(
              value.path("key").asString(""),
              value.path("value").isMissingNode() ? "null" : value.path("value").toString(),
              pickled.isString() ? pickled.stringValue() : null));
    }
    List<String> skips = new ArrayList<>();
    json.path("skips").forEach(skip -> skips.add(skip.asString("")));
    JsonNode rendered = json.path("rendered");
    return new Report(values, rendered.isObject() ? rendered.toString() : null, skips);
  }

  private static Outcome outcome(JsonNode json) {
    String message = json.path("message").asString("");
    String details = json.path("details").isString() ? json.path("details").asString("") : null;
    return switch (json.path("outcome").asString("")) {
      case "succeeded" -> new Outcome.Succeeded();
      case "failed" -> new Outcome.Failed(message, details, json.path("last").asBoolean(false));
      case "skipped" -> new Outcome.Skipped(message);
      case "rescheduled" -> new Outcome.Rescheduled(time(json.path("at")));
      case "deferred" -> new Outcome.Deferred(WaitJson.read(json.path("wait")));
      case "timed_out" -> new Outcome.TimedOut(Duration.ofMillis(json.path("limit_ms").asLong(0)));
      case "stopped" -> new Outcome.Stopped(message);
      case "lost" -> new Outcome.Lost(message);
      default ->
          new Outcome.Lost(
              "outcome.json says '%s', which is no outcome: is the program that wrote it newer?"
                  .formatted(json.path("outcome").asString("")));
    };
  }

  static Instant time(JsonNode iso) {
    return OffsetDateTime.parse(iso.asString("")).toInstant();
  }
}
