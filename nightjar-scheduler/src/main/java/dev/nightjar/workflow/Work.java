package dev.nightjar.workflow;

/// What a task does.
public sealed interface Work permits NotebookWork, ShellWork, AirflowWork, WaitWork, EmptyWork {
  /// Whether nothing is to be done: the task succeeds as soon as it may start, without a worker.
  default boolean immediate() {
    return false;
  }
}
