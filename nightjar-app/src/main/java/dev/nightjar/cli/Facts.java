package dev.nightjar.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Names with values, below each other.
final class Facts {
  private record Fact(String name, String value) {}

  private final List<Fact> facts = new ArrayList<>();

  /// Adds one, unless its value says nothing.
  Facts add(String name, String value) {
    if (!value.isEmpty() && !value.equals("-")) {
      facts.add(new Fact(name, value));
    }
    return this;
  }

  void print(PrintStream out) {
    int width = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    for (Fact fact : facts) {
      out.println(fact.name() + " ".repeat(width - fact.name().length() + 2) + fact.value());
    }
  }
}
