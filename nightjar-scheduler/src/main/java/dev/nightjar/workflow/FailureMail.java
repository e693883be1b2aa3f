package dev.nightjar.workflow;

import java.util.List;

/// Whom a task tells by e-mail that an attempt of it has failed.
///
/// @param to addresses, at least one
/// @param onFailure whether of an attempt after which there is no other
/// @param onRetry whether of one that is followed by another
public record FailureMail(List<String> to, boolean onFailure, boolean onRetry) {
  public FailureMail {
    to = List.copyOf(to);
  }

  /// Whom to tell of a failure.
  ///
  /// @param again whether the task is tried again
  public boolean wanted(boolean again) {
    return !to.isEmpty() && (again ? onRetry : onFailure);
  }
}
