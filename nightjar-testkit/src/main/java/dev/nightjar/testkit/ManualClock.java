package dev.nightjar.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that a test moves. Thread-safe.
public final class ManualClock extends Clock {
  private final AtomicReference<Instant> now;

  private ManualClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /// A clock that stands at a time, such as `2026-01-01T12:00:00Z`.
  public static ManualClock at(String time) {
    return new ManualClock(Instant.parse(time));
  }

  /// Moves it forward, or back.
  public void advance(Duration by) {
    now.updateAndGet(before -> before.plus(by));
  }

  /// Puts it at a time.
  public void set(String time) {
    now.set(Instant.parse(time));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(instant(), zone);
  }
}
