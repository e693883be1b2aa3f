package dev.nightjar.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a schedule.
///
/// @param given the text
/// @param zone the zone of times without an offset; null if they must have one
record ScheduleParser(String given, @Nullable ZoneId zone) {
  private static final Pattern EVERY = Pattern.compile("every\\b.*");
  private static final Pattern MOMENTS = Pattern.compile("(.+) for (\\S+)");
  private static final Pattern AT = Pattern.compile("at\\b.*");
  private static final Pattern BLANK = Pattern.compile("\\s");
  private static final Pattern DATE_BEGINS = Pattern.compile("\\d{4}-\\d.*");

  Schedule parse() {
    var text = given.strip();
    var lower = text.toLowerCase(Locale.ROOT);
    if (EVERY.matcher(lower).matches()) {
      return every(text.substring("every".length()).strip());
    }
    Matcher moments = MOMENTS.matcher(text);
    if (moments.matches()) {
      return new Schedule.Moments(Cron.parse(moments.group(1)), Intervals.parse(moments.group(2)));
    }
    if (AT.matcher(lower).matches()) {
      var times = Stream.of(text.substring("at".length()).split(",", -1));
      return new Schedule.At(times.map(time -> time(time.strip())).toList());
    }
    if (Intervals.isIso(text)) {
      return new Schedule.Every(Intervals.parse(text));
    }
    if (DATE_BEGINS.matcher(text).matches()) {
      throw bad(text, "Did you mean \"at %s\"? ".formatted(text));
    }
    if (lower.startsWith("@") || BLANK.matcher(text).find()) {
      return new Schedule.OnCron(Cron.parse(text));
    }
    throw bad(text, meant(text));
  }

  private static Schedule every(String interval) {
    return CalendarInterval.isMeant(interval)
        ? new Schedule.EveryMonths(CalendarInterval.parse(interval))
        : new Schedule.Every(Intervals.parse(interval));
  }

  private static String meant(String text) {
    if (text.matches("\\d+[a-zA-Z].*")) {
      return "Did you mean \"every %s\"? ".formatted(text);
    }
    return Nearest.to("@" + text, CronParser.NAMES).map("Did you mean %s? "::formatted).orElse("");
  }

  private static ScheduleException bad(String text, String meant) {
    return new ScheduleException(
        "'%s' is no schedule. %sWrite a cron expression (\"0 6 * * *\", \"@daily\"), an interval (\"every 15m\", \"PT15M\") or times (\"at 2026-12-01T06:00:00Z\")."
            .formatted(text, meant));
  }

  private Instant time(String text) {
    try {
      var time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text.replaceFirst("\\s+", "T"),
              ZonedDateTime::from,
              OffsetDateTime::from,
              LocalDateTime::from);
      if (!(time instanceof LocalDateTime local)) {
        return Instant.from(time);
      }
      if (zone == null) {
        throw new ScheduleException(
            "The time '%s' has no time zone. Write Z after it for UTC, or an offset such as +01:00."
                .formatted(text));
      }
      return ZonedDateTime.of(local, zone).withLaterOffsetAtOverlap().toInstant();
    } catch (DateTimeException e) {
      throw new ScheduleException(
          "'%s' is no time. Write date, time and offset, such as 2026-12-01T06:00:00Z or 2026-12-01T06:00+01:00."
              .formatted(text));
    }
  }
}
