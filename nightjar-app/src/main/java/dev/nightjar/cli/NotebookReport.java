package dev.nightjar.cli;

import dev.nightjar.cli.CellReport.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one notebook of many did.
///
/// @param job what was asked for
/// @param output where the executed notebook is; null if it was not kept
/// @param state how it ended
/// @param seconds how long it took, the kernel's start included
/// @param cells its code cells in order, but for blank ones
/// @param impossible why it could not be run; null if it could
record NotebookReport(
    BatchJob job,
    @Nullable String output,
    BatchState state,
    double seconds,
    List<CellReport> cells,
    @Nullable String impossible) {

  static NotebookReport notRun(BatchJob job) {
    return new NotebookReport(job, null, BatchState.NOT_RUN, 0, List.of(), null);
  }

  /// The cells in which something is wrong.
  List<CellReport> problems() {
    return cells.stream().filter(cell -> !cell.problem().isEmpty()).toList();
  }

  /// What is wrong, in one line; empty if nothing is.
  String problem() {
    if (impossible != null) {
      return Ansi.line(impossible);
    }
    List<CellReport> problems = problems();
    if (problems.isEmpty()) {
      return "";
    }
    // a failure is the last problem: outputs may have differed before
    CellReport last = problems.getLast();
    String worst =
        (last.verdict() instanceof Verdict.Differs ? problems.getFirst() : last).problem();
    return problems.size() == 1 ? worst : "%s (and %d more)".formatted(worst, problems.size() - 1);
  }

  /// How many cells ran, whether well or not, of how many; empty if no cell was looked at.
  String progress() {
    if (impossible != null || state == BatchState.NOT_RUN) {
      return "";
    }
    long run = cells.stream().filter(cell -> !(cell.verdict() instanceof Verdict.NotRun)).count();
    return "%d/%d".formatted(run, cells.size());
  }
}
