package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The points of a run's grids, while somebody stops, clears or marks its tasks. For runs without
/// grids it does nothing. Not thread-safe.
final class GridPoints {
  private static final Set<TaskRunState> FAILED =
      Set.of(TaskRunState.FAILED, TaskRunState.UPSTREAM_FAILED, TaskRunState.STOPPED);

  private final Transaction transaction;
  private final Run run;
  private final Changes changes;
  private final String by;

  /// By grid and name.
  private final Map<String, Map<String, TaskRunState>> points;

  private GridPoints(Transaction transaction, Run run, Changes changes, String by) {
    this.transaction = transaction;
    this.run = run;
    this.changes = changes;
    this.by = by;
    boolean none = run.workflow().tasks().stream().allMatch(task -> task.traits().grid() == null);
    this.points = none ? Map.of() : lockPoints();
  }

  /// @param changes hears what becomes of them
  /// @param by who changes them
  static GridPoints lock(Transaction transaction, Run run, Changes changes, String by) {
    return new GridPoints(transaction, run, changes, by);
  }

  private Map<String, Map<String, TaskRunState>> lockPoints() {
    Map<String, Map<String, TaskRunState>> found = new HashMap<>();
    transaction
        .handle()
        .createQuery(
            """
            SELECT parent, task, state FROM task_run
             WHERE run_id = :run AND parent IS NOT NULL ORDER BY task
            """
                + transaction.dialect().lock())
        .bind("run", run.id())
        .map((row, _) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
        .forEach(
            row ->
                found
                    .computeIfAbsent(row.get(0), _ -> new LinkedHashMap<>())
                    .put(row.get(1), TaskRunState.valueOf(row.get(2))));
    return found;
  }

  /// Stops the points of a grid: those that have not started at once, the others when their
  /// attempts have ended.
  ///
  /// @param unstarted the state of those that have not started
  /// @param then the state of the grid when the last attempt has ended
  /// @return whether there are attempts to wait for; the grid waits on then
  boolean stop(String grid, TaskRunState unstarted, TaskRunState then, String reason) {
    int held = 0;
    var batch =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE task_run SET state = ?, reason = ?, stop_reason = ?
                 WHERE run_id = ? AND task = ?
                """);
    for (Map.Entry<String, TaskRunState> point : points.getOrDefault(grid, Map.of()).entrySet()) {
      TaskRunState was = point.getValue();
      if (!was.ended()) {
        boolean runs = was == TaskRunState.RUNNING || was == TaskRunState.STOPPING;
        TaskRunState is = runs ? TaskRunState.STOPPING : unstarted;
        held += runs ? 1 : 0;
        batch.add(is.name(), reason, reason, run.id(), point.getKey());
        become(point, is, reason);
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
    if (held > 0) {
      transaction
          .handle()
          .execute(
              """
              UPDATE task_run SET open_points = ?, then_state = ?, stop_reason = ?
               WHERE run_id = ? AND task = ?
              """,
              held,
              then.name(),
              reason,
              run.id(),
              grid);
    } else if (batch.size() > 0) {
      transaction
          .handle()
          .execute(
              "UPDATE task_run SET open_points = 0 WHERE run_id = ? AND task = ?", run.id(), grid);
    }
    return held > 0;
  }

  private void become(
      Map.Entry<String, TaskRunState> point, TaskRunState is, @Nullable String reason) {
    if (point.getValue() != is) {
      changes.task(run.workflowId(), run.id(), point.getKey(), point.getValue(), is, by, reason);
      point.setValue(is);
    }
  }

  /// The names of the points of a grid that failed.
  Set<String> failed(String grid) {
    Set<String> failed = new TreeSet<>();
    points
        .getOrDefault(grid, Map.of())
        .forEach(
            (name, state) -> {
              if (FAILED.contains(state)) {
                failed.add(name);
              }
            });
    return failed;
  }

  /// Those of the names that are points of a grid.
  Set<String> among(String grid, Collection<String> names) {
    Set<String> found = new TreeSet<>(points.getOrDefault(grid, Map.of()).keySet());
    found.retainAll(names);
    return found;
  }

  /// The grid of a point; the name itself of what is none.
  String grid(String name) {
    String grid = new TaskRunKey(run.id(), name).baseTask();
    return points.getOrDefault(grid, Map.of()).containsKey(name) ? grid : name;
  }

  /// Has points wait again until their grid goes on; the others keep what they did.
  void retry(String grid, Set<String> names, String reason, Instant now) {
    again(grid, names, TaskRunState.WAITING, reason, now);
  }

  /// Has those of the points that have ended run again while their grid goes on: at once if others
  /// run, or else with those that it starts.
  void join(String grid, Set<String> names, String reason, Instant now) {
    Set<String> ended = new TreeSet<>();
    points
        .getOrDefault(grid, Map.of())
        .forEach(
            (name, state) -> {
              if (names.contains(name) && state.ended()) {
                ended.add(name);
              }
            });
    int joined =
        transaction
            .handle()
            .execute(
                """
                UPDATE task_run SET open_points = open_points + ?
                 WHERE run_id = ? AND task = ? AND state = 'DEFERRED' AND open_points > 0
                   AND then_state IS NULL
                """,
                ended.size(),
                run.id(),
                grid);
    again(grid, ended, joined > 0 ? TaskRunState.QUEUED : TaskRunState.WAITING, reason, now);
  }

  private void again(
      String grid, Set<String> names, TaskRunState state, String reason, Instant now) {
    if (names.isEmpty()) {
      return;
    }
    var batch =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE task_run SET state = ?, failures = 0, losses = 0, reason = ?,
                       waits = NULL, started_at = NULL, ended_at = NULL, available_at = ?,
                       stop_reason = NULL
                 WHERE run_id = ? AND task = ?
                """);
    for (Map.Entry<String, TaskRunState> point : points.getOrDefault(grid, Map.of()).entrySet()) {
      if (names.contains(point.getKey())) {
        batch.add(state.name(), reason, now.toEpochMilli(), run.id(), point.getKey());
        become(point, TaskRunState.WAITING, reason);
        become(point, state, null);
      }
    }
    batch.execute();
    ValueStore.deleteAll(transaction, run.id(), names);
  }

  /// Deletes the points of a grid, which makes new ones when it starts again.
  void delete(String grid) {
    if (points.containsKey(grid)) {
      delete(transaction, run.id(), grid);
    }
  }

  static void delete(Transaction transaction, String run, String grid) {
    transaction
        .handle()
        .execute(
            """
            DELETE FROM task_value WHERE run_id = ? AND task IN (
              SELECT task FROM task_run WHERE run_id = ? AND parent = ?)
            """,
            run,
            run,
            grid);
    transaction.handle().execute("DELETE FROM task_run WHERE run_id = ? AND parent = ?", run, grid);
  }
}
