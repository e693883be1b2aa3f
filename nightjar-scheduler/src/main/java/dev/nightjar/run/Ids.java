package dev.nightjar.run;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Names of things that sort by when they were made.
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final AtomicLong LAST = new AtomicLong();

  private Ids() {}

  /// When an id was made, to the millisecond; 1970 if it is none of ours.
  public static Instant time(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      return uuid.version() == 7
          ? Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16)
          : Instant.EPOCH;
    } catch (IllegalArgumentException e) {
      return Instant.EPOCH;
    }
  }

  /// A new UUID of version 7 (RFC 9562, 5.7), above all that this process made before: its 12 bits
  /// behind the milliseconds count on while the clock stands still.
  public static String next(Clock clock) {
    long now = clock.millis() << 12;
    long stamp = LAST.updateAndGet(last -> Math.max(last + 1, now));
    long high = (stamp >>> 12 << 16) | 0x7000 | (stamp & 0xfff);
    long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
