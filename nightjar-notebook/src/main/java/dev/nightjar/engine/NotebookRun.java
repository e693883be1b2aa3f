package dev.nightjar.engine;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.Output;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One execution of a notebook, as an [ExecutionEngine] sees it: what to run, and whom to tell. It
/// keeps papermill's metadata, saves, and passes events on. Not thread-safe, but for its
/// cancellation.
public final class NotebookRun {
  private final Notebook notebook;
  private final String kernelName;
  private final ExecutionOptions options;
  private final Cancellation cancellation;
  private final RunListener listener;
  private final NotebookWriter writer;
  private final Clock clock;
  private final int firstCell;
  private Instant start = Instant.EPOCH;
  private Instant cellStart = Instant.EPOCH;
  private long lastSaveWithin;
  private Duration autosave;

  NotebookRun(
      Notebook notebook,
      String kernelName,
      int firstCell,
      ExecutionOptions options,
      Cancellation cancellation,
      Telling telling) {
    this.notebook = notebook;
    this.kernelName = kernelName;
    this.firstCell = firstCell;
    this.options = options;
    this.cancellation = cancellation;
    this.listener = telling.listener();
    this.writer = telling.writer();
    this.clock = telling.clock();
    this.autosave = options.saving().within();
  }

  /// Whom a run tells what happens, and when that was.
  record Telling(RunListener listener, NotebookWriter writer, Clock clock) {}

  /// The notebook that is executed; engines put outputs into its cells.
  public Notebook notebook() {
    return notebook;
  }

  /// The kernel that was asked for.
  public String kernelName() {
    return kernelName;
  }

  /// How it is executed.
  public ExecutionOptions options() {
    return options;
  }

  /// Stops the run.
  public Cancellation cancellation() {
    return cancellation;
  }

  /// The file that is written, if the output is a file.
  Optional<Path> outputFile() {
    return writer.file();
  }

  /// Where the execution begins: 0, or the first cell that an earlier run did not finish.
  public int firstCell() {
    return firstCell;
  }

  /// Who hears of the run; engines tell it of kernels and oddities, all else is told by this class.
  public RunListener listener() {
    return listener;
  }

  /// The execution begins: what earlier runs left is cleared, and the notebook saved for the first
  /// time.
  public void begin() {
    start = clock.instant();
    RunMetadata.pending(RunMetadata.of(notebook), start);
    for (Cell cell : notebook.cells().subList(firstCell, notebook.cells().size())) {
      ObjectNode papermill = cell.metadata().putObject("papermill");
      RunMetadata.pending(papermill, null);
      papermill.put("status", "pending");
      if (cell.isCode()) {
        cell.json().putNull("execution_count");
        cell.json().putArray("outputs");
      }
    }
    listener.started(notebook);
    writer.begin();
    lastSaveWithin = System.nanoTime();
  }

  /// The cell at `index` begins.
  public void cellStarted(int index) {
    cellStart = clock.instant();
    Cell cell = notebook.cells().get(index);
    ObjectNode papermill = RunMetadata.of(cell);
    papermill
        .put("start_time", RunMetadata.iso(cellStart))
        .put("status", "running")
        .put("exception", false);
    listener.cellStarted(index, cell);
    writer.changed(index);
    writer.save();
  }

  /// The cell at `index` gave an output, which is in the cell already.
  public void output(int index, Output output) {
    writer.changed(index);
    listener.output(index, output);
  }

  /// The outputs of the cell at `index` changed otherwise.
  public void changed(int index) {
    writer.changed(index);
  }

  /// The cell at `index` failed; [#cellFinished(int)] follows.
  public void cellFailed(int index) {
    RunMetadata.of(notebook).put("exception", true);
    ObjectNode papermill = RunMetadata.of(notebook.cells().get(index));
    papermill.put("exception", true).put("status", "failed");
  }

  /// The cell at `index` has ended.
  public void cellFinished(int index) {
    Cell cell = notebook.cells().get(index);
    ObjectNode papermill = RunMetadata.of(cell);
    RunMetadata.ended(papermill, cellStart, clock.instant());
    if (!papermill.path("status").asString("").equals("failed")) {
      papermill.put("status", "completed");
    }
    writer.finished(index);
    listener.cellFinished(index, cell);
    writer.save();
  }

  /// Makes saves that are due; to be called while nothing else happens.
  public void saveIfDue() {
    writer.saveIfDue();
  }

  /// How long one may wait until [#saveIfDue()] has something to do.
  public Duration untilSave() {
    long nanos = writer.owedInNanos();
    return Duration.ofNanos(Math.clamp(nanos, 0, Duration.ofDays(1).toNanos()));
  }

  /// Something came from the kernel: saves, if the last save within a cell was long enough ago.
  public void autosave() {
    if (autosave.isZero() || System.nanoTime() - lastSaveWithin < autosave.toNanos()) {
      return;
    }
    writer.save();
    lastSaveWithin = System.nanoTime();
    if (writer.lastCost() > autosave.toNanos() / 4) {
      listener.warned(
          "Autosave too slow: %.2f sec, over 25%% limit. Changing interval to %d sec."
              .formatted(writer.lastCost() / 1e9, autosave.multipliedBy(2).toSeconds()));
      autosave = autosave.multipliedBy(2);
    }
  }

  /// The execution has ended; the last save is made by the [NotebookEngine].
  void end(boolean interrupted) {
    RunMetadata.ended(RunMetadata.of(notebook), start, clock.instant());
    if (interrupted) {
      for (Cell cell : unfinished()) {
        RunMetadata.of(cell).put("status", "completed");
      }
    }
  }

  private List<Cell> unfinished() {
    return notebook.cells().stream()
        .filter(cell -> !RunMetadata.of(cell).path("status").asString("").equals("completed"))
        .toList();
  }
}
