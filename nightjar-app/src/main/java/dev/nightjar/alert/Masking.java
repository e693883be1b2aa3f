package dev.nightjar.alert;

import dev.nightjar.config.SecretNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Leaves out what is secret by the name of the parameter that holds it.
final class Masking {
  private static final String MASK = "***";
  private static final int SHORTEST = 4;

  private final List<String> values = new ArrayList<>();
  private final Map<String, String> parameters = new LinkedHashMap<>();

  /// @param parameters of a run
  Masking(Map<String, Object> parameters) {
    parameters.forEach(
        (name, value) -> {
          String text = String.valueOf(value);
          boolean secret = SecretNames.matches(name);
          this.parameters.put(name, secret ? MASK : text);
          String bare = bare(text);
          if (secret && bare.length() >= SHORTEST) {
            values.add(bare);
          }
        });
  }

  /// Without the quotes of source text.
  static String bare(String text) {
    String bare = text.strip();
    if (bare.length() > 1
        && (bare.startsWith("\"") && bare.endsWith("\"")
            || bare.startsWith("'") && bare.endsWith("'"))) {
      return bare.substring(1, bare.length() - 1);
    }
    return bare;
  }

  /// The parameters, without the values of those that are secret.
  Map<String, String> parameters() {
    return parameters;
  }

  /// A text without those values.
  String mask(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }
}
