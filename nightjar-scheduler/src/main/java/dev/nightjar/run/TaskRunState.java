package dev.nightjar.run;

import java.util.EnumSet;
import java.util.Set;

/// Where one task of a run stands.
public enum TaskRunState {
  /// Waits for tasks before it, or for its run's turn.
  WAITING,
  /// May be claimed by a worker.
  QUEUED,
  /// A worker has it, by a lease.
  RUNNING,
  /// Failed or was lost, and is tried again at a set time.
  UP_FOR_RETRY,
  /// Asked to stop; its attempt is ending.
  STOPPING,
  SUCCESS,
  FAILED,
  /// Not started, because of a failure before it.
  UPSTREAM_FAILED,
  /// Not started, because the tasks before it ended in a way that leaves it out.
  SKIPPED,
  /// Stopped on request.
  STOPPED;

  /// Whether nothing happens any more.
  public boolean ended() {
    return next().isEmpty();
  }

  /// The states that may follow.
  public Set<TaskRunState> next() {
    return switch (this) {
      case WAITING -> EnumSet.of(QUEUED, UPSTREAM_FAILED, SKIPPED, STOPPED);
      case QUEUED, UP_FOR_RETRY -> EnumSet.of(RUNNING, QUEUED, STOPPED);
      case RUNNING -> EnumSet.of(SUCCESS, FAILED, UP_FOR_RETRY, STOPPING, STOPPED, QUEUED);
      case STOPPING -> EnumSet.of(STOPPED, SUCCESS, FAILED);
      case SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, STOPPED -> EnumSet.noneOf(TaskRunState.class);
    };
  }
}
