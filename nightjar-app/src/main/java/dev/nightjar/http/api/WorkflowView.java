package dev.nightjar.http.api;

import dev.nightjar.json.Json;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What jobs and definitions have in common, as JSON.
final class WorkflowView {
  private WorkflowView() {}

  static void add(ObjectNode json, Workflow workflow) {
    Task task = workflow.onlyTask();
    NotebookWork work = workflow.onlyNotebook();
    json.put("notebook", work.notebook());
    json.put("environment", work.environment());
    json.set("tags", texts(workflow.tags()));
    json.set("output_formats", texts(work.outputFormats()));
    json.put("output_name", work.outputName());
    json.put("package_folder", work.packageFolder());
    Retry retry = task.retry();
    json.putObject("retry")
        .put("times", retry.times())
        .put("delay", retry.delay().toString())
        .put("backoff", retry.backoff())
        .put("max_delay", retry.maxDelay().toString())
        .put("on_timeout", retry.onTimeout())
        .put("jitter", retry.jitter());
    Limits limits = task.limits();
    json.put("timeout", ScheduleView.text(limits.timeout()));
    json.put("expected", ScheduleView.text(limits.expected()));
    json.put("memory", limits.memory());
    json.put("keep_kernel", ScheduleView.text(limits.keepKernel()));
    Placement placement = task.placement();
    json.put("priority", placement.priority());
    json.put("pool", placement.pool());
    json.put("slots", placement.slots());
    ArrayNode alerts = json.putArray("alerts");
    workflow
        .alerts()
        .forEach(
            rule ->
                alerts
                    .addObject()
                    .put("target", rule.target())
                    .set(
                        "on",
                        texts(
                            rule.on().stream()
                                .sorted()
                                .map(on -> on.name().toLowerCase(Locale.ROOT))
                                .toList())));
  }

  static ArrayNode texts(List<String> texts) {
    ArrayNode array = Json.array();
    texts.forEach(array::add);
    return array;
  }
}
