package dev.nightjar.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Intervals as they are written: `1h30m`, `15 minutes`, `day`, or `PT15M` as in ISO 8601.
final class Intervals {
  private static final Map<String, Duration> UNITS =
      Map.of(
          "w", Duration.ofDays(7),
          "d", Duration.ofDays(1),
          "h", Duration.ofHours(1),
          "m", Duration.ofMinutes(1),
          "s", Duration.ofSeconds(1));
  private static final List<String> WORDS =
      List.of("week", "day", "hour", "minute", "second", "min", "sec");
  private static final Pattern PART = Pattern.compile("(\\d{0,10}) *([a-z]+) *");
  private static final Pattern CALENDAR = Pattern.compile("p\\d+[my].*|.*(month|year|quarter).*");

  private Intervals() {}

  static String text(Duration interval) {
    var text = new StringBuilder();
    append(text, interval.toDaysPart(), 'd');
    append(text, interval.toHoursPart(), 'h');
    append(text, interval.toMinutesPart(), 'm');
    append(text, interval.toSecondsPart(), 's');
    return text.toString();
  }

  private static void append(StringBuilder text, long count, char unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }

  /// Reads an interval.
  ///
  /// @throws ScheduleException if it is none
  static Duration parse(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (CALENDAR.matcher(lower).matches()) {
      throw bad(
          text,
          "months and years differ in length. Write a cron expression, such as \"0 0 1 * *\".");
    }
    if (isIso(text)) {
      try {
        return Duration.parse(text);
      } catch (DateTimeException e) {
        throw bad(text, "it is not as in ISO 8601. Write \"PT15M\", \"PT1H30M\" or \"P1D\".");
      }
    }
    var interval = Duration.ZERO;
    var part = PART.matcher(lower);
    int end = 0;
    while (part.find() && part.start() == end) {
      var count = part.group(1).isEmpty() && part.start() == 0 ? "1" : part.group(1);
      interval =
          interval.plus(unit(text, count, part.group(2)).multipliedBy(Long.parseLong(count)));
      end = part.end();
    }
    if (end < lower.length() || end == 0) {
      throw bad(
          text,
          "'%s' is not understood. Write a number and w, d, h, m or s, such as \"every 1h30m\"."
              .formatted(text.substring(end)));
    }
    return interval;
  }

  static boolean isIso(String text) {
    return text.matches("[pP][tT]?\\d.*");
  }

  private static Duration unit(String text, String count, String word) {
    var singular =
        word.length() > 1 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    var unit = WORDS.contains(singular) ? singular.substring(0, 1) : word;
    if (count.isEmpty() || !UNITS.containsKey(unit)) {
      throw bad(
          text,
          "'%s%s' is not understood. Write a number and w, d, h, m or s, such as \"every 1h30m\"."
              .formatted(count, word));
    }
    return UNITS.get(unit);
  }

  private static ScheduleException bad(String text, String reason) {
    return new ScheduleException("'%s' is no interval: %s".formatted(text, reason));
  }
}
