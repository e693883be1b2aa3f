package dev.nightjar.scheduler;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes a loop that has nothing to do. Thread-safe; rings before the next wait are not lost.
public final class Bell {
  private final Semaphore rung = new Semaphore(0);

  /// Ends the wait, or the next one if nobody waits.
  public void ring() {
    if (rung.availablePermits() == 0) {
      rung.release();
    }
  }

  /// Waits until it rings, or for so long.
  public void await(Duration atMost) throws InterruptedException {
    if (rung.tryAcquire(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS)) {
      rung.drainPermits();
    }
  }
}
