package dev.nightjar.store;

import org.jspecify.annotations.Nullable;

/// A stored workflow that has a key: the name by which files and people call it.
///
/// @param file its path below the workflow folder; null if it was read from none
/// @param present whether its file is there
/// @param intervals how intervals of time become runs; null where a run stands for a moment, or
///     there is no schedule
public record KeyedWorkflow(
    String key,
    StoredWorkflow stored,
    @Nullable String file,
    boolean present,
    @Nullable Intervals intervals) {
  /// How intervals of time become runs.
  public enum Intervals {
    /// Each of them, since the start of the schedule.
    CATCHUP,
    /// Of those that ended while no run was made, the latest.
    LATEST
  }
}
