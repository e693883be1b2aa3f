package dev.nightjar.scheduler;

import dev.nightjar.run.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How far events were read, and which ids were passed over: several transactions at a time get
/// their ids in one order and are committed in another, so what is missing may still come. Not
/// thread-safe.
final class Gaps {
  /// After this, an id that is missing belongs to a transaction that was rolled back.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int MOST = 1_000;

  private final TreeMap<Long, Instant> missing = new TreeMap<>();
  private long position;

  /// @param position the id of the last event that counts as read
  Gaps(long position) {
    this.position = position;
  }

  /// Notes that an event was read.
  ///
  /// @param seen since when the ids before it that are new may be missing
  void read(Event event, Instant seen) {
    if (event.id() <= position) {
      missing.remove(event.id());
      return;
    }
    for (long id = Math.max(position + 1, event.id() - MOST); id < event.id(); id++) {
      missing.put(id, seen);
    }
    position = event.id();
  }

  /// The ids that may still come.
  Set<Long> open(Instant now) {
    missing.values().removeIf(seen -> seen.plus(PATIENCE).isBefore(now));
    while (missing.size() > MOST) {
      missing.pollFirstEntry();
    }
    return new TreeSet<>(missing.keySet());
  }

  /// The highest id that was read.
  long position() {
    return position;
  }

  /// The id up to which nothing comes any more.
  long complete() {
    return missing.isEmpty() ? position : missing.firstKey() - 1;
  }
}
