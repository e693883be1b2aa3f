package dev.nightjar.cli;

import dev.nightjar.cli.CellReport.Verdict;
import dev.nightjar.engine.Cancellation;
import dev.nightjar.engine.NotebookEngine;
import dev.nightjar.engine.NotebookResult;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.storage.NotebookStorages;
import dev.nightjar.storage.StorageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Runs many notebooks, some at a time, each in a kernel of its own. One that fails does not touch
/// the others. For one batch; [#stop()] may be called by any thread.
final class Batch {
  private static final String MARKER = "papermill-error-cell-tag";

  private final NotebookEngine engine;
  private final NotebookStorages storages;
  private final LiveTable table;
  private final Options options;
  private final Set<Cancellation> running = new HashSet<>();
  private boolean stopped;

  /// How a batch is run.
  ///
  /// @param parallel how many notebooks at a time
  /// @param failsFast whether all others are stopped when one did not pass
  /// @param compares whether outputs are compared with those stored in the notebooks
  record Options(int parallel, boolean failsFast, boolean compares) {}

  Batch(NotebookEngine engine, NotebookStorages storages, LiveTable table, Options options) {
    this.engine = engine;
    this.storages = storages;
    this.table = table;
    this.options = options;
  }

  /// Runs them all.
  ///
  /// @return a report for each, in the order of `jobs`
  List<NotebookReport> run(List<BatchJob> jobs) {
    List<NotebookReport> reports = new ArrayList<>();
    try (table;
        var threads =
            Executors.newFixedThreadPool(options.parallel(), Thread.ofVirtual().factory())) {
      List<Future<NotebookReport>> futures = new ArrayList<>();
      for (BatchJob job : jobs) {
        BatchRow row = table.add(job);
        futures.add(threads.submit(() -> run(job, row)));
      }
      table.start();
      futures.forEach(future -> reports.add(await(future)));
    }
    return reports;
  }

  /// The job's report. Should there be none, because of a mistake in this program or for want of
  /// memory, all others are stopped first: who closes the threads waits for them.
  private NotebookReport await(Future<NotebookReport> job) {
    try {
      return job.get();
    } catch (ExecutionException e) {
      stop();
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Stops what is running; what has not begun is not run.
  synchronized void stop() {
    stopped = true;
    running.forEach(Cancellation::cancel);
  }

  private NotebookReport run(BatchJob job, BatchRow row) {
    Cancellation cancellation = new Cancellation();
    NotebookReport report = NotebookReport.notRun(job);
    if (begin(cancellation)) {
      row.begin();
      report = execute(job, row, cancellation);
      synchronized (this) {
        running.remove(cancellation);
      }
    }
    row.end(report);
    if (options.failsFast() && !report.state().isGood()) {
      stop();
    }
    return report;
  }

  private synchronized boolean begin(Cancellation cancellation) {
    if (!stopped) {
      running.add(cancellation);
    }
    return !stopped;
  }

  private NotebookReport execute(BatchJob job, BatchRow row, Cancellation cancellation) {
    NotebookHeard heard = new NotebookHeard();
    HtmlPage page = job.page();
    try {
      PathsHeard paths = new PathsHeard(storages);
      NotebookResult result =
          engine.run(job.request(), new Listeners(List.of(paths, heard, row)), cancellation);
      if (page != null) {
        PathsHeard.makeFolder(page.path(), storages);
        page.write(result.notebook(), String.valueOf(row.output()));
      }
      Notebook stored = options.compares() ? engine.load(paths.input()) : null;
      return report(job, row, tolerant(result, row.output()), stored);
    } catch (NotebookException | KernelException | StorageException e) {
      String why = String.valueOf(e.getMessage());
      if (page != null && e instanceof KernelException && heard.notebook().isPresent()) {
        PathsHeard.makeFolder(page.path(), storages);
        page.writeNotRun(heard.notebook().get(), String.valueOf(row.output()), why);
      }
      return new NotebookReport(
          job, row.output(), BatchState.FAILED, row.seconds(), List.of(), why);
    }
  }

  private static NotebookReport report(
      BatchJob job, BatchRow row, NotebookResult result, @Nullable Notebook stored) {
    List<CellReport> cells = CellReports.of(result, stored);
    boolean differs = cells.stream().anyMatch(cell -> cell.verdict() instanceof Verdict.Differs);
    BatchState state = BatchState.of(result, differs);
    return new NotebookReport(job, row.output(), state, row.seconds(), cells, null);
  }

  /// To papermill every error in a notebook is a failure of the run, even that of a cell tagged
  /// `raises-exception`, after which it goes on. Here such a cell is as it should be, as it is to
  /// Jupyter and nbval, and papermill's markers go from the output.
  private NotebookResult tolerant(NotebookResult result, @Nullable String output) {
    if (!(result instanceof NotebookResult.Failed(Notebook notebook, var failure))
        || !failure.cell().hasTag("raises-exception")
        || notebook.metadata().path("papermill").path("exception").asBoolean(false)) {
      return result;
    }
    notebook.cells().removeIf(cell -> cell.hasTag(MARKER));
    if (output != null) {
      storages.of(output).write(output, out -> NotebookFormat.write(notebook, out));
    }
    return new NotebookResult.Completed(notebook);
  }
}
