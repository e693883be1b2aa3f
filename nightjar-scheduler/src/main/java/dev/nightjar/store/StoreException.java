package dev.nightjar.store;

import org.jspecify.annotations.Nullable;

/// The database cannot be used, or refused what was asked of it; the message says what to do.
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Something with that idempotency token is there already.
  public static final class Duplicate extends StoreException {
    private static final long serialVersionUID = 1L;

    Duplicate(String message) {
      super(message, null);
    }
  }

  /// Something is in the way of that now.
  public static final class Busy extends StoreException {
    private static final long serialVersionUID = 1L;

    Busy(String message) {
      super(message, null);
    }
  }

  /// The database could not be reached, or went away: what was asked of it may have been done.
  public static final class Away extends StoreException {
    private static final long serialVersionUID = 1L;

    Away(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
