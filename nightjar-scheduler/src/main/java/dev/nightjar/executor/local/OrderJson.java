package dev.nightjar.executor.local;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.Decision;
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.PythonWork;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.WaitWork;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `order.json`: what the process is to do. Its own format rather than that of our records, since
/// the process may be of a later version than the server that wrote it.
final class OrderJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private OrderJson() {}

  static byte[] bytes(AttemptOrder order, String host) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("version", 1)
        .put("host", host)
        .put("run", order.taskRun().run())
        .put("task", order.taskRun().task())
        .put("attempt", order.number())
        .put("name", order.runName())
        .put("created_at", order.runCreated().toString());
    limits(json, order.task().limits());
    json.set("parameters", MAPPER.valueToTree(order.parameters()));
    json.set("produces", MAPPER.valueToTree(order.task().traits().produces()));
    switch (order.task().work()) {
      case NotebookWork work -> notebook(json, work, order);
      case ShellWork work -> shell(json, work);
      case PythonWork work -> python(json, work, order.task());
      case AirflowWork work when work.shell() != null -> {
        shell(json, work.shell());
        rendered(json.putObject("rendered"), work.shell());
      }
      case AirflowWork work -> json.set("airflow", MAPPER.valueToTree(work.description()));
      case HttpWork _, SqlWork _, MessageWork _, TriggerWork _, WaitWork _, EmptyWork _ ->
          throw new IllegalArgumentException(order.taskRun() + " is no work for an executor");
    }
    return MAPPER.writeValueAsBytes(json);
  }

  private static void limits(ObjectNode json, Limits limits) {
    ObjectNode node = json.putObject("limits");
    if (limits.timeout() != null) {
      node.put("timeout_ms", limits.timeout().toMillis());
    }
    if (limits.memory() != null) {
      node.put("memory_bytes", limits.memory());
    }
    if (limits.keepKernel() != null) {
      node.put("keep_kernel_ms", limits.keepKernel().toMillis());
    }
  }

  private static void shell(ObjectNode json, ShellWork work) {
    ObjectNode node = json.putObject("shell");
    node.put("command", work.command())
        .put("whole_environment", work.wholeEnvironment())
        .put("folder", work.folder())
        .put("short_circuit", work.decision() == Decision.SHORT_CIRCUIT);
    node.set("environment", MAPPER.valueToTree(work.environment()));
    node.set("skip_codes", MAPPER.valueToTree(work.skipCodes()));
  }

  /// Of the run's parameters a function gets those that it takes; its own must all fit.
  private static void python(ObjectNode json, PythonWork work, Task task) {
    ObjectNode node = json.putObject("python");
    node.put("file", work.file())
        .put("code", work.code())
        .put("folder", work.folder())
        .put("all_parameters", task.traits().parameters() != null);
    node.set("environment", MAPPER.valueToTree(work.environment()));
  }

  /// What Airflow shows of a command.
  private static void rendered(ObjectNode node, ShellWork work) {
    node.put("bash_command", work.command());
    node.set("env", work.environment().isEmpty() ? null : MAPPER.valueToTree(work.environment()));
    node.put("cwd", work.folder());
  }

  private static void notebook(ObjectNode json, NotebookWork work, AttemptOrder order) {
    ObjectNode node = json.putObject("notebook");
    node.put("file", work.notebook())
        .put("environment", work.environment())
        .put("folder", work.folder())
        .put("verbatim_parameters", work.verbatimParameters())
        .put("output_name", work.outputName())
        .put("resume", order.ofTry().resumes());
    node.set("output_formats", MAPPER.valueToTree(work.outputFormats()));
    node.set("environment_parameters", MAPPER.valueToTree(work.environmentParameters()));
  }
}
