package dev.nightjar.executor.local;

import dev.nightjar.executor.Ending;
import dev.nightjar.executor.TaskHandle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An attempt whose process was running when we last looked.
final class LocalAttempt implements TaskHandle {
  /// A process that nobody collects, as in containers without an init, has ended all the same; the
  /// JDK does not say so.
  private static final Duration LOOK_FOR_ZOMBIE = Duration.ofSeconds(1);

  /// How long the keepers of kernels may take to end what they keep.
  private static final Duration KEEPERS = Duration.ofSeconds(3);

  private final AttemptFolder folder;
  private final ProcessName name;
  private final ProcessHandle process;
  private final CompletableFuture<?> exit;

  /// @param exit done when the process has ended; if it never is, that is seen a little later
  LocalAttempt(
      AttemptFolder folder, ProcessName name, ProcessHandle process, CompletableFuture<?> exit) {
    this.folder = folder;
    this.name = name;
    this.process = process;
    this.exit = exit;
  }

  @Override
  public String externalId() {
    return name.toString();
  }

  @Override
  public Ending await() throws InterruptedException {
    while (true) {
      try {
        exit.get(LOOK_FOR_ZOMBIE.toMillis(), TimeUnit.MILLISECONDS);
        return folder.endingWithoutProcess(name);
      } catch (TimeoutException e) {
        if (name.find().isEmpty()) {
          return folder.endingWithoutProcess(name);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("the JDK lost sight of process " + name, e);
      }
    }
  }

  @Override
  public void stop(String reason, Duration grace) {
    try {
      folder.writeStop(reason);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.destroy();
    var _ =
        exit.copy()
            .orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (_, late) -> {
                  if (late != null) {
                    kill();
                  }
                });
  }

  /// Kills the process. Kernels are ended by their keepers, who know their process groups; what is
  /// left after that is killed as well.
  private void kill() {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    CompletableFuture.delayedExecutor(KEEPERS.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> below.forEach(ProcessHandle::destroyForcibly));
  }

  @Override
  public void leaseUntil(Instant end) {
    try {
      folder.writeLease(end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
