package dev.nightjar.workflow;

/// What a task does.
public sealed interface Work
    permits NotebookWork,
        ShellWork,
        PythonWork,
        AirflowWork,
        HttpWork,
        SqlWork,
        MessageWork,
        TriggerWork,
        WaitWork,
        EmptyWork {
  /// Whether nothing is to be done: the task succeeds as soon as it may start, without a worker.
  default boolean immediate() {
    return false;
  }

  /// Whether the scheduler itself does it, without a worker.
  default boolean deferred() {
    return false;
  }

  /// What its value decides about the tasks after it.
  default Decision decision() {
    return Decision.NONE;
  }
}
