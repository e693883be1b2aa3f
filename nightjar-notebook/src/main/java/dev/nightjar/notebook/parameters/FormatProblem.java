package dev.nightjar.notebook.parameters;

/// What is wrong with a path template, in Python's words; [PathTemplate] adds the template.
final class FormatProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FormatProblem(String message) {
    super(message);
  }
}
