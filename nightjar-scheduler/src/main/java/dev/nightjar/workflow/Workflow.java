package dev.nightjar.workflow;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A named DAG of tasks and the defaults of its runs. A job definition of jupyter-scheduler is a
/// workflow of one notebook task.
///
/// @param name what people call it
/// @param tags for finding it
/// @param parameters given to each run that brings none of its own, in their order
/// @param tasks at least one; names are unique, and no task comes after itself
/// @param alerts whom to tell how runs ended
public record Workflow(
    String name,
    List<String> tags,
    Map<String, Object> parameters,
    List<Task> tasks,
    List<AlertRule> alerts) {
  public Workflow {
    if (name.isBlank() || name.length() > 250) {
      throw new WorkflowException("name '%s': give one of 1 to 250 characters".formatted(name));
    }
    tags = List.copyOf(tags);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    tasks = List.copyOf(tasks);
    alerts = List.copyOf(alerts);
    requireDag(name, tasks);
  }

  /// The only task of a workflow that has one, as jobs do.
  ///
  /// @throws WorkflowException if it has more
  public Task onlyTask() {
    if (tasks.size() != 1) {
      throw new WorkflowException(
          "workflow '%s' has %d tasks, not one".formatted(name, tasks.size()));
    }
    return tasks.getFirst();
  }

  private static void requireDag(String workflow, List<Task> tasks) {
    if (tasks.isEmpty()) {
      throw new WorkflowException("workflow '%s' has no task: give it one".formatted(workflow));
    }
    Set<String> names = new HashSet<>();
    for (Task task : tasks) {
      if (!names.add(task.name())) {
        throw new WorkflowException(
            "workflow '%s' has two tasks named '%s': rename one".formatted(workflow, task.name()));
      }
    }
    for (Task task : tasks) {
      for (String upstream : task.after()) {
        if (!names.contains(upstream)) {
          throw new WorkflowException(
              "workflow '%s': task '%s' comes after '%s', which is not there (tasks: %s)"
                  .formatted(workflow, task.name(), upstream, String.join(", ", names)));
        }
      }
    }
    Set<String> placed = new HashSet<>();
    List<Task> left = tasks;
    while (!left.isEmpty()) {
      List<Task> next = left.stream().filter(task -> !placed.containsAll(task.after())).toList();
      if (next.size() == left.size()) {
        throw new WorkflowException(
            "workflow '%s': tasks come after each other in a circle: %s"
                .formatted(workflow, String.join(", ", left.stream().map(Task::name).toList())));
      }
      left.stream()
          .filter(task -> placed.containsAll(task.after()))
          .map(Task::name)
          .toList()
          .forEach(placed::add);
      left = next;
    }
  }
}
