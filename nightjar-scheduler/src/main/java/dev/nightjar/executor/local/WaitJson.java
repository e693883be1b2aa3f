package dev.nightjar.executor.local;

import dev.nightjar.run.Waiting;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a process leaves for the server to wait for, as the shim for Airflow files writes it.
final class WaitJson {
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private WaitJson() {}

  /// @throws IllegalArgumentException if it is none that we know
  static Waiting read(JsonNode json) {
    double seconds = json.path("poke_interval").asDouble((double) WaitWork.USUAL.toSeconds());
    Duration every = Duration.ofMillis(Math.round(seconds * 1000));
    JsonNode deadline = json.path("timeout_at");
    return new Waiting(
        wait(json),
        every.compareTo(SHORTEST) < 0 ? SHORTEST : every,
        deadline.isString() ? OutcomeJson.time(deadline) : null,
        json.path("soft_fail").asBoolean(false));
  }

  private static Wait wait(JsonNode json) {
    if (json.has("file")) {
      JsonNode file = json.get("file");
      return new Wait.ForFile(
          file.path("path").asString(""), file.path("recursive").asBoolean(false));
    }
    if (json.has("time")) {
      return new Wait.ForTime(OutcomeJson.time(json.get("time")));
    }
    if (json.has("run")) {
      JsonNode run = json.get("run");
      return new Wait.ForRun(
          run.path("dag_id").asString(""),
          run.path("run_id").isString() ? run.path("run_id").stringValue() : null,
          run.path("logical_date").isString() ? OutcomeJson.time(run.path("logical_date")) : null,
          texts(run.path("task_ids")),
          texts(run.path("allowed_states")),
          texts(run.path("failed_states")));
    }
    throw new IllegalArgumentException("nobody knows how to wait for " + json);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asString("")));
    return texts;
  }
}
