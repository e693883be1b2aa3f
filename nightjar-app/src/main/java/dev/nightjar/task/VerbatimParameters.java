package dev.nightjar.task;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.parameters.Parameters;
import java.util.List;

/// Parameters as jupyter-scheduler injects them: one cell of lines `name = value`, in which each
/// value is source text as it was given.
final class VerbatimParameters {
  private static final String INJECTED = "injected-parameters";

  private VerbatimParameters() {}

  /// Puts the cell in place of the first that was injected before, else behind the first that is
  /// tagged `parameters`, else first. Without parameters nothing changes.
  static void inject(Notebook notebook, Parameters parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    StringBuilder source = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            source
                .append(source.isEmpty() ? "" : "\n")
                .append(name)
                .append(" = ")
                .append(value.str()));
    Cell cell = Cell.code(source.toString());
    cell.metadata().putArray("tags").add(INJECTED);
    List<Cell> cells = notebook.cells();
    int injected = first(cells, INJECTED);
    if (injected >= 0) {
      cells.set(injected, cell);
    } else {
      cells.add(first(cells, "parameters") + 1, cell);
    }
  }

  private static int first(List<Cell> cells, String tag) {
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i).hasTag(tag)) {
        return i;
      }
    }
    return -1;
  }
}
