package dev.nightjar.executor;

/// A template can't be filled in: the attempt fails with this message.
public final class PreparationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message names the template, and says what to do
  public PreparationException(String message) {
    super(message);
  }
}
