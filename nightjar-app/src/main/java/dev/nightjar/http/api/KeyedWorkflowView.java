package dev.nightjar.http.api;

import dev.nightjar.json.Json;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.FileTrigger;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Workflows of files as JSON.
final class KeyedWorkflowView {
  private KeyedWorkflowView() {}

  static ObjectNode of(KeyedWorkflow keyed) {
    StoredWorkflow stored = keyed.stored();
    Workflow workflow = stored.workflow();
    ObjectNode json = Json.object();
    json.put("key", keyed.key()).put("file", keyed.file()).put("present", keyed.present());
    json.put("paused", stored.timing().paused());
    json.put("next_due", ScheduleView.text(stored.timing().next()));
    json.set("schedule", ScheduleView.of(stored.timing().timetable()));
    FileTrigger on = workflow.on();
    json.set(
        "on",
        on == null
            ? null
            : Json.object().put("file", on.files()).put("settle", ScheduleView.text(on.settle())));
    json.put("catchup", stored.timing().catchup());
    json.put("version", stored.number());
    json.put("created_at", stored.origin().created().toString());
    json.put("updated_at", stored.origin().updated().toString());
    ArrayNode tags = json.putArray("tags");
    workflow.tags().forEach(tags::add);
    json.set("parameters", Values.write(workflow.parameters()));
    Concurrency concurrency = workflow.concurrency();
    json.put("runs_at_once", concurrency.runs()).put("tasks_at_once", concurrency.tasks());
    json.put("timeout", ScheduleView.text(concurrency.timeout()));
    ArrayNode tasks = json.putArray("tasks");
    workflow.tasks().forEach(task -> tasks.add(task(task)));
    return json;
  }

  private static ObjectNode task(Task task) {
    ObjectNode json = Json.object().put("name", task.name()).put("kind", task.work().kind());
    ArrayNode after = json.putArray("after");
    task.after().forEach(after::add);
    json.put("group", task.traits().group());
    return json;
  }
}
