package dev.nightjar.dsl;

/// Where in the user's file something is said.
final class Lines {
  private static final String OURS = Lines.class.getPackageName() + ".";

  private Lines() {}

  /// The line of whoever called into this package.
  static int ofCaller() {
    return StackWalker.getInstance()
        .walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith(OURS)).findFirst())
        .map(StackWalker.StackFrame::getLineNumber)
        .orElse(1);
  }
}
