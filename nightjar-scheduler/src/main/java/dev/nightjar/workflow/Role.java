package dev.nightjar.workflow;

/// What a task is to the tasks around it.
public enum Role {
  /// It does some of the work.
  WORK,

  /// It makes what the tasks after it use: they wait for it however far it is before them.
  SETUP,

  /// It takes away what setups made, whatever became of the work between them. The run succeeds
  /// also if it fails.
  TEARDOWN,

  /// A teardown without which the run fails.
  REQUIRED_TEARDOWN;

  /// Whether it takes away what setups made.
  public boolean teardown() {
    return this == TEARDOWN || this == REQUIRED_TEARDOWN;
  }
}
