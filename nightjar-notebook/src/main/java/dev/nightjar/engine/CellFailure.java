package dev.nightjar.engine;

import dev.nightjar.notebook.Cell;
import java.util.List;
import java.util.OptionalInt;

/// A cell that failed: what papermill's `PapermillExecutionError` carries.
///
/// @param index the cell's place among the cells of the output notebook, from 0
/// @param cell the cell
/// @param executionCount the number in its prompt, if it has one
/// @param ename the kind of error
/// @param evalue its message
/// @param traceback lines, with ANSI colours
public record CellFailure(
    int index,
    Cell cell,
    OptionalInt executionCount,
    String ename,
    String evalue,
    List<String> traceback) {
  /// The prompt as papermill prints it: `In [3]`, or `In [None]`.
  public String prompt() {
    return "In [%s]".formatted(executionCount.isPresent() ? executionCount.getAsInt() : "None");
  }
}
