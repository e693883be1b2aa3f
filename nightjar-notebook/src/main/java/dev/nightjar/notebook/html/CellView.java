package dev.nightjar.notebook.html;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Output;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A cell and what the page says about it.
///
/// @param number counts from 1 over all cells
record CellView(Cell cell, int number) {

  /// The id of the cell's element.
  String anchor() {
    return "nj-cell-" + number;
  }

  /// `In [3]`, or which cell it is if it was not run.
  String label() {
    return cell.executionCount().isPresent()
        ? "In [" + cell.executionCount().getAsInt() + "]"
        : "cell " + number;
  }

  JsonNode papermill() {
    return cell.json().path("metadata").path("papermill");
  }

  JsonNode profile() {
    return cell.json().path("metadata").path("nightjar").path("profile");
  }

  /// How long it ran, in seconds.
  Optional<Double> seconds() {
    JsonNode duration = papermill().path("duration");
    return duration.isNumber() ? Optional.of(duration.doubleValue()) : Optional.empty();
  }

  boolean wasRun() {
    return cell.executionCount().isPresent() || !cell.json().path("outputs").isEmpty();
  }

  boolean isEmpty() {
    return cell.source().isBlank();
  }

  /// A marker that papermill puts before a failed cell; the page has its own.
  boolean isErrorMarker() {
    return cell.hasTag("papermill-error-cell-tag");
  }

  boolean isRemoved() {
    return cell.hasTag("remove_cell") || isErrorMarker();
  }

  boolean isSourceRemoved() {
    return cell.hasTag("remove_input");
  }

  boolean areOutputsRemoved() {
    return cell.hasTag("remove_output");
  }

  boolean isSourceHidden() {
    return cell.json().path("metadata").path("jupyter").path("source_hidden").booleanValue(false);
  }

  boolean areOutputsHidden() {
    JsonNode metadata = cell.json().path("metadata");
    return metadata.path("jupyter").path("outputs_hidden").booleanValue(false)
        || metadata.path("collapsed").booleanValue(false);
  }

  /// The error that the cell ended with, unless it was expected (tag `raises-exception`) or an exit
  /// with code 0.
  Optional<Output.ErrorOutput> error() {
    if (!cell.isCode() || cell.hasTag("raises-exception")) {
      return Optional.empty();
    }
    for (JsonNode json : cell.json().path("outputs")) {
      if (Output.of(json) instanceof Output.ErrorOutput error && !isCleanExit(error)) {
        return Optional.of(error);
      }
    }
    return papermill().path("exception").booleanValue(false)
        ? Optional.of(new Output.ErrorOutput("Stopped", "", List.of()))
        : Optional.empty();
  }

  private static boolean isCleanExit(Output.ErrorOutput error) {
    return error.ename().equals("SystemExit")
        && (error.evalue().isEmpty() || error.evalue().equals("0"));
  }
}
