package dev.nightjar.workflow;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;

/// How often a task is tried again after it failed, and how long it waits before each.
///
/// @param times tries after the first, 0 for none
/// @param delay the wait before the second try
/// @param backoff each further wait is the one before times this, at least 1
/// @param maxDelay no wait is longer
/// @param onTimeout whether a try that ran out of time counts as one to repeat
/// @param jitter whether each wait is made longer, by up to itself, so that what failed together is
///     not tried again together
public record Retry(
    int times,
    Duration delay,
    double backoff,
    Duration maxDelay,
    boolean onTimeout,
    boolean jitter) {
  /// No second try.
  public static final Retry NONE = new Retry(0, Duration.ZERO, 1, Duration.ofDays(1), false);

  /// One without jitter.
  public Retry(int times, Duration delay, double backoff, Duration maxDelay, boolean onTimeout) {
    this(times, delay, backoff, maxDelay, onTimeout, false);
  }

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
  ///
  /// @param seed what the jitter follows from: it is the same for the same seed and attempt
  public Optional<Duration> delayBefore(int attempt, String seed) {
    if (attempt < 2 || attempt > times + 1) {
      return Optional.empty();
    }
    double millis = delay.toMillis() * Math.pow(backoff, attempt - 2.0);
    if (millis >= maxDelay.toMillis()) {
      return Optional.of(maxDelay);
    }
    Duration wait =
        jitter ? jittered(millis, seed, attempt) : Duration.ofMillis(Math.round(millis));
    return Optional.of(wait.compareTo(maxDelay) < 0 ? wait : maxDelay);
  }

  /// In whole seconds, as Airflow's `next_retry_datetime` has it.
  private static Duration jittered(double millis, String seed, int attempt) {
    long least = Math.max(1, (long) Math.ceil(millis / 1_000));
    var hash = new BigInteger(1, sha1("%s#%d".formatted(seed, attempt)));
    return Duration.ofSeconds(least + hash.mod(BigInteger.valueOf(least)).longValue());
  }

  private static byte[] sha1(String text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
