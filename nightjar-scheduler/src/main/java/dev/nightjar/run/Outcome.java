package dev.nightjar.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How an attempt ended.
public sealed interface Outcome {
  /// It did its work.
  record Succeeded() implements Outcome {}

  /// Its work was done for the same inputs before.
  ///
  /// @param run the id of the run that did it
  record Reused(String run) implements Outcome {}

  /// The work itself failed.
  ///
  /// @param message one line for people
  /// @param details more of it, such as a cell's source and traceback; null if there is no more
  /// @param last whether trying again makes no sense
  record Failed(String message, @Nullable String details, boolean last) implements Outcome {
    /// One that may be tried again.
    public Failed(String message, @Nullable String details) {
      this(message, details, false);
    }
  }

  /// It found that there is nothing to do.
  record Skipped(String reason) implements Outcome {}

  /// It goes on at a set time, as the same try.
  record Rescheduled(Instant at) implements Outcome {}

  /// Its work is done when what it waits for is so.
  record Deferred(Waiting until) implements Outcome {}

  /// It was stopped because it ran longer than it may.
  record TimedOut(Duration limit) implements Outcome {}

  /// It was stopped on request.
  record Stopped(String reason) implements Outcome {}

  /// Nobody knows how it ended: its process, machine or server went away.
  record Lost(String reason) implements Outcome {}

  /// Which one it is, as REST and the database call it: `timed_out`.
  default String word() {
    return switch (this) {
      case Succeeded _ -> "succeeded";
      case Reused _ -> "reused";
      case Failed _ -> "failed";
      case Skipped _ -> "skipped";
      case Rescheduled _ -> "rescheduled";
      case Deferred _ -> "deferred";
      case TimedOut _ -> "timed_out";
      case Stopped _ -> "stopped";
      case Lost _ -> "lost";
    };
  }

  /// One line for people, null where there is nothing to say.
  default @Nullable String message() {
    return switch (this) {
      case Succeeded() -> null;
      case Reused(String run) -> "Reused from run %s.".formatted(run);
      case Failed(String message, _, _) -> message;
      case Skipped(String reason) -> reason;
      case Rescheduled(Instant at) -> "Goes on at " + at;
      case Deferred _ -> null;
      case TimedOut(Duration limit) -> "Stopped after its timeout of %s.".formatted(text(limit));
      case Stopped(String reason) -> reason;
      case Lost(String reason) -> reason;
    };
  }

  private static String text(Duration limit) {
    return limit.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }
}
