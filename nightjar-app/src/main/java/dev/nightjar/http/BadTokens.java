package dev.nightjar.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Counts wrong tokens by address, so that nobody can try many. While an address has to wait, only
/// tokens that came from there before and were right are looked at: one client's guesses do not
/// lock out those who share its address. Remembers the last 10,000 addresses. Thread-safe.
final class BadTokens {
  private static final int MOST = 10;
  private static final Duration WITHIN = Duration.ofMinutes(1);
  private static final int REMEMBERED = 10_000;
  private static final int RIGHT = 100;

  private final Clock clock;
  private final Map<String, Address> addresses = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Address {
    private Instant since = Instant.MIN;
    private int wrong;
    private final Set<String> right = new HashSet<>();
  }

  BadTokens(Clock clock) {
    this.clock = clock;
  }

  /// How long somebody there must wait before that token is looked at; zero for not at all.
  synchronized Duration wait(String address, String hash) {
    Address known = addresses.get(address);
    if (known == null || known.wrong < MOST || known.right.contains(hash)) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(clock.instant(), known.since.plus(WITHIN));
    return left.isPositive() ? left : Duration.ZERO;
  }

  synchronized void wrong(String address) {
    Address known = of(address);
    Instant now = clock.instant();
    if (!now.isBefore(known.since.equals(Instant.MIN) ? now : known.since.plus(WITHIN))) {
      known.since = now;
      known.wrong = 0;
    }
    known.wrong++;
  }

  synchronized void right(String address, String hash) {
    Set<String> right = of(address).right;
    if (right.size() < RIGHT) {
      right.add(hash);
    }
  }

  private Address of(String address) {
    Address known = addresses.computeIfAbsent(address, _ -> new Address());
    if (addresses.size() > REMEMBERED) {
      addresses.remove(addresses.keySet().iterator().next());
    }
    return known;
  }
}
