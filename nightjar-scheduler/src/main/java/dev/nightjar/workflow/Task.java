package dev.nightjar.workflow;

import java.util.List;

/// A node of a workflow.
///
/// @param name unique in the workflow
/// @param work what it does
/// @param after names of the tasks that it comes after
/// @param when which outcomes of those let it start
/// @param retry how it is tried again
/// @param limits what one attempt may use
/// @param placement where it runs
public record Task(
    String name,
    Work work,
    List<String> after,
    TriggerRule when,
    Retry retry,
    Limits limits,
    Placement placement) {
  public Task {
    if (name.isBlank() || name.length() > 250) {
      throw new WorkflowException(
          "task name '%s': give one of 1 to 250 characters".formatted(name));
    }
    after = List.copyOf(after);
  }

  /// The same task with other work.
  public Task with(Work other) {
    return new Task(name, other, after, when, retry, limits, placement);
  }
}
