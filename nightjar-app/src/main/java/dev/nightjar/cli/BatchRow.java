package dev.nightjar.cli;

import dev.nightjar.engine.RunListener;
import dev.nightjar.kernel.Kernel;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One line of a [LiveTable]: what its run has told so far. Thread-safe.
final class BatchRow implements RunListener {
  private final BatchJob job;
  private final LiveTable table;
  private BatchState state = BatchState.WAITING;
  private int total;
  private int done;
  private long start;
  private long end;
  private String what = "";
  private @Nullable String output;

  BatchRow(BatchJob job, LiveTable table) {
    this.job = job;
    this.table = table;
  }

  /// The row at one moment.
  ///
  /// @param done code cells that have ended
  /// @param total code cells there are
  /// @param what the running cell, or what went wrong
  record Line(String name, BatchState state, int done, int total, double seconds, String what) {}

  synchronized Line line() {
    long until = state == BatchState.RUNNING ? System.nanoTime() : end;
    return new Line(job.name(), state, done, total, (until - start) / 1e9, what);
  }

  synchronized void begin() {
    state = BatchState.RUNNING;
    start = System.nanoTime();
    what = "starting the kernel";
  }

  void end(NotebookReport report) {
    synchronized (this) {
      state = report.state();
      end = System.nanoTime();
      what = report.problem();
    }
    table.ended(this);
  }

  /// Seconds since the run began.
  synchronized double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /// Where the executed notebook goes; null before that is known, and for nowhere.
  synchronized @Nullable String output() {
    return output;
  }

  @Override
  public synchronized void pathsExpanded(String input, @Nullable String output) {
    this.output = output;
  }

  @Override
  public void warned(String message) {
    table.note("%s: %s".formatted(job.request().input(), message));
  }

  @Override
  public synchronized void kernelReady(String kernelName, Kernel kernel) {
    what = "";
  }

  @Override
  public void kernelKept(Kernel kernel, Duration time) {
    warned("its kernel, %s, stays alive".formatted(kernel.describe()));
  }

  @Override
  public synchronized void started(Notebook notebook) {
    total = (int) notebook.cells().stream().filter(BatchRow::counts).count();
  }

  @Override
  public synchronized void cellStarted(int index, Cell cell) {
    if (counts(cell)) {
      what = CellReports.title(cell);
    }
  }

  @Override
  public synchronized void cellFinished(int index, Cell cell) {
    if (counts(cell)) {
      done++;
    }
  }

  private static boolean counts(Cell cell) {
    return cell.isCode() && !cell.source().isBlank();
  }
}
