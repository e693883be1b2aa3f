package dev.nightjar.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people type them.
final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd]?)");

  private Durations() {}

  /// The duration that `text` says: `90`, `90s`, `15m`, `2h`, `1d`.
  ///
  /// @throws IllegalArgumentException if it says none
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a duration such as 90s, 15m or 2h.".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofSeconds(number);
    };
  }
}
