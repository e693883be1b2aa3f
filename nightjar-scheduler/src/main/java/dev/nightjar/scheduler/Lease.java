package dev.nightjar.scheduler;

import java.time.Duration;

/// How long a worker holds what it claimed, unless it renews.
///
/// @param length from a claim or renewal to the end
/// @param margin how much later others take over: more than their clocks differ
public record Lease(Duration length, Duration margin) {
  /// 30 s, taken over after 5 s more.
  public static final Lease DEFAULT = new Lease(Duration.ofSeconds(30), Duration.ofSeconds(5));

  public Lease {
    if (!length.isPositive() || margin.isNegative()) {
      throw new IllegalArgumentException(
          "a lease of %s with a margin of %s makes no sense".formatted(length, margin));
    }
  }

  Duration renewAfter() {
    return length.dividedBy(3);
  }
}
