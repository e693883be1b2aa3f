package dev.nightjar.workflow;

import java.time.Duration;
import java.util.Optional;

/// How often a task is tried again after it failed, and how long it waits before each.
///
/// @param times tries after the first, 0 for none
/// @param delay the wait before the second try
/// @param backoff each further wait is the one before times this, at least 1
/// @param maxDelay no wait is longer
/// @param onTimeout whether a try that ran out of time counts as one to repeat
public record Retry(
    int times, Duration delay, double backoff, Duration maxDelay, boolean onTimeout) {
  /// No second try.
  public static final Retry NONE = new Retry(0, Duration.ZERO, 1, Duration.ofDays(1), false);

  public Retry {
    if (times < 0) {
      throw new WorkflowException("retry %d times makes no sense: give 0 or more".formatted(times));
    }
    if (delay.isNegative() || maxDelay.isNegative()) {
      throw new WorkflowException(
          "a retry delay of %s makes no sense: give 0s or more"
              .formatted(delay.isNegative() ? delay : maxDelay));
    }
    if (!(backoff >= 1 && backoff <= 100)) {
      throw new WorkflowException(
          "a retry backoff of %s makes no sense: give a factor of 1 to 100".formatted(backoff));
    }
  }

  /// The wait before the attempt of that number (the first is 1), or empty when there is none.
  public Optional<Duration> delayBefore(int attempt) {
    if (attempt < 2 || attempt > times + 1) {
      return Optional.empty();
    }
    double millis = delay.toMillis() * Math.pow(backoff, attempt - 2.0);
    return Optional.of(
        millis >= maxDelay.toMillis() ? maxDelay : Duration.ofMillis(Math.round(millis)));
  }
}
