package dev.nightjar.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Sessions of browsers: signed cookies that say whose token was shown, so that a restart ends
/// none, and a revoked token ends all of its own. Stateless.
final class Sessions {
  static final String COOKIE = "nightjar-session";
  static final Duration LENGTH = Duration.ofDays(7);

  private final byte[] key;
  private final Clock clock;

  /// @param key what cookies are signed with
  Sessions(byte[] key, Clock clock) {
    this.key = key.clone();
    this.clock = clock;
  }

  /// The cookie of a session that begins now.
  String begin(String tokenHash) {
    String content = tokenHash + "." + clock.instant().plus(LENGTH).getEpochSecond();
    return content + "." + sign("session " + content);
  }

  /// The hash of the token that a cookie stands for, if the cookie is ours and not too old.
  Optional<String> token(@Nullable String cookie) {
    String[] parts = cookie == null ? new String[0] : cookie.split("\\.", -1);
    if (parts.length != 3
        || !same(parts[2], sign("session " + parts[0] + "." + parts[1]))
        || clock.instant().isAfter(Instant.ofEpochSecond(Long.parseLong(parts[1])))) {
      return Optional.empty();
    }
    return Optional.of(parts[0]);
  }

  /// What forms of a session's pages must bring along, since other sites cannot know it.
  String csrf(String cookie) {
    return sign("csrf " + cookie);
  }

  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private String sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
