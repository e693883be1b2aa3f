package dev.nightjar.http.api;

import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.ScheduleException;
import dev.nightjar.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Reads when something is due.
final class ScheduleReader {
  private static final int LONGEST = 10_000;

  private ScheduleReader() {}

  /// Null if something is wrong, which the body then knows.
  ///
  /// @param before what holds where nothing is said; null for the defaults
  static @Nullable Timetable read(Body body, @Nullable Timetable before) {
    String expression = body.text("expression", LONGEST);
    ZoneId zone = body.zone("timezone");
    Instant start = body.time("start");
    Instant end = body.time("end");
    Duration jitter = body.duration("jitter");
    Misfire misfire = body.word("misfire", Misfire.values());
    Overlap overlap = body.word("overlap", Overlap.values());
    if (expression == null && before == null) {
      body.fault("expression", "is missing: write a cron expression, every 15m, or at TIME.");
    }
    ZoneId clocks = zone != null ? zone : before == null ? ZoneOffset.UTC : before.zone();
    try {
      @Nullable Schedule schedule =
          expression == null && before != null
              ? before.schedule()
              : expression == null ? null : Schedule.parse(expression, clocks);
      if (schedule == null || !body.isFine()) {
        return null;
      }
      return new Timetable(
          schedule,
          clocks,
          start == null && !body.has("start") && before != null ? before.start() : start,
          end == null && !body.has("end") && before != null ? before.end() : end,
          jitter != null ? jitter : before == null ? Duration.ZERO : before.jitter(),
          misfire != null ? misfire : before == null ? Misfire.SKIP : before.misfire(),
          overlap != null ? overlap : before == null ? Overlap.ALLOW : before.overlap());
    } catch (ScheduleException problem) {
      body.fault("expression", String.valueOf(problem.getMessage()));
      return null;
    }
  }
}
