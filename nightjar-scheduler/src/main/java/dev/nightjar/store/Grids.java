package dev.nightjar.store;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  public void expand(
      Transaction transaction, TaskRunKey key, List<Map<String, Object>> points, Instant now) {
    OpenRun run = open.lock(transaction, List.of(key.run())).get(key.run());
    if (run == null || !waits(transaction, key) || hasPoints(transaction, key)) {
      return;
    }
    Task task = run.run().task(key.task());
    var batch =
        transaction
            .handle()
            .prepareBatch(
                """
                INSERT INTO task_run (run_id, task, state, executor, pool, slots, memory,
                    priority_order, available_at, attempt, failures, losses, workflow_id,
                    workflow_limit, task_limit, parent, point, point_values)
                VALUES (?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?,
                    (SELECT COALESCE(MAX(number), 0) FROM attempt WHERE run_id = ? AND task = ?),
                    0, 0, ?, ?, ?, ?, ?, ?)
                """);
    Long memory = task.limits().memory();
    for (int i = 0; i < points.size(); i++) {
      String name = Grid.point(key.task(), i);
      batch.add(
          key.run(),
          name,
          task.placement().executor(),
          task.placement().pool(),
          task.placement().slots(),
          memory == null ? 0 : memory,
          -task.placement().priority(),
          now.toEpochMilli(),
          key.run(),
          name,
          run.run().workflowId(),
          run.run().workflow().concurrency().tasks(),
          task.traits().atOnce(),
          key.task(),
          i,
          Documents.write(points.get(i)));
    }
    batch.execute();
    open(transaction, key, points.size());
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
