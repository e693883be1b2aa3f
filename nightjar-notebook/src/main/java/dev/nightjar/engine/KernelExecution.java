package dev.nightjar.engine;

import dev.nightjar.engine.CellExecution.CellOutcome;
import dev.nightjar.kernel.KeptKernel;
import dev.nightjar.kernel.Kernel;
import dev.nightjar.kernel.KernelClient;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.notebook.Cell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The built-in engine: runs the cells of a notebook one after the other in a kernel that lives as
/// long as the run.
final class KernelExecution implements ExecutionEngine {
  /// How long a kernel that was asked to end may take; users' exit handlers run in this time.
  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(5);

  private final Kernels kernels;

  KernelExecution(Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public String name() {
    return "nbclient";
  }

  @Override
  public Outcome execute(NotebookRun run) {
    Kernel started;
    try {
      started =
          kernels.start(run); // its process comes up while the notebook is saved for the first time
    } catch (KernelException e) {
      run.begin();
      throw e;
    }
    Duration keep = run.options().keepKernel();
    try (Kernel kernel = started) {
      run.begin();
      Optional<Path> output = run.outputFile();
      if (!(kernel instanceof KeptKernel)) {
        output.ifPresent(KeptRun::delete); // an older run's kernel knows nothing of this notebook
        run.cancellation().onCancel(kernel::close); // nobody waits for it to come up any more
      }
      try (KernelClient client =
          KernelClient.connect(kernel, run.options().startTimeout(), run.listener()::warned)) {
        run.cancellation().onCancel(client::wake);
        Optional<KeptRun> note = keep.isZero() ? Optional.empty() : KeptRun.of(kernel, keep);
        if (keep.isPositive() && (note.isEmpty() || output.isEmpty())) {
          run.listener()
              .warned(
                  note.isEmpty()
                      ? "Kernel %s will not be kept, and its run can't be resumed: only kernels of this machine can."
                          .formatted(kernel.describe())
                      : "Kernel %s will not be kept: where the output is no file, its run can't be resumed."
                          .formatted(kernel.describe()));
        }
        if (note.isPresent() && output.isPresent()) {
          kernel.keep(keep);
          note.get().write(output.get());
        }
        run.listener().kernelReady(run.kernelName(), kernel);
        Execution execution = cells(run, client);
        boolean died = execution.outcome() instanceof Outcome.KernelDied;
        if (execution.stoppedAt() < run.notebook().cells().size()
            && !died
            && !run.cancellation().isForGood()
            && note.isPresent()
            && output.isPresent()) {
          String next = run.notebook().cells().get(execution.stoppedAt()).id();
          note.get().stoppedBefore(next).write(output.get());
          run.listener().kernelKept(kernel, keep);
        } else {
          kernel.keep(Duration.ZERO);
          output.ifPresent(KeptRun::delete);
          client.shutdown(died ? Duration.ZERO : SHUTDOWN_GRACE);
        }
        return execution.outcome();
      } catch (KernelException.NotStarted e) {
        if (run.cancellation().isCancelled()) {
          return new Outcome.Cancelled();
        }
        throw e;
      }
    }
  }

  /// @param outcome how it ended
  /// @param stoppedAt the index of the first cell that did not pass; the number of cells if all did
  private record Execution(Outcome outcome, int stoppedAt) {}

  private static Execution cells(NotebookRun run, KernelClient client) {
    CellExecution execution = new CellExecution(run, client);
    KernelProfile profile = KernelProfile.of(client.kernel(), run.options().profile());
    List<Cell> cells = run.notebook().cells();
    int index = run.firstCell();
    boolean passing = true;
    while (index < cells.size() && passing) {
      CellOutcome outcome = cell(run, index, execution, profile);
      switch (outcome) {
        case CellOutcome.Passed _ -> index++;
        case CellOutcome.Raised _ -> passing = false;
        case CellOutcome.Stopped(Outcome stopped) -> {
          return new Execution(stopped, index);
        }
      }
    }
    run.notebook().metadata().set("language_info", client.languageInfo());
    execution.saveWidgets();
    return new Execution(new Outcome.Finished(), index);
  }

  private static CellOutcome cell(
      NotebookRun run, int index, CellExecution execution, KernelProfile profile) {
    Cell cell = run.notebook().cells().get(index);
    run.cellStarted(index);
    try {
      if (run.cancellation().isCancelled()) {
        return new CellOutcome.Stopped(new Outcome.Cancelled());
      }
      if (!run.options().selection().runs(cell)) {
        return new CellOutcome.Passed();
      }
      profile.begin();
      CellOutcome outcome = execution.run(index);
      profile.end(cell);
      if (outcome instanceof CellOutcome.Raised) {
        run.cellFailed(index);
      }
      return outcome;
    } finally {
      run.cellFinished(index);
    }
  }
}
