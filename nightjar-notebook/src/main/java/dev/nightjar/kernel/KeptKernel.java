package dev.nightjar.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
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
import java.util.concurrent.locks.LockSupport;

/// A kernel that outlived the program that started it, and whose keeper waits for somebody to come
/// back. While this is open the keeper is told, again and again, that somebody has.
public final class KeptKernel extends LocalProcessKernel {
  /// While somebody is here the keeper never waits less, for `keep 0` would end the kernel.
  private static final Duration AT_LEAST = Duration.ofSeconds(6);

  /// How long a keeper may take to notice that its program has gone.
  private static final Duration KEEPER_PATIENCE = Duration.ofSeconds(3);

  private final ProcessHandle process;
  private final CompletableFuture<String> exited;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Duration keep;

  private final FileChannel lock;

  private KeptKernel(
      KernelSpec spec,
      Path file,
      ConnectionInfo connection,
      ProcessHandle process,
      FileChannel lock,
      Duration keep) {
    super(spec, connection, file);
    this.lock = lock;
    this.process = process;
    this.keep = keep;
    this.exited = process.onExit().thenApply(_ -> "it has ended");
    Thread.ofVirtual().name("keeper of " + spec.name()).start(this::holdTheLine);
  }

  /// The kernel with this connection file and process, if it is still alive. It is ours until it is
  /// closed, or we are gone.
  ///
  /// @param keep how long it is kept again should we go without ending it
  /// @throws KernelException if another program is using it
  public static Optional<KeptKernel> find(
      KernelSpec spec, Path connectionFile, long pid, Duration keep) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(KeptKernel::isRunning);
    if (process.isEmpty() || !Files.exists(connectionFile)) {
      return Optional.empty();
    }
    awaitLine(connectionFile, process.get());
    if (!process.get().isAlive()) {
      return Optional.empty();
    }
    // read before it is locked: closing a file gives up all locks that the process has on it
    ConnectionInfo connection = ConnectionInfo.read(connectionFile);
    return lock(connectionFile)
        .map(lock -> new KeptKernel(spec, connectionFile, connection, process.get(), lock, keep));
  }

  /// Ends the kernel with this connection file and process, with all that it started; its keeper
  /// deletes its files. Does nothing if it has ended.
  ///
  /// @throws KernelException if a program is using it
  public static void end(Path connectionFile, long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(KeptKernel::isRunning);
    if (process.isEmpty() || !Files.exists(connectionFile)) {
      return;
    }
    awaitLine(connectionFile, process.get());
    Optional<FileChannel> lock = lock(connectionFile);
    if (lock.isPresent()) {
      try (FileChannel _ = lock.get()) {
        send(connectionFile, "kill");
      } catch (IOException e) {
        // its keeper has gone, and with it the kernel
      }
    }
  }

  /// A process that has ended counts as alive until its parent takes notice, but has no command.
  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /// A program that was killed a moment ago is not missed by the keeper yet.
  private static void awaitLine(Path connectionFile, ProcessHandle process) {
    long deadline = System.nanoTime() + KEEPER_PATIENCE.toNanos();
    while (!Files.exists(line(connectionFile)) && process.isAlive()) {
      if (System.nanoTime() > deadline) {
        throw inUse(connectionFile, "the run that started it has not ended");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /// The system takes the lock back when we are gone.
  private static Optional<FileChannel> lock(Path connectionFile) {
    try {
      FileChannel channel =
          FileChannel.open(connectionFile, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return Optional.of(channel);
        }
      } catch (OverlappingFileLockException e) {
        // a run of this very program has it
      }
      channel.close();
    } catch (IOException e) {
      return Optional.empty(); // the kernel ended just now
    }
    throw inUse(connectionFile, "its run is being resumed already");
  }

  private static KernelException inUse(Path connectionFile, String why) {
    return new KernelException(
        "The kernel with the connection file %s is in use: %s. Wait for its end, or stop it."
            .formatted(connectionFile, why));
  }

  /// Where the keeper of the kernel with this connection file listens once its program has gone.
  static Path line(Path connectionFile) {
    return connectionFile.resolveSibling(connectionFile.getFileName() + ".keeper");
  }

  private void holdTheLine() {
    try {
      Duration held;
      do {
        held = atLeast(keep);
        keepFor(held);
      } while (!closed.await(held.toMillis() / 3, TimeUnit.MILLISECONDS) && process.isAlive());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration atLeast(Duration time) {
    return time.compareTo(AT_LEAST) > 0 ? time : AT_LEAST;
  }

  /// Not once [#close()] has said for how long.
  private synchronized void keepFor(Duration time) {
    if (closed.getCount() > 0) {
      command("keep " + time.toSeconds());
    }
  }

  private void release() {
    try {
      lock.close();
    } catch (IOException e) {
      // it goes with us
    }
  }

  private void command(String word) {
    if (!process.isAlive()) {
      return;
    }
    try {
      send(file(), word);
    } catch (IOException e) {
      exited.complete("its keeper has gone");
    }
  }

  private static void send(Path connectionFile, String word) throws IOException {
    // for writing alone, opening a pipe that nobody reads would wait for ever
    try (var pipe =
        FileChannel.open(line(connectionFile), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      pipe.write(ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(process.pid());
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
      keepFor(atLeast(time));
    }
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    release();
    if (keep.isPositive() && process.isAlive()) {
      command("keep " + keep.toSeconds());
      return;
    }
    command("kill");
    LocalKernel.deleteFiles(file());
  }
}
