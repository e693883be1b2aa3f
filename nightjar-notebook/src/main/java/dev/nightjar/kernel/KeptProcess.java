package dev.nightjar.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A kernel's process in the care of a keeper: a small process that starts it, passes signals on,
/// tells how it ended, and ends it when we are gone, even by `kill -9`, because then its line to us
/// breaks.
///
/// The keeper of a local kernel is `kernel-keeper.sh`, that of a warm kernel lives in the fork
/// server. They speak the same lines: to them `int`, `term`, `kill`, `keep SECONDS`; from them `pid
/// N`, then `exit CODE` or `error TEXT`.
final class KeptProcess {
  private final OutputStream commands;
  private final CompletableFuture<Long> pid = new CompletableFuture<>();
  private final CompletableFuture<String> exited = new CompletableFuture<>();
  private volatile boolean kept;

  /// @param from what the keeper says
  /// @param commands what the keeper hears
  KeptProcess(String name, InputStream from, OutputStream commands) {
    this.commands = commands;
    // not virtual: the thread that polls for those sits in native code, and the JVM's exit waits
    // 0.3 s for it
    Thread.ofPlatform().daemon().name(name + " keeper").start(() -> listen(from));
  }

  private void listen(InputStream from) {
    String how = "its keeper has gone";
    try (var lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String value = line.substring(line.indexOf(' ') + 1);
        if (line.startsWith("pid ")) {
          pid.complete(Long.parseLong(value));
        } else if (line.startsWith("exit ")) {
          how = exit(Integer.parseInt(value));
        } else if (line.startsWith("error ")) {
          how = value;
        }
      }
    } catch (IOException | NumberFormatException e) {
      how = "its keeper has gone: " + e.getMessage();
    }
    pid.completeExceptionally(new KernelException.NotStarted(how));
    exited.complete(how);
  }

  private static String exit(int code) {
    return switch (code) {
      case 127 -> "its command was not found";
      case 126 -> "its command can't be run";
      case 137 -> "it was killed (SIGKILL; out of memory, perhaps)";
      case 139 -> "it crashed (SIGSEGV)";
      default ->
          code > 128
              ? "it ended by signal %d".formatted(code - 128)
              : "it exited with status %d".formatted(code);
    };
  }

  OptionalLong pid() {
    return pid.isDone() && !pid.isCompletedExceptionally()
        ? OptionalLong.of(pid.join())
        : OptionalLong.empty();
  }

  /// Waits until the keeper says whether it could start the process.
  boolean awaitStart() {
    return pid.handle((_, failure) -> failure == null).join();
  }

  CompletionStage<String> exited() {
    return exited;
  }

  boolean isAlive() {
    return !exited.isDone();
  }

  boolean isKept() {
    return kept;
  }

  void interrupt() {
    command("int");
  }

  void keep(Duration time) {
    kept = time.isPositive();
    command("keep " + time.toSeconds());
  }

  void kill() {
    command("kill");
  }

  private synchronized void command(String line) {
    try {
      commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      commands.flush();
    } catch (IOException e) {
      // the keeper has gone, and with it the kernel: exited() says so
    }
  }
}
