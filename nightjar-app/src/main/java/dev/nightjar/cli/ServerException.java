package dev.nightjar.cli;

/// A server that can't be reached, or that refused; the message is one line for people.
final class ServerException extends RuntimeException {
  /// The exit status where no server answered.
  static final int UNREACHED = 4;

  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  ServerException(String message, int exitStatus) {
    super(message);
    this.exitStatus = exitStatus;
  }

  /// What the command exits with.
  int exitStatus() {
    return exitStatus;
  }
}
