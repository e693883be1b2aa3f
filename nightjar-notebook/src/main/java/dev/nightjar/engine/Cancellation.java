package dev.nightjar.engine;

import org.jspecify.annotations.Nullable;

/// Stops a run from another thread. For one run. Thread-safe.
public final class Cancellation {
  private @Nullable Runnable wakeUp;
  private boolean cancelled;
  private boolean forGood;

  /// Stops the run: the running cell is interrupted, the kernel ended unless it is to be kept, the
  /// notebook saved as it is.
  public synchronized void cancel() {
    cancelled = true;
    if (wakeUp != null) {
      wakeUp.run();
    }
  }

  /// Stops the run as [#cancel()] does, but its kernel is ended whatever its options say.
  public synchronized void cancelForGood() {
    forGood = true;
    cancel();
  }

  /// Whether the kernel is to be ended whatever the run's options say.
  synchronized boolean isForGood() {
    return forGood;
  }

  /// Whether the run is to stop.
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /// Has `action` run, on the other thread, when the run is to stop; at once, if it is already.
  synchronized void onCancel(Runnable action) {
    wakeUp = action;
    if (cancelled) {
      action.run();
    }
  }
}
