package dev.nightjar.run;

import java.util.EnumSet;
import java.util.Set;

/// Where a run stands.
public enum RunState {
  /// Not started yet.
  QUEUED,
  /// At least one of its tasks was started.
  RUNNING,
  /// Asked to stop; its attempts are ending.
  STOPPING,
  /// All it had to do is done.
  SUCCESS,
  /// A task failed, and with it the run.
  FAILED,
  /// It was stopped before its end.
  STOPPED;

  /// Whether nothing happens any more.
  public boolean ended() {
    return switch (this) {
      case QUEUED, RUNNING, STOPPING -> false;
      case SUCCESS, FAILED, STOPPED -> true;
    };
  }

  /// The states that may follow. One that has ended goes on when tasks of it are cleared, at once
  /// if one of those has nothing to wait for a worker for, and ends otherwise when somebody says
  /// how they ended.
  public Set<RunState> next() {
    return switch (this) {
      case QUEUED -> EnumSet.of(RUNNING, STOPPED, FAILED, SUCCESS);
      case RUNNING -> EnumSet.of(STOPPING, SUCCESS, FAILED, STOPPED);
      case STOPPING -> EnumSet.of(STOPPED, SUCCESS, FAILED);
      case SUCCESS -> EnumSet.of(QUEUED, RUNNING, FAILED, STOPPED);
      case FAILED -> EnumSet.of(QUEUED, RUNNING, SUCCESS, STOPPED);
      case STOPPED -> EnumSet.of(QUEUED, RUNNING, SUCCESS, FAILED);
    };
  }
}
