package dev.nightjar.http.airflow;

import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `airflow dags show-dependencies`: which DAGs start others, or wait for them, in the language of
/// Graphviz.
final class DagDependencies {
  /// A DAG before a task, and one after it.
  private record Edge(String before, String task, String after) {
    /// Of a DAG whose task starts another.
    static Edge starting(KeyedWorkflow dag, Task task, String other) {
      return new Edge(dag.key(), task.name(), other);
    }

    /// Of a DAG whose task waits for another.
    static Edge waiting(KeyedWorkflow dag, Task task, String other) {
      return new Edge(other, task.name(), dag.key());
    }

    String text(KeyedWorkflow dag) {
      return """
      \tsubgraph "%s" {
      \t\tgraph [label="%s" labelloc=t rankdir=LR]
      \t\t"%s" -> "%s"
      \t\t"%s" -> "%s"
      \t}
      """
          .formatted(dag.key(), dag.key(), before, task, task, after);
    }
  }

  private DagDependencies() {}

  /// The picture of all of them.
  static String of(List<KeyedWorkflow> dags) {
    return dags.stream()
        .flatMap(
            dag ->
                dag.stored().workflow().tasks().stream()
                    .map(task -> edge(dag, task))
                    .filter(Objects::nonNull)
                    .map(edge -> edge.text(dag)))
        .collect(Collectors.joining("", "digraph {\n\tgraph [rankdir=LR]\n", "}\n"));
  }

  private static @Nullable Edge edge(KeyedWorkflow dag, Task task) {
    return switch (task.work()) {
      case AirflowWork _ -> told(dag, task);
      case TriggerWork work -> Edge.starting(dag, task, work.workflow());
      case WaitWork work when work.until() instanceof Wait.ForRun run ->
          Edge.waiting(dag, task, run.workflow());
      default -> null;
    };
  }

  /// What the shim told of the task.
  private static @Nullable Edge told(KeyedWorkflow dag, Task task) {
    JsonNode other = TaskView.described(task).value("other_dag");
    String id = other.path("dag_id").asString("");
    if (id.isEmpty()) {
      return null;
    }
    return other.path("starts").asBoolean(false)
        ? Edge.starting(dag, task, id)
        : Edge.waiting(dag, task, id);
  }
}
