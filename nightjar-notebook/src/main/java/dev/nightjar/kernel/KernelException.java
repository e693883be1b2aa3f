package dev.nightjar.kernel;

/// A kernel could not be found, started or spoken to, or it died. The message is one line for
/// people: what, where, what to do.
public sealed class KernelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what happened, where, and what to do about it
  public KernelException(String message) {
    super(message);
  }

  /// @param message what happened, where, and what to do about it
  /// @param cause what was thrown below
  public KernelException(String message, Throwable cause) {
    super(message, cause);
  }

  /// No kernelspec has the name that was asked for.
  public static final class NotFound extends KernelException {
    private static final long serialVersionUID = 1L;

    /// @param message the name, and the names that there are
    public NotFound(String message) {
      super(message);
    }
  }

  /// The kernel ended, or never answered, before it was ready.
  public static final class NotStarted extends KernelException {
    private static final long serialVersionUID = 1L;

    /// @param message why
    public NotStarted(String message) {
      super(message);
    }
  }

  /// The kernel was there, and is not any more.
  public static final class Died extends KernelException {
    private static final long serialVersionUID = 1L;

    /// @param message how it ended
    public Died(String message) {
      super(message);
    }
  }
}
