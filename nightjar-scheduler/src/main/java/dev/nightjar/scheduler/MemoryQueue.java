package dev.nightjar.scheduler;

import dev.nightjar.store.ClaimOrder;
import dev.nightjar.store.Claims;
import dev.nightjar.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What waits for memory so long that others may not overtake it any more, looked up now and then
/// while some memory is taken. Only the loop that claims uses it.
final class MemoryQueue {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private record Seen(Instant at, Optional<ClaimOrder.Place> first) {}

  private final Database database;
  private final Clock clock;
  private final Claims claims = new Claims();
  private final Map<String, Seen> seen = new HashMap<>();

  MemoryQueue(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Its place, as it was a second ago at most; null for none.
  ///
  /// @param free so many bytes are not taken now
  /// @param most so many bytes there are
  ClaimOrder.@Nullable Place first(String executor, long free, long most) {
    if (most == Long.MAX_VALUE || free >= most) {
      seen.remove(executor);
      return null;
    }
    Instant now = clock.instant();
    Seen known = seen.get(executor);
    if (known == null || !now.isBefore(known.at().plus(LOOK_EVERY))) {
      known =
          new Seen(
              now,
              database.read(transaction -> claims.waiting(transaction, executor, free, most, now)));
      seen.put(executor, known);
    }
    return known.first().orElse(null);
  }
}
