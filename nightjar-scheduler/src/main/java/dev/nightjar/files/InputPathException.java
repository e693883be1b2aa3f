package dev.nightjar.files;

/// A path that names no file that may be handed in. The message, which is jupyter-scheduler's, is
/// the same whatever the reason, so that nobody learns from it what lies outside.
public final class InputPathException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;

  InputPathException(String path) {
    super("Input path '%s' does not exist.".formatted(path));
    this.path = path;
  }

  /// The path as it was given.
  public String path() {
    return path;
  }
}
