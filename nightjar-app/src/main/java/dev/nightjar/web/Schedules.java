package dev.nightjar.web;

import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.workflow.FileTrigger;
import java.time.Instant;
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

  /// When a workflow runs by itself.
  static String words(StoredWorkflow stored) {
    FileTrigger on = stored.workflow().on();
    Timetable timetable = stored.timing().timetable();
    if (on == null) {
      return words(timetable);
    }
    String files = "Runs for each file " + on.files();
    return timetable == null ? files : files + "; " + words(timetable);
  }

  /// When the next run by schedule starts.
  static Html next(Moments moments, StoredWorkflow.Timing timing) {
    Instant next = timing.next();
    if (next == null) {
      return Html.text("–");
    }
    return next.isBefore(moments.now()) ? Html.text("when there is room") : moments.relative(next);
  }

  static String zone(Timetable timetable) {
    return timetable.zone().equals(ZoneOffset.UTC) ? "UTC" : timetable.zone().getId();
  }
}
