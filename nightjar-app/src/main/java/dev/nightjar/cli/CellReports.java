package dev.nightjar.cli;

import dev.nightjar.cli.CellReport.Verdict;
import dev.nightjar.engine.CellFailure;
import dev.nightjar.engine.NotebookResult;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges an executed notebook cell by cell. For one notebook.
final class CellReports {
  private static final int TITLE_LENGTH = 80;
  private static final int STDOUT_LENGTH = 100_000;

  private final NotebookResult result;
  private final List<Cell> stored;
  private final @Nullable Cell stopped;
  private final List<CellReport> reports = new ArrayList<>();
  private int number;
  private @Nullable String stoppedAt;

  private CellReports(NotebookResult result, List<Cell> stored) {
    this.result = result;
    this.stored = stored;
    this.stopped = stopped(result);
  }

  /// The reports on the code cells of `result` that are not blank.
  ///
  /// @param source the notebook with the outputs to compare with; null to compare none
  static List<CellReport> of(NotebookResult result, @Nullable Notebook source) {
    CellReports all = new CellReports(result, source == null ? List.of() : comparable(source));
    int place = 0;
    for (Cell cell : result.notebook().cells()) {
      if (!cell.isCode()) {
        continue;
      }
      Cell counterpart = null;
      if (!isInjected(cell)) {
        counterpart = place < all.stored.size() ? all.stored.get(place) : null;
        place++;
      }
      if (!cell.source().isBlank()) {
        all.add(cell, counterpart);
      }
    }
    return all.reports;
  }

  /// The code cells that source and result have in common, in the order of both.
  private static List<Cell> comparable(Notebook notebook) {
    return notebook.cells().stream().filter(cell -> cell.isCode() && !isInjected(cell)).toList();
  }

  private static boolean isInjected(Cell cell) {
    return cell.hasTag("injected-parameters");
  }

  /// The cell at which the run ended too early, if it did.
  private static @Nullable Cell stopped(NotebookResult result) {
    return switch (result) {
      case NotebookResult.Prepared _, NotebookResult.Completed _ -> null;
      case NotebookResult.Failed(_, CellFailure failure) -> failure.cell();
      case NotebookResult.TimedOut(Notebook notebook, int index, _) -> notebook.cells().get(index);
      case NotebookResult.KernelDied(Notebook notebook, int index, _) ->
          notebook.cells().get(index);
      case NotebookResult.Cancelled(Notebook notebook) ->
          notebook.cells().stream().filter(CellReports::ran).reduce((_, last) -> last).orElse(null);
    };
  }

  private static boolean ran(Cell cell) {
    return cell.executionCount().isPresent();
  }

  private void add(Cell cell, @Nullable Cell counterpart) {
    Verdict verdict = verdict(cell, counterpart);
    boolean leftOut = verdict instanceof Verdict.NotRun && stoppedAt == null;
    number = ran(cell) ? cell.executionCount().getAsInt() : leftOut ? number : number + 1;
    String prompt = leftOut ? "In [ ]" : "In [%d]".formatted(number);
    if (cell == stopped) {
      stoppedAt = prompt;
    }
    double seconds = cell.metadata().path("papermill").path("duration").asDouble(0);
    reports.add(new CellReport(prompt, title(cell), seconds, stdout(cell), verdict));
  }

  private Verdict verdict(Cell cell, @Nullable Cell counterpart) {
    if (cell == stopped) {
      return switch (result) {
        case NotebookResult.Failed(_, CellFailure f) ->
            new Verdict.Raised(f.ename(), f.evalue(), f.traceback());
        case NotebookResult.TimedOut(_, _, Duration limit) ->
            new Verdict.CutShort("timeout", "ran longer than %d s".formatted(limit.toSeconds()));
        case NotebookResult.KernelDied(_, _, String how) ->
            new Verdict.CutShort("kernel died", "the kernel died: " + how);
        case NotebookResult.Cancelled _ -> new Verdict.CutShort("stopped", "was stopped");
        case NotebookResult.Prepared _, NotebookResult.Completed _ -> new Verdict.Passed();
      };
    }
    if (!ran(cell)) {
      return new Verdict.NotRun(reason(cell));
    }
    Optional<List<String>> difference =
        counterpart == null ? Optional.empty() : OutputComparison.difference(counterpart, cell);
    return difference.<Verdict>map(Verdict.Differs::new).orElseGet(Verdict.Passed::new);
  }

  private String reason(Cell cell) {
    if (stoppedAt != null) {
      return "the run ended at " + stoppedAt;
    }
    return cell.hasTag("skip-execution") ? "tagged skip-execution" : "not run";
  }

  /// The first line that says something, for people.
  static String title(Cell cell) {
    String line = cell.source().lines().filter(text -> !text.isBlank()).findFirst().orElse("");
    return Table.beginning(Ansi.line(line).strip(), TITLE_LENGTH);
  }

  private static String stdout(Cell cell) {
    StringBuilder text = new StringBuilder();
    for (Output output : cell.outputs()) {
      if (output instanceof Output.Stream(String name, String written) && name.equals("stdout")) {
        text.append(written);
      }
      if (text.length() > STDOUT_LENGTH) {
        return text.substring(0, STDOUT_LENGTH) + "\n… (cut here)";
      }
    }
    return text.toString();
  }
}
