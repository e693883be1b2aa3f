package dev.nightjar.workflow;

import java.util.Set;

/// Whom to tell of what.
///
/// @param on what happened to a run
/// @param target where the alert goes: a configured channel's name, or `slack:#channel`,
///     `mailto:address`, `https://…`, or `airflow:` and a callback of the DAG
public record AlertRule(Set<On> on, String target) {
  /// What is told: that a run failed, succeeded, succeeded where the run before it had failed,
  /// takes longer than expected, or was not done by its deadline.
  public enum On {
    FAILURE,
    SUCCESS,
    RECOVERY,
    TOO_LONG,
    TOO_LATE
  }

  public AlertRule {
    on = Set.copyOf(on);
    if (on.isEmpty()) {
      throw new WorkflowException(
          "the alert to '%s' is for nothing: say on what (failure, success, recovery, too_long, too_late)"
              .formatted(target));
    }
  }
}
