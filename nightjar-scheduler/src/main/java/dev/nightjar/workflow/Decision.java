package dev.nightjar.workflow;

/// What the value of a task decides about the tasks after it.
public enum Decision {
  /// Nothing.
  NONE,

  /// It names those directly after it that go on; the others are left out.
  BRANCH,

  /// If it is false, empty or 0, all that come after it are left out.
  SHORT_CIRCUIT
}
