package dev.nightjar.cli;

/// A server that can't be reached, or that refused; the message is one line for people.
final class ServerException extends RuntimeException {
  /// The exit status where no server answered.
  static final int UNREACHED = 4;

  private static final long serialVersionUID = 1L;

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final int exitStatus;
  private final int httpStatus;

  ServerException(String message, int exitStatus) {
    this(message, exitStatus, 0);
  }

  /// @param httpStatus of the answer; 0 for none
  ServerException(String message, int exitStatus, int httpStatus) {
    super(message);
    this.exitStatus = exitStatus;
    this.httpStatus = httpStatus;
  }

  /// Whether the server does not have what was asked for.
  boolean isMissing() {
    return httpStatus == NOT_FOUND;
  }

  /// Whether the server has it already, or can't do it now.
  boolean isConflict() {
    return httpStatus == CONFLICT;
  }

  /// What the command exits with.
  int exitStatus() {
    return exitStatus;
  }
}
