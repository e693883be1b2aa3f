package dev.nightjar.store;

import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import java.util.Set;

/// How somebody has a task of a run be started at once, whatever is before it. What comes after it
/// is left as it is, and follows its trigger rule if it waits.
public final class RunStarts {
  /// Starts a task as if it had never run, but for the numbers of its attempts. One that is queued
  /// is left alone.
  ///
  /// @param task of a grid, `train[3]` is the point of that number alone
  /// @param by who asks for it
  /// @return false if there is no such run, or it has no such task
  /// @throws StoreException.Busy if the run is being stopped, or may not begin; or the task runs
  public boolean start(Transaction transaction, String run, String task, String by, Instant now) {
    return RunEdit.lock(transaction, run, by, now)
        .map(edit -> start(edit, edit.points().grid(task), task, by, now))
        .orElse(false);
  }

  private static boolean start(RunEdit edit, String task, String point, String by, Instant now) {
    TaskRunState state = edit.states().get(task);
    if (state == null || state == TaskRunState.QUEUED) {
      return state != null;
    }
    if (state == TaskRunState.RUNNING || state == TaskRunState.STOPPING) {
      throw new StoreException.Busy("task %s runs already".formatted(task));
    }
    if (point.equals(task)) {
      edit.clear(task, Set.of());
      edit.start(task);
    } else if (state.ended()) {
      edit.clear(task, Set.of(point));
      edit.start(task);
    } else {
      edit.points().join(task, Set.of(point), "started by " + by, now);
    }
    edit.doAnew(point, true);
    edit.finish(null);
    return true;
  }
}
