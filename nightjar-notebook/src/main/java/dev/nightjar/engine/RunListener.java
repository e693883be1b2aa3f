package dev.nightjar.engine;

import dev.nightjar.kernel.Kernel;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.Output;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Hears what happens in a run, in order, on the run's thread; what it throws ends the run.
public interface RunListener {
  /// Hears nothing.
  RunListener NONE = new RunListener() {};

  /// The paths are known: templates are filled in.
  default void pathsExpanded(String input, @Nullable String output) {}

  /// Something is odd, but the run goes on.
  default void warned(String message) {}

  /// The notebook is read, its parameters are injected; it is about to be executed.
  default void started(Notebook notebook) {}

  /// The kernel is ready.
  default void kernelReady(String kernelName, Kernel kernel) {}

  /// The run did not succeed, and its kernel stays alive for at most this time.
  default void kernelKept(Kernel kernel, Duration time) {}

  /// The cell at `index` begins; markdown cells do, too.
  default void cellStarted(int index, Cell cell) {}

  /// The cell at `index` gave an output, text by text for streams.
  default void output(int index, Output output) {}

  /// The cell at `index` has ended, whether well or not.
  default void cellFinished(int index, Cell cell) {}
}
