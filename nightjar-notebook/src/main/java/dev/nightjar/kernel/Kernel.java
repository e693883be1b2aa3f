package dev.nightjar.kernel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// A running kernel. Closing it ends it, unless it is to be kept. Implementations are thread-safe.
public interface Kernel extends AutoCloseable {
  /// What it was started from.
  KernelSpec spec();

  /// How messages call it, such as `python3 (process 4711)`.
  String describe();

  /// Its process on this machine, if it has one.
  OptionalLong pid();

  /// The file by which other clients connect, if there is one.
  Optional<Path> connectionFile();

  /// Opens the channels, as soon as the kernel listens.
  ///
  /// @param listener hears everything; called from threads of the channels, so it must be quick and
  ///     thread-safe
  /// @param timeout how long to try
  /// @throws KernelException.NotStarted if the kernel ends before, or the time passes
  KernelChannels open(Consumer<KernelEvent> listener, Duration timeout);

  /// Completes when the process has ended, with what is known of how.
  CompletionStage<String> exited();

  /// Interrupts what is running, by SIGINT.
  void interrupt();

  /// From now on the kernel outlives us by at most this time, however we end, and [#close()] leaves
  /// it alone. Zero takes it back.
  void keep(Duration time);

  /// Ends the process at once, with everything that it started. Does nothing if it has ended.
  @Override
  void close();
}
