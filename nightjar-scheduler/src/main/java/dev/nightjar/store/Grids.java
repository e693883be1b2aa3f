package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How grids that may start make their points: each is a task run of its own, and the grid waits
/// for them without a worker.
public final class Grids {
  private final OpenRuns open = new OpenRuns();

  /// Has the points of a grid go on that were cleared, if it has points already.
  ///
  /// @return false if it has none
  public boolean goOn(Transaction transaction, TaskRunKey key, Instant now) {
    OpenRun run = open.lock(transaction, List.of(key.run())).get(key.run());
    if (run == null || !waits(transaction, key)) {
      return true; // somebody stopped or cleared it meanwhile
    }
    if (!hasPoints(transaction, key)) {
      return false;
    }
    var changes = new Changes(now);
    List<String> waiting =
        transaction
            .handle()
            .createQuery(
                """
                SELECT task FROM task_run
                 WHERE run_id = :run AND parent = :task AND state = 'WAITING' ORDER BY task
                """)
            .bind("run", key.run())
            .bind("task", key.task())
            .mapTo(String.class)
            .list();
    waiting.forEach(
        point ->
            changes.task(
                run.run().workflowId(),
                key.run(),
                point,
                TaskRunState.WAITING,
                TaskRunState.QUEUED,
                "scheduler",
                null));
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET state = 'QUEUED', reason = NULL, available_at = ?
             WHERE run_id = ? AND parent = ? AND state = 'WAITING'
            """,
            now.toEpochMilli(),
            key.run(),
            key.task());
    open(transaction, key, waiting.size());
    changes.store(transaction);
    return true;
  }

  /// Makes the points of a grid, unless somebody stopped or cleared it meanwhile.
  ///
  /// @param points at least one
  /// @return the runs that have ended by that, as no point was to start
  public List<Run> expand(
      Transaction transaction, TaskRunKey key, List<Map<String, Object>> points, Instant now) {
    Map<String, OpenRun> runs = new TreeMap<>(open.lock(transaction, List.of(key.run())));
    OpenRun run = runs.get(key.run());
    if (run == null || !waits(transaction, key) || hasPoints(transaction, key)) {
      return List.of();
    }
    Task task = run.run().task(key.task());
    var paired = new PairedPoints(transaction, run.run(), task);
    List<TaskRunState> states =
        paired.apply()
            ? paired.states(points.size())
            : Collections.nCopies(points.size(), TaskRunState.QUEUED);
    insert(transaction, run.run(), task, points, states, now);
    open(transaction, key, points.size());
    var changes = new Changes(now);
    var planning = new Planning(transaction, now, changes, open, runs);
    for (int i = 0; i < points.size(); i++) {
      if (states.get(i).ended()) {
        planning.ended(run, Grid.point(task.name(), i), states.get(i), List.of());
      }
    }
    planning.settle();
    List<Run> ended = open.store(transaction, runs.values(), now, "scheduler", changes);
    changes.store(transaction);
    return ended;
  }

  private static void insert(
      Transaction transaction,
      Run run,
      Task task,
      List<Map<String, Object>> points,
      List<TaskRunState> states,
      Instant now) {
    var batch =
        transaction
            .handle()
            .prepareBatch(
                """
                INSERT INTO task_run (run_id, task, state, executor, pool, slots, memory,
                    priority_order, available_at, attempt, failures, losses, workflow_id,
                    workflow_limit, task_limit, parent, point, point_values, ended_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,
                    (SELECT COALESCE(MAX(number), 0) FROM attempt WHERE run_id = ? AND task = ?),
                    0, 0, ?, ?, ?, ?, ?, ?, ?)
                """);
    Long memory = task.limits().memory();
    for (int i = 0; i < points.size(); i++) {
      String name = Grid.point(task.name(), i);
      batch.add(
          run.id(),
          name,
          states.get(i).name(),
          task.placement().executor(),
          task.placement().pool(),
          task.placement().slots(),
          memory == null ? 0 : memory,
          -task.placement().priority(),
          now.toEpochMilli(),
          run.id(),
          name,
          run.workflowId(),
          run.workflow().concurrency().tasks(),
          task.traits().atOnce(),
          task.name(),
          i,
          Documents.write(points.get(i)),
          states.get(i).ended() ? now.toEpochMilli() : null);
    }
    batch.execute();
  }

  /// The values of a point; empty for a task that is none.
  public Optional<Map<String, Object>> values(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT point_values FROM task_run
             WHERE run_id = :run AND task = :task AND point_values IS NOT NULL
            """)
        .bind("run", key.run())
        .bind("task", key.task())
        .mapTo(String.class)
        .findOne()
        .map(Documents::parameters);
  }

  private static void open(Transaction transaction, TaskRunKey key, int points) {
    transaction
        .handle()
        .execute(
            "UPDATE task_run SET open_points = ? WHERE run_id = ? AND task = ?",
            points,
            key.run(),
            key.task());
  }

  private static boolean waits(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT task FROM task_run
             WHERE run_id = :run AND task = :task AND state = 'DEFERRED' AND open_points = 0
            """
                + transaction.dialect().lock())
        .bind("run", key.run())
        .bind("task", key.task())
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  private static boolean hasPoints(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery("SELECT task FROM task_run WHERE run_id = :run AND parent = :task LIMIT 1")
        .bind("run", key.run())
        .bind("task", key.task())
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }
}
