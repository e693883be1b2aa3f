package dev.nightjar.cli;

import dev.nightjar.engine.RunListener;
import dev.nightjar.kernel.Kernel;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.Output;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several listeners, told one after the other.
record Listeners(List<RunListener> all) implements RunListener {
  @Override
  public void pathsExpanded(String input, @Nullable String output) {
    all.forEach(one -> one.pathsExpanded(input, output));
  }

  @Override
  public void warned(String message) {
    all.forEach(one -> one.warned(message));
  }

  @Override
  public void started(Notebook notebook) {
    all.forEach(one -> one.started(notebook));
  }

  @Override
  public void kernelReady(String kernelName, Kernel kernel) {
    all.forEach(one -> one.kernelReady(kernelName, kernel));
  }

  @Override
  public void kernelKept(Kernel kernel, Duration time) {
    all.forEach(one -> one.kernelKept(kernel, time));
  }

  @Override
  public void cellStarted(int index, Cell cell) {
    all.forEach(one -> one.cellStarted(index, cell));
  }

  @Override
  public void output(int index, Output output) {
    all.forEach(one -> one.output(index, output));
  }

  @Override
  public void cellFinished(int index, Cell cell) {
    all.forEach(one -> one.cellFinished(index, cell));
  }
}
