package dev.nightjar.http;

import dev.nightjar.run.TaskRunKey;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens by which attempts show who they are. Nothing of them is stored: each is signed, and names
/// its attempt.
public final class AttemptTokens {
  /// Which attempt asks.
  public record Attempt(TaskRunKey taskRun, int number) {}

  private static final String PREFIX = "nja_";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /// @param key what tokens are signed with
  public AttemptTokens(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /// The token of an attempt.
  public String of(Attempt attempt) {
    String payload =
        encode(
            String.join(
                    "\n",
                    attempt.taskRun().run(),
                    attempt.taskRun().task(),
                    Integer.toString(attempt.number()))
                .getBytes(StandardCharsets.UTF_8));
    return PREFIX + payload + "." + encode(signature(payload));
  }

  /// Whether somebody tries to come in as an attempt.
  static boolean isMeant(String token) {
    return token.startsWith(PREFIX);
  }

  /// Whose token it is; empty if it is not one of ours.
  Optional<Attempt> find(String token) {
    int dot = token.indexOf('.');
    if (!isMeant(token) || dot < 0) {
      return Optional.empty();
    }
    String payload = token.substring(PREFIX.length(), dot);
    try {
      byte[] given = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      if (!MessageDigest.isEqual(given, signature(payload))) {
        return Optional.empty();
      }
      List<String> parts =
          new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8)
              .lines()
              .toList();
      return Optional.of(
          new Attempt(new TaskRunKey(parts.get(0), parts.get(1)), Integer.parseInt(parts.get(2))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private byte[] signature(String payload) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(("attempt " + payload).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
