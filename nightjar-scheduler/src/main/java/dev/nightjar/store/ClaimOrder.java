package dev.nightjar.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is claimed before whom: by priority, then by age. What there is no room for is passed over,
/// but what waits for memory not for ever: after a while nothing behind it takes memory any more.
public final class ClaimOrder {
  /// So long a task run that waits for memory lets others overtake it.
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /// A place in the queue.
  ///
  /// @param priority with its sign turned: the lowest goes first
  /// @param since when the task run could have been claimed first, in milliseconds since 1970
  public record Place(int priority, long since) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::priority).thenComparingLong(Place::since);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /// What a task run needs.
  ///
  /// @param pool null for none
  /// @param slots of the pool
  /// @param memory bytes, 0 for no limit
  record Needs(@Nullable String pool, int slots, long memory) {}

  /// A task run that waits for memory.
  record Waiting(Place place, Needs needs) {}

  private ClaimOrder() {}

  /// Whether it has let others overtake it long enough.
  static boolean patienceEnded(Place place, Instant now) {
    return place.since() <= now.minus(PATIENCE).toEpochMilli();
  }

  /// Whether a task run may not start although there is room for it, so that one that waits for
  /// memory gets its turn. Those without a memory limit take nothing away from it.
  ///
  /// @param waiting null if none does
  static boolean heldBack(Place place, long memory, @Nullable Place waiting) {
    return waiting != null && memory > 0 && place.compareTo(waiting) > 0;
  }

  /// The one that others may not overtake any more: the first whose patience has ended, and that
  /// waits for nothing but memory.
  ///
  /// @param waiting in their order
  /// @param free slots by pool
  static Optional<Place> first(List<Waiting> waiting, Map<String, Integer> free, Instant now) {
    return waiting.stream()
        .filter(one -> patienceEnded(one.place(), now))
        .filter(
            one -> {
              String pool = one.needs().pool();
              return pool == null || one.needs().slots() <= free.getOrDefault(pool, 0);
            })
        .map(Waiting::place)
        .findFirst();
  }
}
