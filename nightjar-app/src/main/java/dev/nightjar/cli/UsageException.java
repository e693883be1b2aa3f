package dev.nightjar.cli;

/// A command line that can't be understood. Printed as papermill's click prints it, with exit
/// status 2.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean showsUsage;

  /// @param message what is wrong, one line
  UsageException(String message) {
    this(message, true);
  }

  /// @param showsUsage whether the usage line goes before the message
  UsageException(String message, boolean showsUsage) {
    super(message);
    this.showsUsage = showsUsage;
  }

  boolean showsUsage() {
    return showsUsage;
  }
}
