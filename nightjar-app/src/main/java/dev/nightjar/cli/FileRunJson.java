package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tells scripts how a run of a file goes on: a line of JSON for each change.
final class FileRunJson implements FileRunView {
  private final Program program;
  private final Map<String, JsonNode> told = new HashMap<>();

  FileRunJson(Program program) {
    this.program = program;
  }

  @Override
  public void starts(String task, JsonNode work) {
    // that it runs is told by its state
  }

  @Override
  public void printed(String task, String text) {
    // its log is among the outputs
  }

  @Override
  public void shows(Standing standing) {
    standing.tasks().forEach(task -> tell("task " + task.name(), task(task)));
    tell("run", run(standing));
  }

  private void tell(String what, JsonNode event) {
    if (!event.equals(told.put(what, event))) {
      program.printJson(event);
    }
  }

  private static ObjectNode task(TaskStanding task) {
    return Json.object()
        .put("event", "task")
        .put("task", task.name())
        .put("state", task.state())
        .put("tries", task.tries())
        .put("started_at", text(task.started()))
        .put("ended_at", text(task.ended()))
        .put("reason", task.reason())
        .put("details", task.details());
  }

  private static ObjectNode run(Standing standing) {
    return Json.object()
        .put("event", "run")
        .put("workflow", standing.workflow())
        .put("logical_time", standing.logicalTime().toString())
        .put("state", standing.state())
        .put("message", standing.message());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  @Override
  public void ends(Standing standing, @Nullable Path outputs) {
    shows(standing);
    if (outputs != null) {
      program.printJson(Json.object().put("event", "outputs").put("folder", outputs.toString()));
    }
  }
}
