package dev.nightjar.json;

/// A text that is not JSON. The message says what is wrong and at which line and column, without
/// the text's name, which the caller knows.
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong and where
  public JsonException(String message) {
    super(message);
  }
}
