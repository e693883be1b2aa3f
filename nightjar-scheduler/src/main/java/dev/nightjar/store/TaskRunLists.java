package dev.nightjar.store;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Placement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Task runs, for those who show them.
public final class TaskRunLists {
  private static final String SELECT =
      """
      SELECT task_run.*, attempt.worker AS last_worker, attempt.started_at AS attempt_started_at,
             CASE WHEN attempt.outcome = 'REUSED' AND task_run.state = 'SUCCESS'
                  THEN attempt.message END AS reused_from,
             (SELECT COUNT(*) FROM attempt tried
               WHERE tried.run_id = task_run.run_id AND tried.task = task_run.task
                 AND (tried.outcome IS NULL OR tried.outcome NOT IN ('RESCHEDULED', 'DEFERRED'))
             ) AS tries
        FROM task_run LEFT JOIN attempt ON attempt.run_id = task_run.run_id
         AND attempt.task = task_run.task AND attempt.number = task_run.attempt
      """;

  private static final Set<TaskRunState> TRIED =
      EnumSet.of(
          TaskRunState.RUNNING,
          TaskRunState.STOPPING,
          TaskRunState.SUCCESS,
          TaskRunState.SKIPPED,
          TaskRunState.STOPPED);

  /// The points of a grid, in their order.
  public List<StoredTaskRun> ofGrid(Transaction transaction, TaskRunKey grid) {
    return transaction
        .handle()
        .createQuery(
            SELECT
                + """
                   WHERE task_run.run_id = :run AND task_run.parent = :task
                   ORDER BY task_run.point
                  """)
        .bind("run", grid.run())
        .bind("task", grid.task())
        .map((row, _) -> read(row))
        .list();
  }

  /// Those of a run by task, without the points of grids.
  public List<StoredTaskRun> ofRun(Transaction transaction, String run) {
    return ofRuns(transaction, List.of(run));
  }

  /// Those of some runs, by run and task, without the points of grids.
  public List<StoredTaskRun> ofRuns(Transaction transaction, Collection<String> runs) {
    if (runs.isEmpty()) {
      return List.of();
    }
    return transaction
        .handle()
        .createQuery(
            SELECT
                + """
                   WHERE task_run.run_id IN (<runs>) AND task_run.parent IS NULL
                   ORDER BY task_run.run_id, task_run.task
                  """)
        .bindList("runs", Lists.padded(runs))
        .map((row, _) -> read(row))
        .list();
  }

  /// One of them.
  public Optional<StoredTaskRun> find(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery(SELECT + " WHERE task_run.run_id = :run AND task_run.task = :task")
        .bind("run", key.run())
        .bind("task", key.task())
        .map((row, _) -> read(row))
        .findOne();
  }

  private static StoredTaskRun read(ResultSet row) throws SQLException {
    TaskRunState state = TaskRunState.valueOf(row.getString("state"));
    String then = row.getString("then_state");
    int tries = row.getInt("tries");
    int since = row.getInt("failures") + row.getInt("losses") + (TRIED.contains(state) ? 1 : 0);
    Instant started = Rows.timeOrNull(row, "attempt_started_at");
    return new StoredTaskRun(
        new TaskRunKey(row.getString("run_id"), row.getString("task")),
        new StoredTaskRun.Standing(
            state,
            then == null ? null : TaskRunState.valueOf(then),
            row.getString("reason"),
            row.getString("reused_from")),
        new Placement(
            row.getString("executor"),
            row.getString("pool"),
            row.getInt("slots"),
            -row.getInt("priority_order")),
        new StoredTaskRun.Tries(tries, Math.max(0, tries - since), row.getInt("attempt")),
        new StoredTaskRun.Times(
            queued(row, state),
            state == TaskRunState.WAITING
                ? null
                : started == null ? Rows.timeOrNull(row, "started_at") : started,
            Rows.timeOrNull(row, "ended_at")),
        row.getString("last_worker"),
        row.getString("rendered"),
        point(row));
  }

  private static StoredTaskRun.@Nullable Point point(ResultSet row) throws SQLException {
    String grid = row.getString("parent");
    return grid == null
        ? null
        : new StoredTaskRun.Point(
            grid, row.getInt("point"), Documents.parameters(row.getString("point_values")));
  }

  private static @Nullable Instant queued(ResultSet row, TaskRunState state) throws SQLException {
    return state == TaskRunState.WAITING ? null : Rows.timeOrNull(row, "available_at");
  }
}
