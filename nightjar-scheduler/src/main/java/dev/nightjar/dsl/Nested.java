package dev.nightjar.dsl;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is said, as it stands in files.
final class Nested {
  private Nested() {}

  /// Puts a value into the map below a key.
  static void put(
      Map<String, @Nullable Object> said, String key, String name, @Nullable Object value) {
    below(said, key).put(name, value);
  }

  /// The map below a key, which can be added to.
  static Map<String, @Nullable Object> below(Map<String, @Nullable Object> said, String key) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (said.get(key) instanceof Map<?, ?> known) {
      known.forEach((name, value) -> map.put(String.valueOf(name), value));
    }
    said.put(key, map);
    return map;
  }

  static String text(Duration time) {
    return time.toMillis() + "ms";
  }

  static String text(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
