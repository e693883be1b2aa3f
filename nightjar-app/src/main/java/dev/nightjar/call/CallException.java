package dev.nightjar.call;

import org.jspecify.annotations.Nullable;

/// A call failed.
final class CallException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String details;

  CallException(String problem) {
    this(problem, null);
  }

  /// @param problem one line, without secrets
  /// @param details more of it; null if there is no more
  CallException(String problem, @Nullable String details) {
    super(problem);
    this.details = details;
  }

  @Nullable String details() {
    return details;
  }
}
