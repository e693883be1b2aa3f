package dev.nightjar.config;

import java.util.regex.Pattern;

/// Which parameters hold secrets, by their names: people who write `api_key` mean not to see it.
public final class SecretNames {
  private static final Pattern SECRET =
      Pattern.compile(
          "token|secret|passw|passphrase|credential|api_?key|private_?key|access_?key|auth",
          Pattern.CASE_INSENSITIVE);

  private SecretNames() {}

  /// Whether what is called so is a secret.
  public static boolean matches(String name) {
    return SECRET.matcher(name).find();
  }
}
