package dev.nightjar.cli;

import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.engine.NotebookResult;
import dev.nightjar.engine.RunListener;
import dev.nightjar.notebook.parameters.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `nightjar run --json` prints of one run, if it is wanted: what it prints of each of many.
/// Not thread-safe.
final class RunJson implements RunListener {
  private final Program program;
  private final boolean wanted;
  private final NotebookRequest request;
  private final long began = System.nanoTime();
  private String input;
  private @Nullable String output;

  private RunJson(Program program, boolean wanted, NotebookRequest request, String input) {
    this.program = program;
    this.wanted = wanted;
    this.request = request;
    this.input = input;
  }

  /// @throws UsageException if standard output is taken
  static RunJson of(
      NotebookRequest request,
      String input,
      boolean stdoutIsTaken,
      boolean wanted,
      Program program) {
    if (wanted && stdoutIsTaken) {
      throw new UsageException("Standard output can't take both the notebook and --json.");
    }
    return new RunJson(program, wanted, request, input);
  }

  @Override
  public void pathsExpanded(String input, @Nullable String output) {
    this.input = input;
    this.output = output;
  }

  void ended(NotebookResult result) {
    if (wanted) {
      print(BatchState.of(result, false), CellReports.of(result, null), null);
    }
  }

  /// It could not be run, for this reason.
  void impossible(RuntimeException why) {
    if (wanted) {
      print(BatchState.FAILED, List.of(), String.valueOf(why.getMessage()));
    }
  }

  private void print(BatchState state, List<CellReport> cells, @Nullable String impossible) {
    double seconds = (System.nanoTime() - began) / 1e9;
    BatchJob job = new BatchJob(input, Parameters.empty(), request, null);
    program.printJson(
        BatchJson.notebook(new NotebookReport(job, output, state, seconds, cells, impossible)));
  }
}
