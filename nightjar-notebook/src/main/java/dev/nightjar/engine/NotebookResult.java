package dev.nightjar.engine;

import dev.nightjar.notebook.Notebook;
import java.time.Duration;

/// How a run ended. That a cell fails is a result, not an exception.
public sealed interface NotebookResult {
  /// The notebook as it was saved.
  Notebook notebook();

  /// Parameters were injected; nothing was executed.
  ///
  /// @param notebook as saved
  record Prepared(Notebook notebook) implements NotebookResult {}

  /// Every cell ran.
  ///
  /// @param notebook as saved
  record Completed(Notebook notebook) implements NotebookResult {}

  /// A cell raised an error.
  ///
  /// @param notebook as saved, with papermill's markers
  /// @param failure which cell, and how
  record Failed(Notebook notebook, CellFailure failure) implements NotebookResult {}

  /// A cell ran longer than it may.
  ///
  /// @param notebook as saved
  /// @param index the cell's place, from 0
  /// @param limit how long it may run
  record TimedOut(Notebook notebook, int index, Duration limit) implements NotebookResult {}

  /// The kernel died in a cell.
  ///
  /// @param notebook as saved
  /// @param index the cell's place, from 0
  /// @param how what is known of its end
  record KernelDied(Notebook notebook, int index, String how) implements NotebookResult {}

  /// Somebody stopped the run.
  ///
  /// @param notebook as saved
  record Cancelled(Notebook notebook) implements NotebookResult {}
}
