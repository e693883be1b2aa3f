package dev.nightjar.storage;

/// A place could not be read or written. The message is one line for people: what, where, what to
/// do.
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what happened, where, and what to do about it
  public StorageException(String message) {
    super(message);
  }

  /// @param message what happened, where, and what to do about it
  /// @param cause what was thrown below
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
