package dev.nightjar.cli;

import dev.nightjar.engine.CellFailure;
import dev.nightjar.engine.NotebookResult;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.time.Duration;

/// Says on standard error how a run ended, with papermill's words, and which exit status that is.
record ResultReport(RunLog log) {
  private static final int FAILED = 1;
  private static final int KERNEL_DIED = 138;

  int report(NotebookResult result, Signals signals) {
    return switch (result) {
      case NotebookResult.Prepared _, NotebookResult.Completed _ -> 0;
      case NotebookResult.Failed(_, CellFailure failure) -> {
        log.log(LogLevel.CRITICAL, message(failure));
        yield FAILED;
      }
      case NotebookResult.TimedOut(Notebook notebook, int index, Duration limit) -> {
        log.log(
            LogLevel.ERROR,
            "Timeout waiting for execute reply (%ds).".formatted(limit.toSeconds()));
        log.log(
            LogLevel.CRITICAL,
            """
            A cell timed out while it was being executed, after %d seconds.
            It is cell %d:
            -------------------
            %s
            -------------------
            Give cells more time with --execution-timeout."""
                .formatted(limit.toSeconds(), index + 1, preview(notebook.cells().get(index))));
        yield FAILED;
      }
      case NotebookResult.KernelDied(Notebook notebook, int index, String how) -> {
        log.log(LogLevel.ERROR, "Kernel died while waiting for execute reply.");
        log.log(
            LogLevel.CRITICAL,
            """
            The kernel died in cell %d: %s
            -------------------
            %s
            -------------------"""
                .formatted(index + 1, how, preview(notebook.cells().get(index))));
        yield KERNEL_DIED;
      }
      case NotebookResult.Cancelled _ -> {
        log.log(LogLevel.CRITICAL, "Aborted!");
        yield signals.exitStatus();
      }
    };
  }

  /// papermill's message of a `PapermillExecutionError`.
  static String message(CellFailure failure) {
    return "\n%s\nException encountered at \"%s\":\n%s\n"
        .formatted(
            "-".repeat(75), failure.prompt(), Ansi.strip(String.join("\n", failure.traceback())));
  }

  private static String preview(Cell cell) {
    var lines = cell.source().lines().toList();
    return lines.size() <= 10
        ? String.join("\n", lines)
        : String.join("\n", lines.subList(0, 5))
            + "\n...\n"
            + String.join("\n", lines.subList(lines.size() - 5, lines.size()));
  }
}
