package dev.nightjar.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  /// A UUID of version 7 that follows from a time and a name: for what was made elsewhere, so that
  /// it sorts among ours, and is the same when it comes again.
  public static String derived(Instant time, String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      ByteBuffer bits = ByteBuffer.wrap(hash);
      return uuid(time.toEpochMilli(), bits.getLong() & 0xfff, bits.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static String uuid(long millis, long behind, long random) {
    return new UUID(
            millis << 16 | 0x7000 | behind,
            (random & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L)
        .toString();
  }

  /// A new UUID of version 7 (RFC 9562, 5.7), above all that this process made before: its 12 bits
  /// behind the milliseconds count on while the clock stands still.
  public static String next(Clock clock) {
    long now = clock.millis() << 12;
    long stamp = LAST.updateAndGet(last -> Math.max(last + 1, now));
    return uuid(stamp >>> 12, stamp & 0xfff, RANDOM.nextLong());
  }
}
