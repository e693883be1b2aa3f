package dev.nightjar.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// A kernel that we started, cold or warm, in the care of its keeper.
final class LocalKernel extends LocalProcessKernel {
  private static final Duration END_PATIENCE = Duration.ofSeconds(1);

  private final KeptProcess process;

  LocalKernel(KernelSpec spec, ConnectionInfo connection, Path file, KeptProcess process) {
    super(spec, connection, file);
    this.process = process;
  }

  @Override
  public OptionalLong pid() {
    return process.pid();
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
    deleteFiles(file());
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
