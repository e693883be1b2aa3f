package dev.nightjar.workflowfile;

import dev.nightjar.config.Distance;
import dev.nightjar.yaml.YamlValue;
import dev.nightjar.yaml.YamlValue.Entry;
import dev.nightjar.yaml.YamlValue.Place;
import dev.nightjar.yaml.YamlValue.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names with values of a file, and what is wrong with them. Not thread-safe.
class Entries {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final String path;
  private final Place place;
  private final FileReading reading;

  /// @param path of the mapping: `tasks.load`; empty for the file
  Entries(YamlValue.Mapping mapping, String path, FileReading reading) {
    this.path = path;
    this.place = mapping.place();
    this.reading = reading;
    for (Entry entry : mapping.entries()) {
      entries.put(entry.name(), entry);
      reading.places().put(path(entry.name()), entry.place());
    }
  }

  /// Names that are not known are problems.
  final void refuseOthersThan(List<String> known) {
    for (Entry entry : entries.values()) {
      if (known.contains(entry.name())) {
        continue;
      }
      String what =
          "there is no such key"
              + Distance.nearest(entry.name(), known)
                  .map(" (did you mean %s?)"::formatted)
                  .orElse(" (there are: %s)".formatted(String.join(", ", known)));
      reading.problems().add(entry.place(), "%s: %s".formatted(path(entry.name()), what));
    }
  }

  final FileReading reading() {
    return reading;
  }

  final String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  final Place place() {
    return place;
  }

  final boolean has(String name) {
    return entries.containsKey(name);
  }

  /// Whether `null` stands there: an explicit nothing.
  final boolean isNull(String name) {
    Entry entry = entries.get(name);
    return entry != null && entry.value() instanceof Scalar scalar && scalar.value() == null;
  }

  final List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /// The only one of these names that is there.
  ///
  /// @param none what the mapping does without any: `does nothing`
  /// @param several what it does with more than one: `does several things`
  /// @return null if there is not just one; the problems say so then
  final @Nullable String only(List<String> names, String none, String several) {
    List<String> found = names.stream().filter(this::has).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    reading
        .problems()
        .add(
            place,
            "%s: %s: give it one of %s"
                .formatted(
                    path,
                    found.isEmpty()
                        ? none
                        : "%s, %s".formatted(several, String.join(" and ", found)),
                    String.join(", ", names)));
    return null;
  }

  final void problem(String name, String text) {
    Entry entry = entries.get(name);
    problem(entry == null ? place : entry.value().place(), name, text);
  }

  final void problem(Place at, String name, String text) {
    reading.problems().add(at, "%s: %s".formatted(path(name), text));
  }

  final @Nullable YamlValue value(String name) {
    Entry entry = entries.get(name);
    return entry == null || isNull(name) ? null : entry.value();
  }

  final void wrong(String name, YamlValue found, String expected) {
    problem(found.place(), name, "must be %s, not %s".formatted(expected, found.words()));
  }
}
