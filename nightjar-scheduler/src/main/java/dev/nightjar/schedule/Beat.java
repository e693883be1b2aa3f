package dev.nightjar.schedule;

import java.time.Duration;
import java.time.Instant;

/// The times that lie whole intervals before and after an anchor.
///
/// @param interval whole seconds
record Beat(Instant anchor, Duration interval) {
  /// The first time strictly after `time`.
  Instant after(Instant time) {
    return at(countBefore(time.plusNanos(1)));
  }

  /// The last time strictly before `time`.
  Instant before(Instant time) {
    return at(countBefore(time) - 1);
  }

  /// How many there are from `from` up to before `to`.
  long count(Instant from, Instant to) {
    return Math.max(0, countBefore(to) - countBefore(from));
  }

  /// How many there are from the anchor up to before `time`; negative if that is before the anchor.
  private long countBefore(Instant time) {
    var elapsed = Duration.between(anchor, time);
    return Math.ceilDiv(
        elapsed.getSeconds() + (elapsed.getNano() > 0 ? 1 : 0), interval.toSeconds());
  }

  private Instant at(long number) {
    return anchor.plusSeconds(number * interval.toSeconds());
  }
}
