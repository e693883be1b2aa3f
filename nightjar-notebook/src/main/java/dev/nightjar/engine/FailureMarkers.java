package dev.nightjar.engine;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.Output;
import java.util.List;
import java.util.Optional;

/// The two cells by which papermill shows where a notebook failed, and how it finds that place.
final class FailureMarkers {
  private static final String TAG = "papermill-error-cell-tag";
  private static final String STYLE =
      "style=\"color:red; font-family:Helvetica Neue, Helvetica, Arial, sans-serif; font-size:2em;\"";

  private FailureMarkers() {}

  /// Removes the markers of an earlier run.
  static void remove(Notebook notebook) {
    notebook.cells().removeIf(cell -> cell.hasTag(TAG));
  }

  /// The failure that counts: the first error of the last cell that has one, whatever its tags;
  /// else the cell that failed without showing an error. `sys.exit()` and `sys.exit(0)` are no
  /// failures.
  static Optional<CellFailure> find(Notebook notebook) {
    List<Cell> cells = notebook.cells();
    CellFailure silent = null;
    for (int i = cells.size() - 1; i >= 0; i--) {
      Cell cell = cells.get(i);
      boolean left = false;
      for (Output output : cell.outputs()) {
        if (output
            instanceof Output.ErrorOutput(String ename, String evalue, List<String> traceback)) {
          if (ename.equals("SystemExit") && (evalue.isEmpty() || evalue.equals("0"))) {
            left = true;
          } else {
            return Optional.of(
                new CellFailure(i, cell, cell.executionCount(), ename, evalue, traceback));
          }
        }
      }
      if (!left && cell.isCode() && RunMetadata.of(cell).path("exception").asBoolean(false)) {
        silent =
            new CellFailure(i, cell, cell.executionCount(), "CellExecutionError", "", List.of());
      }
    }
    return Optional.ofNullable(silent);
  }

  /// Inserts the markers.
  ///
  /// @return the failure, with the index that the cell has now
  static CellFailure insert(Notebook notebook, CellFailure failure) {
    notebook
        .cells()
        .add(
            failure.index(),
            marker(
                "<span id=\"papermill-error-cell\" "
                    + STYLE
                    + ">Execution using papermill encountered an exception here and stopped:</span>"));
    notebook
        .cells()
        .addFirst(
            marker(
                "<span %s>An Exception was encountered at '<a href=\"#papermill-error-cell\">%s</a>'.</span>"
                    .formatted(STYLE, failure.prompt())));
    return new CellFailure(
        failure.index() + 2,
        failure.cell(),
        failure.executionCount(),
        failure.ename(),
        failure.evalue(),
        failure.traceback());
  }

  private static Cell marker(String html) {
    Cell cell = Cell.markdown(html);
    cell.metadata().putArray("tags").add(TAG);
    return cell;
  }
}
