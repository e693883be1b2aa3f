package dev.nightjar.dsl;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is said, as it stands in files.
final class Nested {
  private Nested() {}

  /// Puts a value into the map below a key.
  static void put(Map<String, Object> said, String key, String name, Object value) {
    below(said, key).put(name, value);
  }

  /// The map below a key.
  @SuppressWarnings("unchecked") // only this puts these maps
  static Map<String, Object> below(Map<String, Object> said, String key) {
    return (Map<String, Object>)
        said.computeIfAbsent(key, _ -> new LinkedHashMap<String, Object>());
  }

  static String text(Duration time) {
    return time.toMillis() + "ms";
  }
}
