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
          "timezone",
          "start",
          "end",
          "catchup",
          "parameters",
          "retry",
          "timeout",
          "expected",
          "memory",
          "run_timeout",
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
          "retry",
          "timeout",
          "expected",
          "memory",
          "pool",
          "slots",
          "priority",
          "past",
          "at_once",
          "group",
          "reuse");

  /// What a task does; each has one of them.
  static final List<String> WORK = List.of("notebook", "shell", "wait", "empty");

  /// What goes with some kinds of work only.
  static final Map<String, List<String>> ONLY_WITH =
      Map.of(
          "parameters", List.of("notebook"),
          "grid", List.of("notebook", "shell"),
          "produces", List.of("notebook", "shell"),
          "outputs", List.of("notebook"),
          "environment", List.of("notebook"),
          "env", List.of("shell"),
          "folder", List.of("shell"),
          "skip_codes", List.of("shell"));

  static final List<String> WAIT =
      List.of(
          "file", "time", "after_interval", "workflow", "tasks", "run", "every", "timeout", "soft");

  /// What a task can wait for.
  static final List<String> WAIT_FOR = List.of("file", "time", "after_interval", "workflow");

  static final List<String> RETRY = List.of("times", "delay", "backoff", "max_delay", "on_timeout");

  static final List<String> REUSE = List.of("inputs", "env", "ttl");

  static final List<String> ALERT = List.of("on", "to");

  private Keys() {}
}
