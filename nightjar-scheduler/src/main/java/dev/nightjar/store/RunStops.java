package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How runs are stopped.
public final class RunStops {
  private final OpenRuns open = new OpenRuns();

  /// Asks a run to stop. What has not started is stopped at once; what runs is asked to end.
  ///
  /// @return false if it has ended, or is not there
  public boolean stop(Transaction transaction, String id, String by, String reason, Instant now) {
    OpenRun run = open.lock(transaction, List.of(id)).get(id);
    if (run == null) {
      return false;
    }
    var changes = new Changes(now);
    endTasks(transaction, run, TaskRunState.STOPPED, changes, by, reason);
    open.store(transaction, List.of(run), now, by, changes);
    changes.store(transaction);
    return true;
  }

  /// Ends a run whose time is up: it fails, what has not started is left out, what runs is asked to
  /// end.
  ///
  /// @return the run, if it has ended by that
  public List<Run> timeOut(Transaction transaction, String id, String reason, Instant now) {
    OpenRun run = open.lock(transaction, List.of(id)).get(id);
    if (run == null) {
      return List.of();
    }
    var changes = new Changes(now);
    run.fail(reason);
    endTasks(transaction, run, TaskRunState.SKIPPED, changes, "scheduler", reason);
    List<Run> ended = open.store(transaction, List.of(run), now, "scheduler", changes);
    changes.store(transaction);
    return ended;
  }

  private static void endTasks(
      Transaction transaction,
      OpenRun run,
      TaskRunState unstarted,
      Changes changes,
      String by,
      String reason) {
    String id = run.run().id();
    Map<String, TaskRunState> tasks = lockTasks(transaction, id);
    GridPoints points = GridPoints.lock(transaction, run.run(), changes, by);
    tasks.forEach(
        (task, state) -> {
          if (points.stop(task, unstarted, unstarted, reason)) {
            run.askToStop(reason);
            return;
          }
          switch (state) {
            case WAITING, QUEUED, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED -> {
              set(transaction, id, task, unstarted, reason);
              run.endTask(task, unstarted, reason);
              change(changes, run.run(), task, state, unstarted, by, reason);
            }
            case RUNNING -> {
              set(transaction, id, task, TaskRunState.STOPPING, reason);
              run.askToStop(reason);
              change(changes, run.run(), task, state, TaskRunState.STOPPING, by, reason);
            }
            case STOPPING -> {
              set(transaction, id, task, TaskRunState.STOPPING, reason);
              run.askToStop(reason);
            }
            case SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, STOPPED -> {}
          }
        });
  }

  private static Map<String, TaskRunState> lockTasks(Transaction transaction, String id) {
    Map<String, TaskRunState> tasks = new LinkedHashMap<>();
    transaction
        .handle()
        .createQuery(
            "SELECT task, state FROM task_run WHERE run_id = :run AND parent IS NULL ORDER BY task"
                + transaction.dialect().lock())
        .bind("run", id)
        .map((row, _) -> Map.entry(row.getString(1), TaskRunState.valueOf(row.getString(2))))
        .forEach(row -> tasks.put(row.getKey(), row.getValue()));
    return tasks;
  }

  private static void set(
      Transaction transaction, String run, String task, TaskRunState state, String reason) {
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET state = ?, stop_reason = ?, then_state = NULL
             WHERE run_id = ? AND task = ?
            """,
            state.name(),
            reason,
            run,
            task);
  }

  private static void change(
      Changes changes,
      Run run,
      String task,
      TaskRunState from,
      TaskRunState to,
      String by,
      String reason) {
    changes.task(run.workflowId(), run.id(), task, from, to, by, reason);
  }
}
