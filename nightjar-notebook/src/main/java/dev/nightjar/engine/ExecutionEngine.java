package dev.nightjar.engine;

/// Executes the cells of a notebook: what papermill calls an engine. Others than the built-in one,
/// whose name is `nbclient` as papermill users know it, are found by `ServiceLoader`.
/// Implementations are thread-safe.
///
/// An engine calls [NotebookRun#begin()], then for each cell [NotebookRun#cellStarted(int)],
/// [NotebookRun#output(int, dev.nightjar.notebook.Output)] for what it puts into the cell, and
/// [NotebookRun#cellFinished(int)]. A cell that it changes otherwise, be it long after its end, it
/// tells of by [NotebookRun#changed(int)]: saves on the way write only cells that they know to have
/// changed. The last save writes all.
public interface ExecutionEngine {
  /// By which `--engine` chooses it.
  String name();

  /// Runs all cells of `run`, telling it of each start and end.
  ///
  /// @return how it ended; failed cells are told to `run`, and the outcome is `Finished`
  ///     nevertheless
  Outcome execute(NotebookRun run);

  /// How an execution ended.
  sealed interface Outcome {
    /// All cells ran, or one failed and the rest did not.
    record Finished() implements Outcome {}

    /// A cell ran longer than it may.
    ///
    /// @param index the cell's place, from 0
    record TimedOut(int index) implements Outcome {}

    /// The kernel died in a cell.
    ///
    /// @param index the cell's place, from 0
    /// @param how what is known of its end
    record KernelDied(int index, String how) implements Outcome {}

    /// Somebody stopped it.
    record Cancelled() implements Outcome {}
  }
}
