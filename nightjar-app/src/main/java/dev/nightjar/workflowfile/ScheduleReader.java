package dev.nightjar.workflowfile;

import dev.nightjar.config.Distance;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.ScheduleException;
import dev.nightjar.schedule.Timetable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads when a workflow runs by itself.
///
/// @param top the names and values of the file
record ScheduleReader(Fields top) {
  /// Null if it does not, or something is wrong.
  @Nullable DataIntervals read(ZoneId zone) {
    Schedule schedule = schedule(zone);
    Instant start = time("start", zone, false);
    Instant end = time("end", zone, true);
    Boolean catchup = top.flag("catchup");
    if (!top.has("schedule") || top.isNull("schedule")) {
      for (String key : List.of("start", "end", "catchup")) {
        if (top.has(key)) {
          top.problem(key, "does nothing without a schedule");
        }
      }
      return null;
    }
    if (Boolean.TRUE.equals(catchup) && !top.has("start")) {
      top.problem("catchup", "needs a start to begin from");
    }
    if (schedule == null) {
      return null;
    }
    try {
      return new DataIntervals(
          new Timetable(schedule, zone, start, end, Duration.ZERO, Misfire.SKIP, Overlap.ALLOW),
          Boolean.TRUE.equals(catchup));
    } catch (ScheduleException e) {
      top.problem("end", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /// UTC if none is said, or something is wrong.
  ZoneId zone() {
    String name = top.text("timezone");
    if (name == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      top.problem(
          "timezone",
          "there is no time zone '%s'%s: give one such as Europe/Paris"
              .formatted(
                  name,
                  Distance.nearest(name, ZoneId.getAvailableZoneIds())
                      .map(" (did you mean %s?)"::formatted)
                      .orElse("")));
      return ZoneOffset.UTC;
    }
  }

  private @Nullable Schedule schedule(ZoneId zone) {
    String text = top.text("schedule");
    if (text == null) {
      return null;
    }
    try {
      return Schedule.parse(text, zone);
    } catch (ScheduleException e) {
      top.problem("schedule", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /// @param last whether a date means the end of that day
  private @Nullable Instant time(String key, ZoneId zone, boolean last) {
    String text = top.written(key, "a date or time");
    if (text == null) {
      return null;
    }
    try {
      var time =
          DateTimeFormatter.ofPattern("uuuu-MM-dd[['T'][' ']HH:mm[:ss][XXX]]")
              .parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return switch (time) {
        case OffsetDateTime exact -> exact.toInstant();
        case LocalDateTime local -> local.atZone(zone).toInstant();
        default -> {
          LocalDate day = LocalDate.from(time);
          yield last
              ? day.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1)
              : day.atStartOfDay(zone).toInstant();
        }
      };
    } catch (DateTimeException e) {
      top.problem(
          key,
          "must be a date or time such as 2026-01-31 or 2026-01-31T06:00, not '%s'"
              .formatted(text));
      return null;
    }
  }
}
