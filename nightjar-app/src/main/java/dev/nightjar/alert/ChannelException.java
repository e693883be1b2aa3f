package dev.nightjar.alert;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An alert was not taken.
final class ChannelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration wait;

  ChannelException(String problem) {
    this(problem, null);
  }

  /// @param wait how long the other side asks to be left alone; null if it does not
  ChannelException(String problem, @Nullable Duration wait) {
    super(problem);
    this.wait = wait;
  }

  @Nullable Duration waitAsked() {
    return wait;
  }
}
