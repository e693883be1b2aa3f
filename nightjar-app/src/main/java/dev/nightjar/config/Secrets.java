package dev.nightjar.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// What `secret:NAME` stands for in a configuration: the content of the file NAME in the folder of
/// secrets, else the environment variable NAME.
///
/// @param folder of the secrets
/// @param variables of the environment
record Secrets(Path folder, Map<String, String> variables) {
  static final String REFERENCE = "secret:";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

  static boolean isReference(String text) {
    return text.startsWith(REFERENCE);
  }

  /// What a setting's text stands for: the secret that it names, or the text itself.
  ///
  /// @throws IllegalArgumentException if there is no such secret
  Secret resolve(String text) {
    if (!isReference(text)) {
      return new Secret(text);
    }
    String name = text.substring(REFERENCE.length());
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' names no secret: give letters, digits, '_', '-' and '.'".formatted(text));
    }
    Path file = folder.resolve(name);
    try {
      if (Files.isRegularFile(file)) {
        return new Secret(Files.readString(file).strip());
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the secret '%s' can't be read from %s: %s".formatted(name, file, e), e);
    }
    String variable = variables.get(name);
    if (variable == null || variable.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no secret '%s': write it to %s, or set the variable %s"
              .formatted(name, file, name));
    }
    return new Secret(variable);
  }
}
