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
  /// Its try goes on at a set time; no worker has it meanwhile.
  UP_FOR_RESCHEDULE,
  /// Waits until something is so; no worker has it meanwhile.
  DEFERRED,
  /// Asked to stop; its attempt is ending.
  STOPPING,
  SUCCESS,
  FAILED,
  /// Not started, because of a failure before it.
  UPSTREAM_FAILED,
  /// Left out, because the tasks before it ended in a way that asks for that, or by itself.
  SKIPPED,
  /// Stopped on request.
  STOPPED;

  /// Whether nothing happens any more, unless somebody clears it.
  public boolean ended() {
    return switch (this) {
      case WAITING, QUEUED, RUNNING, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED, STOPPING -> false;
      case SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, STOPPED -> true;
    };
  }

  /// The states that may follow. One that has ended waits again when somebody clears it, and is
  /// what somebody marks it as.
  public Set<TaskRunState> next() {
    return switch (this) {
      case WAITING ->
          EnumSet.of(QUEUED, DEFERRED, SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, STOPPED);
      case QUEUED, UP_FOR_RETRY, UP_FOR_RESCHEDULE ->
          EnumSet.of(RUNNING, QUEUED, SUCCESS, FAILED, SKIPPED, STOPPED, WAITING);
      case RUNNING ->
          EnumSet.of(
              SUCCESS,
              FAILED,
              SKIPPED,
              UP_FOR_RETRY,
              UP_FOR_RESCHEDULE,
              DEFERRED,
              STOPPING,
              STOPPED,
              QUEUED);
      case DEFERRED ->
          EnumSet.of(
              SUCCESS,
              FAILED,
              SKIPPED,
              DEFERRED,
              UP_FOR_RETRY,
              UP_FOR_RESCHEDULE,
              QUEUED,
              STOPPED,
              UPSTREAM_FAILED,
              WAITING);
      case STOPPING -> EnumSet.of(STOPPED, SUCCESS, FAILED, SKIPPED, WAITING);
      case SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, STOPPED ->
          EnumSet.of(WAITING, SUCCESS, FAILED, SKIPPED);
    };
  }
}
