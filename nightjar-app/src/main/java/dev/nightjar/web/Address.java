package dev.nightjar.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The address of a list: its path, filters, order and page.
///
/// @param query in order; without what is empty
record Address(String path, Map<String, String> query) {
  static Address of(Visit visit, String path, List<String> names) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String name : names) {
      String value = visit.query(name);
      if (value != null) {
        query.put(name, value);
      }
    }
    return new Address(path, query);
  }

  /// The value of a name; empty if there is none.
  String get(String name) {
    return query.getOrDefault(name, "");
  }

  /// The address with another value, on its first page.
  Address with(String name, @Nullable String value) {
    Map<String, String> other = new LinkedHashMap<>(query);
    other.remove("page");
    if (value == null || value.isEmpty()) {
      other.remove(name);
    } else {
      other.put(name, value);
    }
    return new Address(path, other);
  }

  /// Counts from 0.
  int page() {
    try {
      return Math.clamp(Long.parseLong(get("page")), 0, 100_000);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /// Whether it says more than in which order.
  boolean isFiltered() {
    return query.keySet().stream().anyMatch(name -> !List.of("sort", "page").contains(name));
  }

  @Override
  public String toString() {
    String pairs =
        query.entrySet().stream()
            .map(pair -> pair.getKey() + "=" + Visit.encoded(pair.getValue()))
            .collect(Collectors.joining("&"));
    return pairs.isEmpty() ? path : path + "?" + pairs;
  }
}
