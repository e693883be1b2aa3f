package dev.nightjar.workflowfile;

import dev.nightjar.config.Amounts;
import dev.nightjar.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// What is written, as values.
final class Written {
  private static final Duration LONGEST = Duration.ofDays(1_000);

  private Written() {}

  /// @throws IllegalArgumentException if it is none, or a very long one
  static Duration duration(String text) {
    Duration duration = Amounts.duration(text);
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("longer than 1000 days");
    }
    return duration;
  }

  /// @throws IllegalArgumentException if it is no size, or 0
  static long bytes(String text) {
    long bytes = Amounts.bytes(text);
    if (bytes < 1) {
      throw new IllegalArgumentException("nothing");
    }
    return bytes;
  }

  /// A value as parameters have it: texts, numbers, truth values, nulls, and lists and maps of
  /// them.
  static @Nullable Object plain(YamlValue value) {
    return switch (value) {
      case YamlValue.Scalar scalar -> scalar.value();
      case YamlValue.Sequence(var elements, _) -> {
        var list = new ArrayList<@Nullable Object>();
        elements.forEach(element -> list.add(plain(element)));
        yield list;
      }
      case YamlValue.Mapping(var entries, _) -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        entries.forEach(entry -> map.put(entry.name(), plain(entry.value())));
        yield map;
      }
    };
  }
}
