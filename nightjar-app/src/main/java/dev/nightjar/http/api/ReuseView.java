package dev.nightjar.http.api;

import dev.nightjar.json.Json;
import dev.nightjar.run.ReuseDecision;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Task;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Whether a task's work was done, and why, as JSON.
final class ReuseView {
  private ReuseView() {}

  /// @param decision null if there is none yet, or never will be
  static ObjectNode of(Task task, TaskRunState state, @Nullable ReuseDecision decision) {
    ObjectNode json = Json.object();
    json.put("task", task.name()).put("state", state.name());
    json.put("asks", task.traits().reuse() != null);
    json.put("decision", decision == null ? null : decision.reused() ? "reused" : "done");
    json.put("from_run", decision == null || !decision.reused() ? null : decision.origin().run());
    json.put("fingerprint", decision == null ? null : decision.fingerprint());
    ArrayNode reasons = json.putArray("reasons");
    if (decision != null) {
      decision.reasons().forEach(reasons::add);
    }
    return json;
  }
}
