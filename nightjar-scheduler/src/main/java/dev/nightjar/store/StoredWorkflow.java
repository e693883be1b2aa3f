package dev.nightjar.store;

import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.workflow.Workflow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A workflow as it is stored: its current version, and when it is due.
///
/// @param id names it for good
/// @param version the id of its current version
/// @param number of that version, from 1
/// @param workflow what that version says
/// @param snapshot the folder of its files, below the artifact root
/// @param timing when it runs
/// @param origin when and by whom it was made
public record StoredWorkflow(
    String id,
    String version,
    int number,
    Workflow workflow,
    String snapshot,
    Timing timing,
    Origin origin) {
  /// When a workflow runs.
  ///
  /// @param paused its schedule starts no runs
  /// @param timetable its schedule, null for none
  /// @param due the time it is due next; null if it never is
  /// @param catchup where its runs stand for data intervals, whether past ones get runs too; null
  ///     where they stand for moments
  public record Timing(
      boolean paused,
      @Nullable Timetable timetable,
      @Nullable Instant due,
      @Nullable Boolean catchup) {
    /// One whose runs stand for moments.
    public Timing(boolean paused, @Nullable Timetable timetable, @Nullable Instant due) {
      this(paused, timetable, due, null);
    }

    /// Its data intervals; null if it has none.
    public @Nullable DataIntervals intervals() {
      return timetable == null || catchup == null ? null : new DataIntervals(timetable, catchup);
    }

    /// When its next run is made: one that stands for a data interval, at the end of that. In the
    /// past if it waits for others to end; null if it is paused, or never due.
    public @Nullable Instant next() {
      DataIntervals intervals = intervals();
      if (paused || due == null || intervals == null) {
        return paused ? null : due;
      }
      return intervals.from(due).map(DataInterval::end).orElse(due);
    }
  }

  /// When and by whom it was made.
  public record Origin(Instant created, Instant updated, String by) {}

  boolean paused() {
    return timing.paused();
  }

  Instant created() {
    return origin.created();
  }

  Instant updated() {
    return origin.updated();
  }

  String by() {
    return origin.by();
  }
}
