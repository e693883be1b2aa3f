package dev.nightjar.schedule;

/// A schedule that cannot be understood, or makes no sense. Its message is one line for people:
/// what was written, what is wrong with it, and what to write instead.
public final class ScheduleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ScheduleException(String message) {
    super(message);
  }
}
