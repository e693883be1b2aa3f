package dev.nightjar.cli;

import dev.nightjar.comparison.ComparableOutputs;
import dev.nightjar.comparison.UnifiedDiff;
import dev.nightjar.notebook.Cell;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Compares the outputs of a cell with those that its notebook stores.
final class OutputComparison {
  private static final Set<String> IGNORING =
      Set.of("nightjar-ignore-output", "nbval-ignore-output");
  private static final Pattern IGNORING_COMMENT =
      Pattern.compile("(?m)^\\s*#\\s*NBVAL_IGNORE_OUTPUT\\b");

  private OutputComparison() {}

  /// The difference as lines of a unified diff; empty if there is none, if the cell is tagged
  /// `nightjar-ignore-output` or `nbval-ignore-output` (or says `# NBVAL_IGNORE_OUTPUT`), or if
  /// nothing is stored because the cell was never run.
  static Optional<List<String>> difference(Cell stored, Cell run) {
    boolean ignored =
        stored.tags().stream().anyMatch(IGNORING::contains)
            || IGNORING_COMMENT.matcher(stored.source()).find();
    boolean neverRun = stored.executionCount().isEmpty() && stored.outputs().isEmpty();
    if (ignored || neverRun) {
      return Optional.empty();
    }
    List<String> before = ComparableOutputs.lines(stored);
    List<String> after = ComparableOutputs.lines(run);
    return before.equals(after) ? Optional.empty() : Optional.of(UnifiedDiff.of(before, after));
  }
}
