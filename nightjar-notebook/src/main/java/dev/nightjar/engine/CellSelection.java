package dev.nightjar.engine;

import dev.nightjar.notebook.Cell;
import java.util.Collections;
import java.util.Set;

/// Which code cells run, by their tags. Besides, blank cells and cells tagged `skip-execution`
/// never do.
///
/// @param skipped cells with one of these tags do not run
/// @param only if not empty, just cells with one of these tags run, and those that carry the
///     parameters
public record CellSelection(Set<String> skipped, Set<String> only) {
  /// All cells.
  public static final CellSelection ALL = new CellSelection(Set.of(), Set.of());

  private static final Set<String> PARAMETERS = Set.of("parameters", "injected-parameters");

  /// Copies the sets.
  public CellSelection {
    skipped = Set.copyOf(skipped);
    only = Set.copyOf(only);
  }

  /// Whether the cell runs.
  boolean runs(Cell cell) {
    var tags = cell.tags();
    return cell.isCode()
        && !cell.source().isBlank()
        && !tags.contains("skip-execution")
        && Collections.disjoint(tags, skipped)
        && (only.isEmpty()
            || !Collections.disjoint(tags, only)
            || !Collections.disjoint(tags, PARAMETERS));
  }
}
