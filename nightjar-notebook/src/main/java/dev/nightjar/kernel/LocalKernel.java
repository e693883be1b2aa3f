package dev.nightjar.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A kernel on this machine, cold or warm: a kept process, its ports and its connection file.
record LocalKernel(KernelSpec spec, ConnectionInfo connection, Path file, KeptProcess process)
    implements Kernel {
  private static final Duration END_PATIENCE = Duration.ofSeconds(1);

  @Override
  public String describe() {
    OptionalLong pid = process.pid();
    return pid.isPresent()
        ? "%s (process %d)".formatted(spec.name(), pid.getAsLong())
        : spec.name();
  }

  @Override
  public OptionalLong pid() {
    return process.pid();
  }

  @Override
  public Optional<Path> connectionFile() {
    return Optional.of(file);
  }

  @Override
  public KernelChannels open(Consumer<KernelEvent> listener, Duration timeout) {
    return ZmqChannels.open(connection, this, listener, timeout);
  }

  @Override
  public CompletionStage<String> exited() {
    return process.exited();
  }

  @Override
  public void interrupt() {
    process.interrupt();
  }

  @Override
  public void keep(Duration time) {
    process.keep(time);
  }

  @Override
  public void close() {
    if (process.isKept() && process.isAlive()) {
      return;
    }
    process.kill();
    // a kernel that is just coming up would complain on our standard error that its file is gone
    process
        .exited()
        .toCompletableFuture()
        .copy()
        .completeOnTimeout("", END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    deleteFiles(file);
  }

  /// Deletes a connection file and what lies beside it.
  static void deleteFiles(Path connectionFile) {
    try {
      Files.deleteIfExists(connectionFile);
      Files.deleteIfExists(LocalKernelProvisioner.logOf(connectionFile));
    } catch (IOException e) {
      // stale files are harmless
    }
  }
}
