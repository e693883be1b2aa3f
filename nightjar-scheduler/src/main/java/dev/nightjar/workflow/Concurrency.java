package dev.nightjar.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How much of a workflow goes on at a time, for how long, and until when.
///
/// @param runs how many of its runs; further ones wait for their turn. Null for no limit
/// @param tasks how many of its tasks, over all its runs; null for no limit
/// @param timeout a run that goes on for longer fails; null for no limit
/// @param deadline how long after the end of its data interval a run by schedule is to be done; an
///     alert says if it is not. Null for no such time
/// @param failStop whether the first task that fails stops all others of its run but teardowns, as
///     `fail_stop` of Airflow does
public record Concurrency(
    @Nullable Integer runs,
    @Nullable Integer tasks,
    @Nullable Duration timeout,
    @Nullable Duration deadline,
    boolean failStop) {
  /// No limits.
  public static final Concurrency NONE = new Concurrency(null, null, null);

  /// That of a workflow whose runs may be done at any time.
  public Concurrency(@Nullable Integer runs, @Nullable Integer tasks, @Nullable Duration timeout) {
    this(runs, tasks, timeout, null);
  }

  /// That of a workflow whose tasks go on when one has failed.
  public Concurrency(
      @Nullable Integer runs,
      @Nullable Integer tasks,
      @Nullable Duration timeout,
      @Nullable Duration deadline) {
    this(runs, tasks, timeout, deadline, false);
  }

  public Concurrency {
    require("runs", runs);
    require("tasks", tasks);
    if (deadline != null && !deadline.isPositive()) {
      throw new WorkflowException(
          "deadline: %s makes no sense: give a time above 0".formatted(deadline));
    }
  }

  private static void require(String what, @Nullable Integer limit) {
    if (limit != null && limit < 1) {
      throw new WorkflowException(
          "%d %s at once make no sense: give 1 or more".formatted(limit, what));
    }
  }
}
