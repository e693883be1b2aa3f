package dev.nightjar.notebook;

/// Nightjar could not do its work on a notebook. The message is one line for people: what, where,
/// what to do. A cell that fails is not one of these: that is a result.
public class NotebookException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what happened, where, and what to do about it
  public NotebookException(String message) {
    super(message);
  }

  /// @param message what happened, where, and what to do about it
  /// @param cause what was thrown below
  public NotebookException(String message, Throwable cause) {
    super(message, cause);
  }
}
