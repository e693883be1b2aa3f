package dev.nightjar.store;

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
  public record Timing(boolean paused, @Nullable Timetable timetable, @Nullable Instant due) {}

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
