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
  /// What it is, in a word; of a task in an Airflow file, its operator.
  default String kind() {
    return switch (this) {
      case NotebookWork _ -> "notebook";
      case ShellWork _ -> "shell";
      case PythonWork _ -> "python";
      case AirflowWork work -> work.operator();
      case HttpWork _ -> "http";
      case SqlWork _ -> "sql";
      case MessageWork work -> work.byMail() ? "email" : "slack";
      case TriggerWork _ -> "trigger";
      case WaitWork _ -> "wait";
      case EmptyWork _ -> "empty";
    };
  }

  /// Whether nothing is to be done: the task succeeds as soon as it may start, without a worker.
  default boolean immediate() {
    return false;
  }

  /// Whether the scheduler itself does it, without a worker.
  default boolean deferred() {
    return false;
  }

  /// What the task is to those around it.
  default Role role() {
    return Role.WORK;
  }

  /// What its value decides about the tasks after it.
  default Decision decision() {
    return Decision.NONE;
  }
}
