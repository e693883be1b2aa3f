package dev.nightjar.alert;

import dev.nightjar.workflow.AlertRule;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an alert says, without secrets.
///
/// @param key the same for each try
/// @param subject what ran
/// @param failure what failed, or was not done; null where nothing was so
/// @param parameters those that are secret by their names are masked
/// @param took null if that is not known
/// @param link the page about it; null if that is not known
/// @param page the notebook as a page; null if there is none, or it is large
record AlertMessage(
    String key,
    AlertRule.On on,
    Subject subject,
    @Nullable Failure failure,
    Map<String, String> parameters,
    @Nullable Duration took,
    @Nullable URI link,
    @Nullable Page page)
    implements Message {
  /// @param workflow its id; null for a job that was submitted alone
  /// @param by who asked for it
  record Subject(String run, @Nullable String workflow, String name, String state, String by) {}

  /// @param details source and error of the cell, cut if they are long; null without
  record Failure(String message, @Nullable String details) {}

  /// @param name of the file
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Page(String name, byte[] html) {}

  @Override
  public String title() {
    String what =
        switch (on) {
          case FAILURE -> "Failed";
          case SUCCESS -> "Succeeded";
          case RECOVERY -> "Recovered";
          case TOO_LONG -> "Takes too long";
          case TOO_LATE -> "Too late";
        };
    return "%s: %s".formatted(what, subject.name());
  }

  /// A sentence about how it went.
  String outcome() {
    String time = took == null ? "" : " after " + words(took);
    return switch (on) {
      case FAILURE -> "It failed" + time + ".";
      case SUCCESS -> "It succeeded" + time + ".";
      case RECOVERY -> "It succeeded" + time + ", where the run before it had failed.";
      case TOO_LONG -> "It is still running" + time + ", which is longer than expected.";
      case TOO_LATE -> "It was not done by its deadline.";
    };
  }

  private static String words(Duration time) {
    if (time.toMinutes() == 0) {
      return time.toSeconds() + " s";
    }
    return time.toHours() == 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder(outcome()).append('\n');
    if (failure != null) {
      text.append('\n').append(failure.message()).append('\n');
      if (failure.details() != null) {
        text.append('\n').append(failure.details().strip()).append('\n');
      }
    }
    if (!parameters.isEmpty()) {
      text.append("\nParameters\n");
      parameters.forEach(
          (name, value) -> text.append("  ").append(name).append(" = ").append(value).append('\n'));
    }
    text.append("\nRun ").append(subject.run()).append(", asked for by ").append(subject.by());
    if (link != null) {
      text.append('\n').append(link);
    }
    return text.append('\n').toString();
  }
}
