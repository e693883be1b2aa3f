package dev.nightjar.workflow;

/// What a task asks of the run before its own.
public enum Past {
  /// Nothing.
  IGNORED,
  /// That the same task succeeded or was skipped there: Airflow's `depends_on_past`.
  SAME_TASK,
  /// That, and that the tasks directly after it did: Airflow's `wait_for_downstream`.
  SAME_TASK_AND_NEXT
}
