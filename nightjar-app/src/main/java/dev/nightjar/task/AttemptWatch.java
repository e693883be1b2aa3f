package dev.nightjar.task;

import dev.nightjar.engine.Cancellation;
import dev.nightjar.engine.RunListener;
import dev.nightjar.kernel.Kernel;
import dev.nightjar.storage.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Ends a run that may not go on: on request, when its time is up, its memory used, or its worker's
/// lease over. The first reason counts. Thread-safe.
final class AttemptWatch implements RunListener, AutoCloseable {
  private static final Duration LEASE_EVERY = Duration.ofSeconds(1);
  private static final Duration MEMORY_EVERY = Duration.ofMillis(250);

  private final AttemptFiles files;
  private final TaskOrder.Limits limits;
  private final Clock clock;
  private final Cancellation cancellation;
  private final Instant start;
  private final AtomicReference<@Nullable AttemptEnd> end = new AtomicReference<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::watch);
  private volatile @Nullable Progress progress;
  private volatile @Nullable Kernel kernel;
  private volatile @Nullable CgroupLimit cgroup;
  private volatile boolean closed;

  AttemptWatch(
      AttemptFiles files, TaskOrder.Limits limits, Clock clock, Cancellation cancellation) {
    this.files = files;
    this.limits = limits;
    this.clock = clock;
    this.cancellation = cancellation;
    this.start = clock.instant();
  }

  /// Watches from now on, and writes the progress that is owed.
  void start(Progress owing) {
    progress = owing;
    thread.start();
  }

  /// There is something new to do.
  void wake() {
    LockSupport.unpark(thread);
  }

  /// Somebody asks for the end.
  void stop() {
    end(new AttemptEnd.Stopped(files.stopReason().orElse("It was told to end by a signal.")));
  }

  /// Why the run was ended; empty if nobody did.
  Optional<AttemptEnd> end() {
    return Optional.ofNullable(end.get());
  }

  @Override
  public void kernelReady(String kernelName, Kernel ready) {
    kernel = ready;
    Long memory = limits.memory();
    if (memory != null && ready.pid().isPresent()) {
      cgroup = CgroupLimit.of(ready.pid().getAsLong(), memory).orElse(null);
    }
    wake();
  }

  private void end(AttemptEnd reason) {
    if (end.compareAndSet(null, reason)) {
      if (reason instanceof AttemptEnd.TimedOut) {
        cancellation.cancel();
      } else {
        cancellation.cancelForGood(); // nobody goes on with it, or it took too much
      }
    }
  }

  private void watch() {
    while (!closed) {
      Duration nap = Duration.ofDays(1);
      Progress owing = progress;
      if (owing != null) {
        nap = written(owing);
      }
      nap = shorter(nap, checkLease());
      nap = shorter(nap, checkTime());
      nap = shorter(nap, checkMemory());
      LockSupport.parkNanos(nap.toNanos());
    }
  }

  private static Duration written(Progress owing) {
    try {
      return owing.writeIfDue();
    } catch (StorageException e) {
      return LEASE_EVERY; // a full disk ends the run elsewhere; limits count all the same
    }
  }

  private Duration checkLease() {
    Optional<Instant> lease = files.lease();
    if (lease.isEmpty() || clock.instant().isBefore(lease.get())) {
      Duration left =
          lease.map(over -> Duration.between(clock.instant(), over)).orElse(LEASE_EVERY);
      return shorter(LEASE_EVERY, left.isPositive() ? left : Duration.ofMillis(1));
    }
    end(
        new AttemptEnd.Lost(
            "Its lease ended at %s and was not renewed: another worker may have it by now."
                .formatted(lease.get())));
    return LEASE_EVERY;
  }

  private Duration checkTime() {
    Duration timeout = limits.timeout();
    if (timeout == null) {
      return Duration.ofDays(1);
    }
    Duration left = Duration.between(clock.instant(), start.plus(timeout));
    if (left.isPositive()) {
      return left;
    }
    end(new AttemptEnd.TimedOut(timeout));
    return Duration.ofDays(1);
  }

  private Duration checkMemory() {
    Kernel watched = kernel;
    Long limit = limits.memory();
    if (watched == null || limit == null || watched.pid().isEmpty()) {
      return Duration.ofDays(1);
    }
    var tree = new ProcessTree(watched.pid().getAsLong());
    if (tree.resident() > limit) {
      long proportional = tree.proportional();
      if (proportional == 0 || proportional > limit) {
        usedUp(watched, limit);
      }
    }
    return MEMORY_EVERY;
  }

  private void usedUp(Kernel using, long limit) {
    end(new AttemptEnd.Failed(Memory.over(limit), null));
    using.keep(Duration.ZERO);
    using.close(); // an interrupt would leave it the time to take the rest
  }

  /// The run has ended by itself with a kernel that died; tells whether the system killed it for
  /// its memory.
  void kernelDied() {
    CgroupLimit used = cgroup;
    Long limit = limits.memory();
    if (used != null && limit != null && used.killed()) {
      end(new AttemptEnd.Failed(Memory.over(limit), null));
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    closed = true;
    wake();
    CgroupLimit used = cgroup;
    if (used != null) {
      used.close();
    }
  }
}
