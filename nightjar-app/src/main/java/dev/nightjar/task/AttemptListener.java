package dev.nightjar.task;

import dev.nightjar.engine.RunListener;
import dev.nightjar.kernel.Kernel;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.io.PrintStream;
import java.time.Duration;

/// Hears of the run for the log, the progress and the watch.
record AttemptListener(PrintStream log, AttemptWatch watch, Progress progress)
    implements RunListener {
  @Override
  public void warned(String message) {
    log.println(message);
  }

  @Override
  public void started(Notebook notebook) {
    progress.started(notebook);
  }

  @Override
  public void kernelReady(String kernelName, Kernel kernel) {
    log.println("The notebook runs in kernel " + kernel.describe());
    progress.kernelReady(kernelName, kernel);
    watch.kernelReady(kernelName, kernel);
  }

  @Override
  public void kernelKept(Kernel kernel, Duration time) {
    log.println(
        "Kernel %s stays alive for %d s, so that the task can be resumed."
            .formatted(kernel.describe(), time.toSeconds()));
  }

  @Override
  public void cellStarted(int index, Cell cell) {
    progress.cellStarted(index, cell);
  }
}
