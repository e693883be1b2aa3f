package dev.nightjar.cli;

import dev.nightjar.storage.FileReplacement;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Runs many notebooks for a command: shows them, hears signals, tells how it went.
///
/// @param compares whether outputs are compared with those stored in the notebooks
/// @param junit where a JUnit report goes; null for nowhere
record BatchRun(
    Program program,
    ExecutionArguments execution,
    BatchArguments arguments,
    boolean compares,
    @Nullable Path junit) {
  private static final int FAILED = 1;

  /// Runs the jobs.
  ///
  /// @return the exit status
  int run(List<BatchJob> jobs) {
    Terminal terminal = program.terminal();
    Optional<Screen> screen = Screen.of(program.environment());
    LiveTable table = new LiveTable(terminal.err(), screen.orElse(null));
    var options = new Batch.Options(arguments.parallel(), arguments.failsFast(), compares);
    Batch batch = new Batch(program.engine(execution), program.storages(), table, options);
    AtomicBoolean interrupted = new AtomicBoolean();
    Runnable stop =
        () -> {
          interrupted.set(true);
          batch.stop();
        };
    try (Signals signals = Signals.listen(stop)) {
      List<NotebookReport> reports = run(batch, jobs, screen);
      if (interrupted.get()) {
        terminal.err().println("Aborted!");
        return signals.exitStatus();
      }
      return reports.stream().allMatch(report -> report.state().isGood()) ? 0 : FAILED;
    }
  }

  private List<NotebookReport> run(Batch batch, List<BatchJob> jobs, Optional<Screen> screen) {
    long start = System.nanoTime();
    List<NotebookReport> reports = batch.run(jobs);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (junit != null) {
      writeJUnit(junit, reports);
    }
    summary(screen).print(reports, seconds);
    if (arguments.printsJson()) {
      writeJson(BatchJson.of(reports, seconds));
    }
    return reports;
  }

  /// Where people look at: not where the JSON goes.
  private BatchSummary summary(Optional<Screen> screen) {
    Terminal terminal = program.terminal();
    boolean isTerminal =
        arguments.printsJson()
            ? program.environment().stderrIsTerminal()
            : program.environment().stdoutIsTerminal();
    PrintStream out = arguments.printsJson() ? terminal.err() : terminal.out();
    return isTerminal && screen.isPresent()
        ? new BatchSummary(out, screen.get().width(), screen.get().colours())
        : new BatchSummary(out, BatchSummary.ANY_WIDTH, false);
  }

  private void writeJUnit(Path file, List<NotebookReport> reports) {
    PathsHeard.makeFolder(file.toString(), program.storages());
    Path target = program.environment().directory().resolve(file);
    FileReplacement.write(target, file.toString(), out -> JUnitReport.write(reports, out));
  }

  private void writeJson(byte[] document) {
    PrintStream out = program.terminal().out();
    try {
      out.write(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }
}
