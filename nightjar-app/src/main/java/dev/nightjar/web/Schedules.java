package dev.nightjar.web;

import dev.nightjar.schedule.Timetable;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Schedules in words.
final class Schedules {
  private Schedules() {}

  /// When it runs, and on whose clocks.
  static String words(@Nullable Timetable timetable) {
    if (timetable == null) {
      return "Runs only when asked to";
    }
    return timetable.schedule().describe() + " (" + zone(timetable) + ")";
  }

  static String zone(Timetable timetable) {
    return timetable.zone().equals(ZoneOffset.UTC) ? "UTC" : timetable.zone().getId();
  }
}
