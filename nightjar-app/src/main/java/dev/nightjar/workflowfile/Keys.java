package dev.nightjar.workflowfile;

import java.util.List;
import java.util.Map;

/// The words that may stand in a workflow file. `docs/workflow.schema.json` has the same.
final class Keys {
  static final List<String> WORKFLOW =
      List.of(
          "id",
          "description",
          "tags",
          "schedule",
          "on",
          "timezone",
          "start",
          "end",
          "catchup",
          "parameters",
          "retry",
          "timeout",
          "expected",
          "memory",
          "keep_kernel",
          "run_timeout",
          "deadline",
          "max_runs",
          "max_tasks",
          "pool",
          "priority",
          "environment",
          "alerts",
          "tasks");

  static final List<String> TASK =
      List.of(
          "notebook",
          "shell",
          "python",
          "http",
          "sql",
          "email",
          "slack",
          "trigger",
          "wait",
          "empty",
          "after",
          "when",
          "parameters",
          "grid",
          "best",
          "produces",
          "outputs",
          "environment",
          "env",
          "folder",
          "skip_codes",
          "branch",
          "short_circuit",
          "retry",
          "timeout",
          "expected",
          "deadline",
          "memory",
          "keep_kernel",
          "pool",
          "slots",
          "priority",
          "past",
          "at_once",
          "group",
          "reuse");

  /// What a task does; each has one of them.
  static final List<String> WORK =
      List.of(
          "notebook",
          "shell",
          "python",
          "http",
          "sql",
          "email",
          "slack",
          "trigger",
          "wait",
          "empty");

  /// What goes with some kinds of work only.
  static final Map<String, List<String>> ONLY_WITH =
      Map.ofEntries(
          Map.entry("parameters", List.of("notebook", "python")),
          Map.entry("grid", List.of("notebook", "shell", "python")),
          Map.entry("produces", List.of("notebook", "shell", "python")),
          Map.entry("outputs", List.of("notebook")),
          Map.entry("environment", List.of("notebook")),
          Map.entry("keep_kernel", List.of("notebook")),
          Map.entry("env", List.of("shell", "python")),
          Map.entry("folder", List.of("shell", "python")),
          Map.entry("skip_codes", List.of("shell")),
          Map.entry("branch", List.of("shell", "python")),
          Map.entry("short_circuit", List.of("shell", "python")));

  static final List<String> WAIT =
      List.of(
          "file",
          "time",
          "time_of_day",
          "after_interval",
          "workflow",
          "http",
          "tasks",
          "run",
          "every",
          "timeout",
          "soft");

  /// What a task can wait for.
  static final List<String> WAIT_FOR =
      List.of("file", "time", "time_of_day", "after_interval", "workflow", "http");

  static final List<String> HTTP =
      List.of("method", "url", "headers", "body", "expect", "connection");

  static final List<String> SQL = List.of("connection", "query", "file", "parameters");

  static final List<String> EMAIL = List.of("to", "subject", "text");

  static final List<String> SLACK = List.of("channel", "target", "text");

  static final List<String> TRIGGER = List.of("workflow", "parameters", "wait");

  /// What starts runs besides the schedule.
  static final List<String> ON = List.of("file", "settle");

  static final List<String> RETRY =
      List.of("times", "delay", "backoff", "max_delay", "on_timeout", "jitter");

  static final List<String> REUSE = List.of("inputs", "env", "ttl");

  static final List<String> ALERT = List.of("on", "to");

  private Keys() {}
}
