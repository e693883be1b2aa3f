package dev.nightjar.http;

import dev.nightjar.http.Caller.Proof;
import dev.nightjar.store.Database;
import dev.nightjar.store.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whose a token is: the configured one, which is an administrator's, or one of the database.
public final class Tokens {
  private static final Duration SEEN = Duration.ofMinutes(1);

  private final @Nullable String configured;
  private final @Nullable Database database;
  private final Clock clock;
  private final TokenStore store = new TokenStore();

  /// @param configured null for none
  /// @param database null where only the configured one counts
  public Tokens(@Nullable String configured, @Nullable Database database, Clock clock) {
    this.configured = configured == null ? null : TokenStore.hash(configured);
    this.database = database;
    this.clock = clock;
  }

  /// Whether nobody needs a token.
  boolean open() {
    return configured == null;
  }

  /// Whose the token with this hash is, if it is any good.
  Optional<Caller> find(String hash) {
    if (configured != null && same(configured, hash)) {
      return Optional.of(new Caller("token", Role.ADMIN, Proof.TOKEN, hash));
    }
    if (database == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<TokenStore.Token> found =
        database
            .read(transaction -> store.find(transaction, hash))
            .filter(token -> token.expires() == null || now.isBefore(token.expires()));
    found
        .filter(token -> token.used() == null || token.used().plus(SEEN).isBefore(now))
        .ifPresent(token -> database.change(transaction -> store.used(transaction, hash, now)));
    return found.map(
        token -> new Caller(token.name(), Role.parse(token.role()), Proof.TOKEN, hash));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
