package dev.nightjar.store;

import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Stops what goes on in a run when one of its tasks has failed, as `fail_stop` of Airflow does:
/// what runs fails, all else is left out, but for teardowns.
final class FailStop {
  private static final String BY = "scheduler";
  private static final String REASON = "stopped: a task of the run failed";

  private final Transaction transaction;
  private final OpenRun open;
  private final Changes changes;

  FailStop(Transaction transaction, OpenRun open, Changes changes) {
    this.transaction = transaction;
    this.open = open;
    this.changes = changes;
  }

  /// Stops them, in a transaction that has locked the run.
  ///
  /// @return the tasks that are left out by that
  List<String> stop(Instant now) {
    String run = open.run().id();
    Map<String, TaskRunState> states = RunEdit.lockTasks(transaction, run);
    GridPoints points = GridPoints.lock(transaction, open.run(), changes, BY);
    List<String> leftOut = new ArrayList<>();
    states.forEach(
        (task, state) -> {
          if (open.run().task(task).work().role().teardown()) {
            return;
          }
          switch (state) {
            case RUNNING -> {
              set(task, state, TaskRunState.STOPPING, null);
              transaction
                  .handle()
                  .execute(
                      """
                      UPDATE task_run SET then_state = 'FAILED', stop_reason = ?
                       WHERE run_id = ? AND task = ?
                      """,
                      REASON,
                      run,
                      task);
            }
            case WAITING, QUEUED, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED -> {
              if (!points.stop(task, TaskRunState.SKIPPED, TaskRunState.FAILED, REASON)) {
                set(task, state, TaskRunState.SKIPPED, now);
                leftOut.add(task);
              }
            }
            case STOPPING, SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, STOPPED -> {}
          }
        });
    return leftOut;
  }

  private void set(String task, TaskRunState was, TaskRunState is, @Nullable Instant ended) {
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET state = ?, reason = ?, waits = NULL, ended_at = ?
             WHERE run_id = ? AND task = ?
            """,
            is.name(),
            REASON,
            Rows.millis(ended),
            open.run().id(),
            task);
    changes.task(open.run().workflowId(), open.run().id(), task, was, is, BY, REASON);
  }
}
