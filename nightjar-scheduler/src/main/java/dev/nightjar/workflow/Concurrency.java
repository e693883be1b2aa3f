package dev.nightjar.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How much of a workflow goes on at a time, and for how long.
///
/// @param runs how many of its runs; further ones wait for their turn. Null for no limit
/// @param tasks how many of its tasks, over all its runs; null for no limit
/// @param timeout a run that goes on for longer fails; null for no limit
public record Concurrency(
    @Nullable Integer runs, @Nullable Integer tasks, @Nullable Duration timeout) {
  /// No limits.
  public static final Concurrency NONE = new Concurrency(null, null, null);

  public Concurrency {
    require("runs", runs);
    require("tasks", tasks);
  }

  private static void require(String what, @Nullable Integer limit) {
    if (limit != null && limit < 1) {
      throw new WorkflowException(
          "%d %s at once make no sense: give 1 or more".formatted(limit, what));
    }
  }
}
