package dev.nightjar.web;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where things stand, as a word with a sign: colour alone says nothing to many.
final class States {
  private static final Html RING = Html.of("<circle cx=\"8\" cy=\"8\" r=\"6.25\" class=\"ring\"/>");
  private static final Html DISC = Html.of("<circle cx=\"8\" cy=\"8\" r=\"7\" class=\"disc\"/>");

  private States() {}

  static Html badge(RunState state) {
    return badge(style(state), state.name(), icon(state));
  }

  private static Html badge(String style, String word, Html icon) {
    return Html.of("<span class=\"state {}\">{}{}</span>", style, icon, word);
  }

  /// The class of style sheets for a state.
  static String style(RunState state) {
    return "is-" + state.name().toLowerCase(Locale.ROOT);
  }

  static Html icon(RunState state) {
    return sign(
        switch (state) {
          case SUCCESS -> Html.of("{}<path d=\"M4.8 8.3l2.2 2.2 4.2-4.8\"/>", DISC);
          case FAILED -> Html.of("{}<path d=\"M5.5 5.5l5 5m0-5l-5 5\"/>", DISC);
          case RUNNING ->
              Html.of("{}<path class=\"turn\" d=\"M8 1.75A6.25 6.25 0 0 1 14.25 8\"/>", RING);
          case QUEUED -> Html.of("{}<path class=\"hand\" d=\"M8 4.5V8l2.5 1.5\"/>", RING);
          case STOPPING, STOPPED ->
              Html.of("{}<rect x=\"5.25\" y=\"5.25\" width=\"5.5\" height=\"5.5\"/>", RING);
        });
  }

  static Html badge(TaskRunState state) {
    return badge(style(state), state.name().replace('_', ' '), icon(state));
  }

  /// The class of style sheets for a state.
  static String style(TaskRunState state) {
    return "is-" + state.name().toLowerCase(Locale.ROOT);
  }

  static Html icon(TaskRunState state) {
    return switch (state) {
      case SUCCESS -> icon(RunState.SUCCESS);
      case FAILED, UPSTREAM_FAILED -> icon(RunState.FAILED);
      case RUNNING -> icon(RunState.RUNNING);
      case QUEUED, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED -> icon(RunState.QUEUED);
      case STOPPING, STOPPED -> icon(RunState.STOPPED);
      case WAITING -> sign(RING);
      case SKIPPED -> sign(Html.of("{}<path d=\"M5 8h6\"/>", RING));
    };
  }

  private static Html sign(Html drawing) {
    return Html.of(
        "<svg class=\"sign\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">{}</svg>",
        drawing);
  }

  /// The class of style sheets for how an attempt ended.
  static String style(@Nullable Outcome outcome) {
    return switch (outcome) {
      case null -> style(RunState.RUNNING);
      case Outcome.Succeeded _, Outcome.Reused _ -> style(RunState.SUCCESS);
      case Outcome.Failed _, Outcome.TimedOut _, Outcome.Lost _ -> style(RunState.FAILED);
      case Outcome.Stopped _ -> style(RunState.STOPPED);
      case Outcome.Skipped _ -> style(TaskRunState.SKIPPED);
      case Outcome.Rescheduled _, Outcome.Deferred _ -> style(RunState.QUEUED);
    };
  }

  /// How an attempt ended.
  static Html badge(@Nullable Outcome outcome) {
    return switch (outcome) {
      case null -> badge(RunState.RUNNING);
      case Outcome.Succeeded() -> badge(RunState.SUCCESS);
      case Outcome.Reused _ -> badge("is-success", "REUSED", icon(RunState.SUCCESS));
      case Outcome.Failed _ -> badge(RunState.FAILED);
      case Outcome.TimedOut _ -> badge("is-failed", "TIMED OUT", icon(RunState.FAILED));
      case Outcome.Stopped _ -> badge(RunState.STOPPED);
      case Outcome.Skipped _ -> badge("is-stopped", "SKIPPED", icon(RunState.STOPPED));
      case Outcome.Rescheduled _, Outcome.Deferred _ ->
          badge("is-queued", "WAITING", icon(RunState.QUEUED));
      case Outcome.Lost _ -> badge("is-failed", "LOST", icon(RunState.FAILED));
    };
  }

  static Html paused() {
    return badge(
        "is-stopped",
        "PAUSED",
        sign(Html.of("{}<path class=\"hand\" d=\"M6.2 5.2v5.6m3.6-5.6v5.6\"/>", RING)));
  }

  /// Its file is not there any more.
  static Html gone() {
    return badge("is-queued", "GONE", icon(TaskRunState.SKIPPED));
  }

  static Html active() {
    return badge(
        "is-active", "ACTIVE", sign(Html.of("<circle cx=\"8\" cy=\"8\" r=\"4\" class=\"disc\"/>")));
  }
}
