package dev.nightjar.workflowfile;

import dev.nightjar.yaml.YamlValue.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects all that is wrong with a file. Not thread-safe.
final class Problems {
  /// A file that is none of ours would be wrong everywhere.
  private static final int MOST = 100;

  private final String file;
  private final List<FileProblem> problems = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(Place place, String text) {
    problems.add(new FileProblem(file, place, text));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /// Whether more of them will be shown.
  boolean areFew() {
    return problems.size() < MOST;
  }

  /// In the order of their places.
  List<FileProblem> all() {
    var sorted = new ArrayList<>(problems);
    sorted.sort(
        Comparator.comparingInt((FileProblem problem) -> problem.place().line())
            .thenComparingInt(problem -> problem.place().column()));
    if (sorted.size() > MOST) {
      FileProblem last = sorted.get(MOST - 1);
      int more = sorted.size() - MOST;
      sorted.subList(MOST, sorted.size()).clear();
      sorted.add(new FileProblem(file, last.place(), "and %,d more problems".formatted(more)));
    }
    return sorted;
  }
}
