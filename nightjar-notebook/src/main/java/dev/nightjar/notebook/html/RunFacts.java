package dev.nightjar.notebook.html;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What the cells say about the run.
///
/// @param cells all cells that the page shows
/// @param codeCells how many of them have code
/// @param runCells how many of those were run
/// @param errors how many ended with an error that was not expected
/// @param failed the first of those, if any
/// @param stopped whether nothing was run after it
/// @param warnings how many warnings were printed
record RunFacts(
    List<CellView> cells,
    int codeCells,
    int runCells,
    int errors,
    Optional<CellView> failed,
    boolean stopped,
    int warnings) {
  private static final Pattern WARNING =
      Pattern.compile("(?m)^(?:\\S*:\\d+: )?[A-Z]\\w*Warning: |^Warning messages?:|^Warning: ");
  private static final int LONGEST_READ = 1_000_000;

  /// How the run ended, in one word or two.
  enum Status {
    COMPLETED("Completed", "nj-ok"),
    FAILED("Failed", "nj-bad"),
    WITH_ERRORS("Completed with errors", "nj-bad"),
    PARTLY_RUN("Partly run", "nj-idle"),
    NOT_RUN("Not run", "nj-idle");

    final String label;
    final String style;

    Status(String label, String style) {
      this.label = label;
      this.style = style;
    }
  }

  static RunFacts of(Notebook notebook) {
    List<CellView> cells = new ArrayList<>();
    int codeCells = 0;
    int runCells = 0;
    int errors = 0;
    int warnings = 0;
    Optional<CellView> failed = Optional.empty();
    boolean stopped = false;
    int number = 0;
    for (Cell cell : notebook.cells()) {
      CellView view = new CellView(cell, ++number);
      if (!view.isErrorMarker()) {
        cells.add(view);
      }
      if (!cell.isCode() || view.isEmpty()) {
        continue;
      }
      codeCells++;
      runCells += view.wasRun() ? 1 : 0;
      stopped &= !view.wasRun();
      warnings += warnings(cell);
      if (view.error().isPresent()) {
        errors++;
        stopped = true;
        failed = failed.or(() -> Optional.of(view));
      }
    }
    return new RunFacts(
        cells, codeCells, runCells, errors, failed, stopped && errors == 1, warnings);
  }

  Status status() {
    if (errors > 0) {
      return stopped ? Status.FAILED : Status.WITH_ERRORS;
    }
    if (runCells == 0) {
      return codeCells == 0 ? Status.COMPLETED : Status.NOT_RUN;
    }
    return runCells < codeCells ? Status.PARTLY_RUN : Status.COMPLETED;
  }

  private static int warnings(Cell cell) {
    int warnings = 0;
    for (JsonNode output : cell.json().path("outputs")) {
      String text = output.path("text").asString("");
      if (output.path("name").asString("").equals("stderr") && text.contains("Warning")) {
        String read = text.substring(0, Math.min(text.length(), LONGEST_READ));
        warnings += (int) WARNING.matcher(read).results().count();
      }
    }
    return warnings;
  }
}
