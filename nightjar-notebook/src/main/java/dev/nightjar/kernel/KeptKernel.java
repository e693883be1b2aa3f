package dev.nightjar.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A kernel that outlived the program that started it, and whose keeper waits for somebody to come
/// back. While this is open the keeper is told, again and again, that somebody has.
public final class KeptKernel implements Kernel {
  /// While somebody is here the keeper never waits less, for `keep 0` would end the kernel.
  private static final Duration AT_LEAST = Duration.ofMinutes(1);

  private final KernelSpec spec;
  private final Path file;
  private final ConnectionInfo connection;
  private final ProcessHandle process;
  private final CompletableFuture<String> exited;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Duration keep;

  private KeptKernel(KernelSpec spec, Path file, ProcessHandle process, Duration keep) {
    this.spec = spec;
    this.file = file;
    this.connection = ConnectionInfo.read(file);
    this.process = process;
    this.keep = keep;
    this.exited = process.onExit().thenApply(_ -> "it has ended");
    Thread.ofVirtual().name("keeper of " + spec.name()).start(this::holdTheLine);
  }

  /// The kernel with this connection file and process, if it is still alive.
  ///
  /// @param keep how long it is kept again should we go without ending it
  public static Optional<KeptKernel> find(
      KernelSpec spec, Path connectionFile, long pid, Duration keep) {
    if (!Files.exists(connectionFile) || !Files.exists(line(connectionFile))) {
      return Optional.empty();
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(process -> new KeptKernel(spec, connectionFile, process, keep));
  }

  /// Where the keeper of the kernel with this connection file listens once its program has gone.
  static Path line(Path connectionFile) {
    return connectionFile.resolveSibling(connectionFile.getFileName() + ".keeper");
  }

  private void holdTheLine() {
    try {
      Duration held;
      do {
        held = keep.compareTo(AT_LEAST) > 0 ? keep : AT_LEAST;
        keepFor(held);
      } while (!closed.await(held.toMillis() / 3, TimeUnit.MILLISECONDS) && process.isAlive());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Not once [#close()] has said for how long.
  private synchronized void keepFor(Duration time) {
    if (closed.getCount() > 0) {
      command("keep " + time.toSeconds());
    }
  }

  private void command(String word) {
    if (!process.isAlive()) {
      return;
    }
    // for writing alone, opening a pipe that nobody reads would wait for ever
    try (var pipe =
        FileChannel.open(line(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      pipe.write(ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      exited.complete("its keeper has gone");
    }
  }

  @Override
  public KernelSpec spec() {
    return spec;
  }

  @Override
  public String describe() {
    return "%s (process %d)".formatted(spec.name(), process.pid());
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(process.pid());
  }

  @Override
  public Optional<Path> connectionFile() {
    return Optional.of(file);
  }

  @Override
  public KernelChannels open(Consumer<KernelEvent> listener, Duration timeout) {
    return ZmqChannels.open(connection, describe(), process::isAlive, listener, timeout);
  }

  @Override
  public CompletionStage<String> exited() {
    return exited;
  }

  @Override
  public void interrupt() {
    command("int");
  }

  @Override
  public void keep(Duration time) {
    keep = time;
    if (time.isPositive()) {
      command("keep " + time.toSeconds());
    }
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    if (keep.isPositive() && process.isAlive()) {
      command("keep " + keep.toSeconds());
      return;
    }
    command("kill");
    LocalKernel.deleteFiles(file);
  }
}
