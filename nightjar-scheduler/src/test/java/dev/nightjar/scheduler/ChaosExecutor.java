package dev.nightjar.scheduler;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.Executor;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Outcome;
import dev.nightjar.workflow.ShellWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Attempts as processes that outlive the server. Each appends a line to its task's file when it
/// begins and one when it ends; the file's name is all that is needed to find it again.
final class ChaosExecutor implements Executor {
  private final Path folder;

  ChaosExecutor(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public TaskHandle submit(AttemptOrder order) {
    Path attempt = attempt(order);
    try {
      // fails if the same attempt is submitted twice
      Files.createFile(beside(attempt, "submitted"));
      new ProcessBuilder(
              "setsid",
              "sh",
              folder.resolve("attempt.sh").toString(),
              attempt.toString(),
              task(order) + ".lines",
              String.valueOf(order.number()),
              order.task().work() instanceof ShellWork shell ? shell.command() : order.runName())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("attempts.log").toFile())
          .start();
      return new Attempt(attempt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path attempt(AttemptOrder order) {
    return Path.of(task(order) + "." + order.number());
  }

  /// What the names of its files begin with.
  private String task(AttemptOrder order) {
    return folder.resolve(order.taskRun().run() + "." + order.taskRun().task()).toString();
  }

  private static Path beside(Path attempt, String suffix) {
    return attempt.resolveSibling(attempt.getFileName() + "." + suffix);
  }

  /// An attempt that has not begun by now never does: the process begins by making the folder that
  /// this makes.
  @Override
  public Optional<TaskHandle> attach(AttemptOrder order, @Nullable String externalId) {
    Path attempt = attempt(order);
    return beside(attempt, "begun").toFile().mkdir()
        ? Optional.empty()
        : Optional.of(new Attempt(attempt));
  }

  @Override
  public void close() {}

  private record Attempt(Path file) implements TaskHandle {
    @Override
    public String externalId() {
      return file.toString();
    }

    @Override
    public Ending await() {
      // Not a child of this process, perhaps: there is nothing to wait for but its files.
      while (!Files.exists(file) || alive()) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      if (Files.exists(beside(file, "done"))) {
        return Ending.of(new Outcome.Succeeded());
      }
      return Ending.of(
          Files.exists(beside(file, "failed"))
              ? new Outcome.Failed("on purpose", null)
              : new Outcome.Lost("killed"));
    }

    /// A process that has ended and that nobody collects is not alive.
    private boolean alive() {
      try {
        String stat = Files.readString(Path.of("/proc", pid(), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
      } catch (IOException gone) {
        return false;
      }
    }

    private String pid() throws IOException {
      return Files.readString(file).strip();
    }

    @Override
    public void stop(String reason, Duration grace) {
      try {
        ProcessHandle.of(Long.parseLong(pid())).ifPresent(ProcessHandle::destroyForcibly);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void leaseUntil(Instant end) {
      // Both servers reach all attempts: whoever has one goes on with it.
    }
  }
}
