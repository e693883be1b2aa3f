package dev.nightjar.template;

/// A template that can't be rendered. The message is one line: where, what, what to do.
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }

  /// The same with its place before it.
  TemplateException at(String place) {
    return new TemplateException("%s: %s".formatted(place, getMessage()));
  }
}
