package dev.nightjar.engine;

import java.util.concurrent.atomic.AtomicReference;

/// Stops a run from another thread. For one run. Thread-safe.
public final class Cancellation {
  private static final Runnable NOTHING = () -> {};
  private static final Runnable CANCELLED = () -> {};

  private final AtomicReference<Runnable> wakeUp = new AtomicReference<>(NOTHING);

  /// Stops the run: the running cell is interrupted, the kernel ended, the notebook saved as it is.
  public void cancel() {
    wakeUp.getAndSet(CANCELLED).run();
  }

  /// Whether the run is to stop.
  public boolean isCancelled() {
    return wakeUp.get() == CANCELLED;
  }

  /// Has `action` run, on the other thread, when the run is to stop.
  void onCancel(Runnable action) {
    wakeUp.compareAndSet(NOTHING, action);
  }
}
