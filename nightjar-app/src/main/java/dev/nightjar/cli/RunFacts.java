package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a notebook tells of its last run, ours or papermill's.
///
/// @param status `completed`, `failed`, `stopped` (by a timeout, a dead kernel or a signal) or
///     `running` (or killed)
/// @param start when it began, as it stands in the notebook
/// @param end when it ended; null if it did not
/// @param seconds how long it took; null if it did not end
/// @param failure the cell that failed
record RunFacts(
    String status,
    String start,
    @Nullable String end,
    @Nullable Double seconds,
    Optional<FailedCell> failure) {
  private static final String MARKER = "papermill-error-cell-tag";

  /// A cell that failed.
  ///
  /// @param number its place, from 1, without the markers that a failure adds
  /// @param executionCount the number in its prompt; null if the kernel gave none
  /// @param error what it raised, such as `ValueError: no data`; empty if it left no error output
  record FailedCell(int number, @Nullable Integer executionCount, String error) {
    String prompt() {
      return "In [%s]".formatted(executionCount == null ? " " : executionCount);
    }
  }

  /// Those of `notebook`; empty if it was not run.
  static Optional<RunFacts> of(Notebook notebook) {
    JsonNode run = notebook.metadata().path("papermill");
    String start = text(run, "start_time");
    if (start == null) {
      return Optional.empty();
    }
    String end = text(run, "end_time");
    Optional<FailedCell> failure = failedCell(notebook);
    return Optional.of(
        new RunFacts(
            status(notebook, run, end, failure),
            start,
            end,
            run.path("duration").isNumber() ? run.path("duration").doubleValue() : null,
            failure));
  }

  private static String status(
      Notebook notebook, JsonNode run, @Nullable String end, Optional<FailedCell> failure) {
    if (end == null) {
      return "running";
    }
    if (failure.isPresent()) {
      return "failed";
    }
    if (run.path("exception").asBoolean(false)) {
      return "completed"; // by sys.exit(0)
    }
    boolean all =
        notebook.cells().stream()
            .map(cell -> cell.metadata().path("papermill"))
            .allMatch(cell -> !cell.has("start_time") || text(cell, "end_time") != null);
    return all ? "completed" : "stopped";
  }

  private static Optional<FailedCell> failedCell(Notebook notebook) {
    List<Cell> cells = notebook.cells().stream().filter(cell -> !cell.hasTag(MARKER)).toList();
    boolean marked = cells.size() < notebook.cells().size();
    for (int i = cells.size() - 1; marked && i >= 0; i--) {
      Cell cell = cells.get(i);
      Optional<String> error = error(cell);
      boolean failed =
          cell.metadata().path("papermill").path("status").asString("").equals("failed");
      if (error.isPresent() || failed) {
        Integer count = cell.executionCount().isPresent() ? cell.executionCount().getAsInt() : null;
        return Optional.of(new FailedCell(i + 1, count, error.orElse("")));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> error(Cell cell) {
    Optional<String> last = Optional.empty();
    for (JsonNode output : cell.json().path("outputs")) {
      if (output.path("output_type").asString("").equals("error")) {
        String value = output.path("evalue").asString("");
        last =
            Optional.of(output.path("ename").asString("") + (value.isEmpty() ? "" : ": " + value));
      }
    }
    return last;
  }

  private static @Nullable String text(JsonNode object, String field) {
    return object.path(field).isString() ? object.path(field).stringValue() : null;
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("status", status);
    json.put("start_time", start).put("end_time", end).put("duration", seconds);
    if (failure.isEmpty()) {
      json.putNull("failed_cell");
    } else {
      FailedCell cell = failure.get();
      json.putObject("failed_cell")
          .put("number", cell.number())
          .put("execution_count", cell.executionCount())
          .put("error", cell.error());
    }
    return json;
  }
}
