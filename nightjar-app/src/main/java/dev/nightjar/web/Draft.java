package dev.nightjar.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What somebody wrote into a form, and what is wrong with it. Not thread-safe.
final class Draft {
  private final Map<String, List<String>> values;
  private final Map<String, String> problems = new LinkedHashMap<>();

  Draft(Map<String, List<String>> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /// What is in a field, without spaces around it; empty if nothing is.
  String get(String name) {
    return raw(name).strip();
  }

  /// What is in a field, as it is.
  String raw(String name) {
    List<String> some = all(name);
    return some.isEmpty() ? "" : some.getFirst();
  }

  /// What is picked in a field.
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  void put(String name, String value) {
    values.put(name, List.of(value));
  }

  void put(String name, List<String> some) {
    values.put(name, some);
  }

  /// Says what is wrong with a field; the first that is said stays.
  void problem(String name, String message) {
    problems.putIfAbsent(name, message);
  }

  @Nullable String problem(String name) {
    return problems.get(name);
  }

  /// What is wrong, by field.
  Map<String, String> problems() {
    return problems;
  }

  /// A whole number in a field; 0 if there is none.
  long number(String name, long least, long most) {
    String text = get(name);
    if (text.isEmpty()) {
      return 0;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    problem(name, "Write a whole number from %d to %d.".formatted(least, most));
    return 0;
  }
}
