package dev.nightjar.store;

import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How somebody says how tasks and runs ended, whatever they did.
public final class RunVerdicts {
  /// Says how tasks ended. What runs is stopped; what failed after them, or could not start, is
  /// cleared, and what waits follows its trigger rule.
  ///
  /// @param tasks names of tasks, those that the run does not have are passed over
  /// @param state SUCCESS, FAILED or SKIPPED
  /// @param by who says so
  /// @return the names of those that were not so before
  /// @throws StoreException.Busy if the run is being stopped
  public List<String> tasks(
      Transaction transaction,
      String run,
      RunClears.Selection tasks,
      TaskRunState state,
      String by,
      Instant now) {
    return RunEdit.lock(transaction, run, by, now)
        .map(edit -> tasks(edit, tasks, state, by))
        .orElse(List.of());
  }

  /// What [#tasks] would change.
  public List<String> find(
      Transaction transaction, String run, RunClears.Selection tasks, TaskRunState state) {
    return RunEdit.lock(transaction, run, "", Instant.EPOCH)
        .map(edit -> differing(edit, tasks, state))
        .orElse(List.of());
  }

  private static List<String> differing(
      RunEdit edit, RunClears.Selection tasks, TaskRunState state) {
    return edit.select(tasks.tasks(), tasks.upstream(), tasks.downstream()).stream()
        .filter(task -> edit.states().get(task) != state)
        .toList();
  }

  private static List<String> tasks(
      RunEdit edit, RunClears.Selection tasks, TaskRunState state, String by) {
    List<String> changed = differing(edit, tasks, state);
    changed.forEach(task -> edit.mark(task, state, said(state, by)));
    List<String> all = edit.select(tasks.tasks(), tasks.upstream(), tasks.downstream());
    for (String after : edit.select(all, false, true)) {
      TaskRunState stands = edit.states().get(after);
      if (!all.contains(after)
          && (stands == TaskRunState.FAILED || stands == TaskRunState.UPSTREAM_FAILED)) {
        edit.clear(after, true);
      }
    }
    edit.finish(null);
    return changed;
  }

  /// Says that a run succeeded, and each of its tasks.
  ///
  /// @return false if it is not there
  /// @throws StoreException.Busy if it is being stopped
  public boolean succeeded(Transaction transaction, String run, String by, Instant now) {
    return RunEdit.lock(transaction, run, by, now)
        .map(
            edit -> {
              List<String> tasks = new ArrayList<>(edit.states().keySet());
              tasks.stream()
                  .filter(task -> edit.states().get(task) != TaskRunState.SUCCESS)
                  .forEach(
                      task ->
                          edit.mark(task, TaskRunState.SUCCESS, said(TaskRunState.SUCCESS, by)));
              edit.finish(null);
              return true;
            })
        .orElse(false);
  }

  /// Says that a run failed: what runs is stopped and failed, what has not ended is left out, but
  /// for teardowns, after which it ends.
  ///
  /// @return false if it is not there
  /// @throws StoreException.Busy if it is being stopped
  public boolean failed(Transaction transaction, String run, String by, Instant now) {
    return RunEdit.lock(transaction, run, by, now)
        .map(
            edit -> {
              for (Map.Entry<String, TaskRunState> task : List.copyOf(edit.states().entrySet())) {
                if (edit.run().task(task.getKey()).work().role().teardown()) {
                  continue;
                }
                switch (task.getValue()) {
                  case RUNNING, STOPPING ->
                      edit.mark(task.getKey(), TaskRunState.FAILED, said(TaskRunState.FAILED, by));
                  case WAITING, QUEUED, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED ->
                      edit.mark(task.getKey(), TaskRunState.SKIPPED, said(TaskRunState.FAILED, by));
                  case SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, STOPPED -> {}
                }
              }
              edit.finish(said(TaskRunState.FAILED, by));
              return true;
            })
        .orElse(false);
  }

  private static String said(TaskRunState state, String by) {
    return "marked %s by %s".formatted(state.name().toLowerCase(Locale.ROOT), by);
  }
}
