package dev.nightjar.executor;

import dev.nightjar.workflow.Wait;

/// Asks other programs whether what tasks wait for is so. Thread-safe.
@FunctionalInterface
public interface Probe {
  /// Asks nobody.
  Probe NONE =
      wait -> {
        throw new PreparationException("nobody is asked from here: %s".formatted(wait));
      };

  /// Whether it is so now. It blocks, for 20 seconds at most.
  ///
  /// @param wait with its templates filled in
  /// @throws PreparationException if it can't be asked, now or later
  boolean isSo(Wait.ForHttp wait) throws InterruptedException;
}
