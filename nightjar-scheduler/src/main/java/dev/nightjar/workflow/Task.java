package dev.nightjar.workflow;

import java.util.LinkedHashSet;
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
/// @param traits what only tasks of workflow files have
public record Task(
    String name,
    Work work,
    List<String> after,
    TriggerRule when,
    Retry retry,
    Limits limits,
    Placement placement,
    Traits traits) {
  public Task {
    if (name.isBlank() || name.length() > 250) {
      throw new WorkflowException(
          "task name '%s': give one of 1 to 250 characters".formatted(name));
    }
    after = List.copyOf(new LinkedHashSet<>(after));
  }

  /// One of a job.
  public Task(
      String name,
      Work work,
      List<String> after,
      TriggerRule when,
      Retry retry,
      Limits limits,
      Placement placement) {
    this(name, work, after, when, retry, limits, placement, Traits.NONE);
  }

  /// Whether it waits for no other task of its run.
  public boolean first() {
    return after.isEmpty() || when == TriggerRule.ALWAYS;
  }

  /// The same task at another place.
  public Task at(Placement other) {
    return new Task(name, work, after, when, retry, limits, other, traits);
  }

  /// The same task, whose kernels end with their attempts.
  public Task endingKernels() {
    return new Task(name, work, after, when, retry, limits.keepingKernel(null), placement, traits);
  }

  /// One point of its grid, which comes after nothing: the grid waits for what is before it. It
  /// can't be resumed, so it keeps no kernel.
  Task point(String named) {
    var alone =
        new Traits(
            traits.parameters(),
            Past.IGNORED,
            null,
            traits.atOnce(),
            traits.group(),
            null,
            traits.produces(),
            traits.reuse());
    return new Task(
        named,
        work,
        List.of(),
        TriggerRule.ALL_SUCCESS,
        retry,
        limits.keepingKernel(null),
        placement,
        alone);
  }

  /// The same task with other traits.
  public Task with(Traits other) {
    return new Task(name, work, after, when, retry, limits, placement, other);
  }

  /// The same task with other work.
  public Task with(Work other) {
    return new Task(name, other, after, when, retry, limits, placement, traits);
  }

  /// The same task on its own: after no other, tried once, and whatever was done before.
  Task alone() {
    return new Task(
        name,
        work,
        List.of(),
        TriggerRule.ALL_SUCCESS,
        Retry.NONE,
        limits,
        placement,
        new Traits(
            traits.parameters(),
            Past.IGNORED,
            null,
            null,
            traits.group(),
            traits.grid(),
            traits.produces(),
            null));
  }
}
