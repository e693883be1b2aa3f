package dev.nightjar.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Lets work in the foreground end in order when a signal asks the program to end: the program
/// waits for [#close()], and then ends with the status of that signal. Thread-safe.
public final class OrderlyEnd implements AutoCloseable {
  /// After this the program ends; its tasks, whose leases nobody renews, end by themselves.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "stop");
  private @Nullable Runnable stop;
  private boolean asked;

  /// From now on the program waits. Does not return if it is ending: nothing more is to begin.
  public OrderlyEnd() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException ending) {
      while (true) {
        LockSupport.park();
      }
    }
  }

  /// What to do when the signal comes, or at once if it came.
  public void by(Runnable stops) {
    boolean now;
    synchronized (this) {
      stop = stops;
      now = asked;
    }
    if (now) {
      stops.run();
    }
  }

  private void end() {
    Runnable stops;
    synchronized (this) {
      asked = true;
      stops = stop;
    }
    if (stops != null) {
      stops.run();
    }
    try {
      var _ = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The work is at its end, and the program need not wait any more.
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program ends already, and the hook with it
    }
  }
}
