package dev.nightjar.run;

import dev.nightjar.run.Fingerprint.Kind;
import dev.nightjar.run.Fingerprint.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is different in two fingerprints, for people.
final class Differences {
  private Differences() {}

  static List<String> between(Fingerprint earlier, Fingerprint now) {
    List<String> lines = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kind == Kind.CELL) {
        lines.addAll(cells(earlier.cells(), now.cells()));
      } else {
        Map<String, Part> was = byName(earlier, kind);
        Map<String, Part> is = byName(now, kind);
        Set<String> names = new LinkedHashSet<>(is.keySet());
        names.addAll(was.keySet());
        names.stream()
            .map(name -> line(kind, name, was.get(name), is.get(name)))
            .filter(line -> !line.isEmpty())
            .forEach(lines::add);
      }
    }
    return lines;
  }

  private static Map<String, Part> byName(Fingerprint fingerprint, Kind kind) {
    Map<String, Part> parts = new LinkedHashMap<>();
    fingerprint.parts().stream()
        .filter(part -> part.kind() == kind)
        .forEach(part -> parts.put(part.name(), part));
    return parts;
  }

  /// Cells have no names: those between the first and the last that are not as they were are taken
  /// for the same ones by their order.
  private static List<String> cells(List<Part> was, List<Part> is) {
    int most = Math.min(was.size(), is.size());
    int start = 0;
    while (start < most && same(was.get(start), is.get(start))) {
      start++;
    }
    int end = 0;
    while (end < most - start && same(was.get(was.size() - 1 - end), is.get(is.size() - 1 - end))) {
      end++;
    }
    List<Part> before = was.subList(start, was.size() - end);
    List<Part> after = is.subList(start, is.size() - end);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      if (i >= before.size()) {
        lines.add("cell %s added".formatted(after.get(i).name()));
      } else if (i >= after.size()) {
        lines.add("cell %s removed".formatted(before.get(i).name()));
      } else if (!same(before.get(i), after.get(i))) {
        lines.add("cell %s changed".formatted(after.get(i).name()));
      }
    }
    return lines;
  }

  private static boolean same(Part one, Part other) {
    return one.hash().equals(other.hash());
  }

  private static String line(Kind kind, String name, @Nullable Part was, @Nullable Part is) {
    if (was != null && is != null && same(was, is)) {
      return "";
    }
    return switch (kind) {
      case WORK, CELL -> "%s changed".formatted(name);
      case PARAMETER -> "parameter %s %s".formatted(name, change(was, is));
      case INPUT -> "input %s %s".formatted(name, change(was, is));
      case ENVIRONMENT -> "environment: %s %s".formatted(name, change(was, is));
      case UPSTREAM ->
          "upstream %s %s".formatted(name, is == null ? "no longer reuses work" : is.shown());
    };
  }

  private static String change(@Nullable Part was, @Nullable Part is) {
    String before = was == null ? null : was.shown();
    String after = is == null ? null : is.shown();
    if (was == null) {
      return after == null ? "added" : "added: " + after;
    }
    if (is == null) {
      return "removed";
    }
    return before == null || after == null ? "changed" : "%s → %s".formatted(before, after);
  }
}
