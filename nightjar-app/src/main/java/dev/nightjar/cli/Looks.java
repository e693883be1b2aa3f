package dev.nightjar.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How states and times look to people.
///
/// @param colours whether they may be coloured
/// @param now what times are told from
record Looks(boolean colours, Instant now) {
  private static final Map<String, String> COLOURS =
      Map.of(
          "queued", Ansi.DIM,
          "running", Ansi.CYAN,
          "stopping", Ansi.YELLOW,
          "success", Ansi.GREEN,
          "failed", Ansi.RED,
          "stopped", Ansi.YELLOW,
          "paused", Ansi.YELLOW,
          "active", Ansi.GREEN);

  /// A state as a word.
  String state(JsonNode state) {
    String word = state.asString("").toLowerCase(Locale.ROOT);
    String colour = COLOURS.get(word);
    return colours && colour != null ? colour + word + Ansi.RESET : word;
  }

  /// A time as people say it: `3 min ago`, `in 2 h`; `-` for none.
  String time(JsonNode time) {
    Instant at = instant(time);
    if (at == null) {
      return "-";
    }
    Duration past = Duration.between(at, now);
    if (past.abs().compareTo(Duration.ofSeconds(5)) < 0) {
      return "now";
    }
    return past.isNegative() ? "in " + length(past.negated()) : length(past) + " ago";
  }

  /// When it is due: in the past, when there is room.
  String due(JsonNode time) {
    Instant at = instant(time);
    return at != null && at.isBefore(now) ? "late" : time(time);
  }

  /// How long it took, or takes; `-` if it has not begun.
  String took(JsonNode start, JsonNode end) {
    Instant from = instant(start);
    Instant to = instant(end);
    return from == null ? "-" : length(Duration.between(from, to == null ? now : to));
  }

  private static @Nullable Instant instant(JsonNode time) {
    return time.isString() ? Instant.parse(time.stringValue()) : null;
  }

  private static String length(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86400 + " d";
  }

  /// A text of the server, or `-` for none.
  static String text(JsonNode text) {
    return text.isNull() || text.isMissingNode() ? "-" : Ansi.line(text.asString(""));
  }
}
