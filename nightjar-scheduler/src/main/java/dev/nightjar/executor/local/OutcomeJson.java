package dev.nightjar.executor.local;

import dev.nightjar.executor.Ending;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import java.time.Duration;
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
    JsonNode json;
    try {
      json = MAPPER.readTree(text);
    } catch (JacksonException e) {
      return Ending.of(new Outcome.Lost("outcome.json can't be read: " + e.getOriginalMessage()));
    }
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
    return new Ending(outcome(json), artifacts);
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

  private static Outcome outcome(JsonNode json) {
    String message = json.path("message").asString("");
    String details = json.path("details").isString() ? json.path("details").asString("") : null;
    return switch (json.path("outcome").asString("")) {
      case "succeeded" -> new Outcome.Succeeded();
      case "failed" -> new Outcome.Failed(message, details);
      case "timed_out" -> new Outcome.TimedOut(Duration.ofMillis(json.path("limit_ms").asLong(0)));
      case "stopped" -> new Outcome.Stopped(message);
      case "lost" -> new Outcome.Lost(message);
      default ->
          new Outcome.Lost(
              "outcome.json says '%s', which is no outcome: is the program that wrote it newer?"
                  .formatted(json.path("outcome").asString("")));
    };
  }
}
