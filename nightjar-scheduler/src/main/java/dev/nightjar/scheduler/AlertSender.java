package dev.nightjar.scheduler;

import dev.nightjar.store.AlertStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sends alerts. Must be thread-safe, and give up after a minute or so.
public interface AlertSender {
  /// How a try went.
  sealed interface Result {
    /// It was taken.
    record Sent() implements Result {}

    /// It was not.
    ///
    /// @param problem one line, without secrets
    /// @param pause how long the other side asks to be left alone; null if it does not
    record Failed(String problem, @Nullable Duration pause) implements Result {}
  }

  /// Tries once.
  Result send(AlertStore.Alert alert) throws InterruptedException;
}
