package dev.nightjar.store;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunNames;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What becomes of a task run when its attempt ended: a pure function.
///
/// @param delay how long it is not tried again
/// @param failures how often it failed by now
/// @param losses how often it was lost by now
record AfterAttempt(TaskRunState state, Duration delay, int failures, int losses) {
  /// A loss is no fault of the work, so it is tried again, but not for ever.
  static final int MOST_LOSSES = 5;

  /// How often and when tries of a task are repeated.
  ///
  /// @param seed what the jitter of its waits follows from
  record Again(Retry retry, String seed) {
    /// That of a task; the seed is the one that Airflow has.
    static Again of(Run run, Task task) {
      return new Again(
          task.retry(),
          "%s#%s#%s"
              .formatted(
                  run.workflow().name(),
                  task.name(),
                  RunNames.iso(run.cause().logicalTime()).replace('T', ' ')));
    }
  }

  static AfterAttempt of(
      Outcome outcome, Again repeat, boolean stopping, int failures, int losses, Instant now) {
    return switch (outcome) {
      case Outcome.Succeeded _, Outcome.Reused _ -> ended(TaskRunState.SUCCESS, failures, losses);
      case Outcome.Skipped _ -> ended(TaskRunState.SKIPPED, failures, losses);
      case Outcome.Rescheduled _ when stopping -> ended(TaskRunState.STOPPED, failures, losses);
      case Outcome.Rescheduled(Instant at) ->
          new AfterAttempt(
              TaskRunState.UP_FOR_RESCHEDULE,
              max(Duration.between(now, at), Duration.ZERO),
              failures,
              losses);
      case Outcome.Deferred _ when stopping -> ended(TaskRunState.STOPPED, failures, losses);
      case Outcome.Deferred _ ->
          new AfterAttempt(TaskRunState.DEFERRED, Duration.ZERO, failures, losses);
      case Outcome.Stopped _ -> ended(TaskRunState.STOPPED, failures, losses);
      case Outcome.Lost _ when stopping -> ended(TaskRunState.STOPPED, failures, losses);
      case Outcome.Lost _ when losses == MOST_LOSSES ->
          ended(TaskRunState.FAILED, failures, losses + 1);
      case Outcome.Lost _ -> again(Duration.ZERO, failures, losses + 1);
      case Outcome.Failed(_, _, boolean last) ->
          failed(repeat, !stopping && !last, failures + 1, losses);
      case Outcome.TimedOut _ ->
          failed(repeat, !stopping && repeat.retry().onTimeout(), failures + 1, losses);
    };
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static AfterAttempt failed(Again repeat, boolean may, int failures, int losses) {
    Optional<Duration> wait =
        may ? repeat.retry().delayBefore(failures + 1, repeat.seed()) : Optional.empty();
    return wait.map(delay -> again(delay, failures, losses))
        .orElseGet(() -> ended(TaskRunState.FAILED, failures, losses));
  }

  private static AfterAttempt ended(TaskRunState state, int failures, int losses) {
    return new AfterAttempt(state, Duration.ZERO, failures, losses);
  }

  private static AfterAttempt again(Duration delay, int failures, int losses) {
    return new AfterAttempt(TaskRunState.UP_FOR_RETRY, delay, failures, losses);
  }
}
