package dev.nightjar.executor;

import java.time.Duration;
import java.time.Instant;

/// An attempt where its executor put it. Thread-safe.
public interface TaskHandle {
  /// Where the executor finds it again, after a restart too.
  String externalId();

  /// Waits for its end.
  Ending await() throws InterruptedException;

  /// Asks it to end: its kernel is interrupted, and killed after the grace. `await` then returns,
  /// mostly with [dev.nightjar.run.Outcome.Stopped].
  void stop(String reason, Duration grace);

  /// Tells it how long its worker may speak for it. When that time has passed without another call,
  /// the attempt ends by itself, since another worker may have it by then.
  void leaseUntil(Instant end);
}
