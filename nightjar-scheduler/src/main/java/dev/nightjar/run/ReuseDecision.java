package dev.nightjar.run;

import java.util.List;

/// Whether a task's work was done, or that of an earlier run reused, and why.
///
/// @param reused whether earlier work was reused
/// @param fingerprint of the work
/// @param origin who did the work, or does it
/// @param reasons why it was done, a line each; empty if it was not
public record ReuseDecision(
    boolean reused, String fingerprint, Origin origin, List<String> reasons) {
  /// Who did work.
  ///
  /// @param run the id of the run
  /// @param task its task
  /// @param attempt the number of the attempt
  public record Origin(String run, String task, int attempt) {
    /// The task run.
    public TaskRunKey taskRun() {
      return new TaskRunKey(run, task);
    }
  }

  public ReuseDecision {
    reasons = List.copyOf(reasons);
  }
}
