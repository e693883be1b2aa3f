package dev.nightjar.store;

import dev.nightjar.run.Report;
import dev.nightjar.run.TaskRunKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The values that tasks left: what Airflow calls XComs.
public final class ValueStore {
  private static final int LONGEST_NUMBER = 40;

  /// A value and who left it.
  public record Left(TaskRunKey taskRun, Report.Value value, Instant created) {}

  /// Stores what an attempt left, in place of what the task run left under the same names.
  static void put(Transaction transaction, TaskRunKey key, List<Report.Value> values, Instant now) {
    for (Report.Value value : values) {
      transaction
          .handle()
          .execute(
              "DELETE FROM task_value WHERE run_id = ? AND task = ? AND value_key = ?",
              key.run(),
              key.task(),
              value.key());
      transaction
          .handle()
          .execute(
              """
              INSERT INTO task_value (run_id, task, value_key, json, pickled, created_at)
              VALUES (?, ?, ?, ?, ?, ?)
              """,
              key.run(),
              key.task(),
              value.key(),
              value.json(),
              value.pickled(),
              now.toEpochMilli());
    }
  }

  /// Deletes what a task run left.
  static void deleteAll(Transaction transaction, TaskRunKey key) {
    transaction
        .handle()
        .execute("DELETE FROM task_value WHERE run_id = ? AND task = ?", key.run(), key.task());
  }

  /// Deletes what some tasks of a run left.
  static void deleteAll(Transaction transaction, String run, Collection<String> tasks) {
    var batch =
        transaction.handle().prepareBatch("DELETE FROM task_value WHERE run_id = ? AND task = ?");
    tasks.forEach(task -> batch.add(run, task));
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /// All values of a run, but those of the points of grids.
  public List<Left> ofRun(Transaction transaction, String run) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT task_value.* FROM task_run JOIN task_value
                ON task_value.run_id = task_run.run_id AND task_value.task = task_run.task
             WHERE task_run.run_id = :run AND task_run.parent IS NULL
             ORDER BY task_value.task, task_value.value_key
            """)
        .bind("run", run)
        .map((row, _) -> read(row))
        .list();
  }

  /// All values of one task run.
  public List<Left> of(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery(
            "SELECT * FROM task_value WHERE run_id = :run AND task = :task ORDER BY value_key")
        .bind("run", key.run())
        .bind("task", key.task())
        .map((row, _) -> read(row))
        .list();
  }

  /// The values of the points of a grid, in their order.
  ///
  /// @param longest those with more characters of JSON are left out
  public List<Left> ofGrid(Transaction transaction, TaskRunKey grid, int longest) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT task_value.* FROM task_run JOIN task_value
                ON task_value.run_id = task_run.run_id AND task_value.task = task_run.task
             WHERE task_run.run_id = :run AND task_run.parent = :task
               AND LENGTH(task_value.json) <= :longest
             ORDER BY task_run.point, task_value.value_key
            """)
        .bind("run", grid.run())
        .bind("task", grid.task())
        .bind("longest", longest)
        .map((row, _) -> read(row))
        .list();
  }

  /// One value.
  public Optional<Left> find(Transaction transaction, TaskRunKey key, String name) {
    return transaction
        .handle()
        .createQuery(
            "SELECT * FROM task_value WHERE run_id = :run AND task = :task AND value_key = :key")
        .bind("run", key.run())
        .bind("task", key.task())
        .bind("key", name)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// Which values somebody asks for.
  ///
  /// @param workflow its key
  /// @param run the name of the run; null for that of the logical time
  /// @param logicalTime the time that the run stands for; null if the name says which
  /// @param tasks of these tasks; empty for all
  /// @param key of this name; null for any
  /// @param earlier whether those of runs before it are meant as well
  public record Wanted(
      String workflow,
      @Nullable String run,
      @Nullable Instant logicalTime,
      List<String> tasks,
      @Nullable String key,
      boolean earlier) {}

  /// The values that are there, those of the newest run first, of each the last left first.
  public List<Left> find(Transaction transaction, Wanted wanted) {
    var conditions = new Conditions().and("workflow.workflow_key = :key", "key", wanted.workflow());
    if (wanted.earlier() && wanted.logicalTime() != null) {
      conditions.and("run.logical_time <= :time", "time", wanted.logicalTime().toEpochMilli());
    } else if (wanted.run() != null) {
      conditions.and("run.run_key = :run", "run", wanted.run());
    } else if (wanted.logicalTime() != null) {
      conditions.and("run.logical_time = :time", "time", wanted.logicalTime().toEpochMilli());
    }
    if (!wanted.tasks().isEmpty()) {
      conditions.and("task_value.task IN (<tasks>)", "tasks", Lists.padded(wanted.tasks()));
    }
    if (wanted.key() != null) {
      conditions.and("task_value.value_key = :name", "name", wanted.key());
    }
    return conditions
        .bind(
            transaction
                .handle()
                .createQuery(
                    """
                    SELECT task_value.* FROM task_value JOIN run ON run.id = task_value.run_id
                      JOIN workflow ON workflow.id = run.workflow_id%s
                     ORDER BY run.logical_time DESC, task_value.created_at DESC
                    """
                        .formatted(conditions.where())))
        .map((row, _) -> read(row))
        .list();
  }

  /// A number that a task left.
  public record Measured(TaskRunKey taskRun, String key, double value) {}

  /// The numbers that tasks of some runs left, without those of the points of grids.
  public List<Measured> numbers(Transaction transaction, Collection<String> runs) {
    if (runs.isEmpty()) {
      return List.of();
    }
    List<Measured> numbers = new ArrayList<>();
    transaction
        .handle()
        .createQuery(
            """
            SELECT task_value.* FROM task_run JOIN task_value
                ON task_value.run_id = task_run.run_id AND task_value.task = task_run.task
             WHERE task_run.run_id IN (<runs>) AND task_run.parent IS NULL
               AND LENGTH(task_value.json) <= :longest
             ORDER BY task_value.run_id, task_value.task, task_value.value_key
            """)
        .bindList("runs", Lists.padded(runs))
        .bind("longest", LONGEST_NUMBER)
        .map((row, _) -> read(row))
        .forEach(
            left -> {
              if (Documents.value(left.value().json()) instanceof Number number) {
                numbers.add(new Measured(left.taskRun(), left.value().key(), number.doubleValue()));
              }
            });
    return numbers;
  }

  private static Left read(ResultSet row) throws SQLException {
    return new Left(
        new TaskRunKey(row.getString("run_id"), row.getString("task")),
        new Report.Value(
            row.getString("value_key"), row.getString("json"), row.getString("pickled")),
        Rows.time(row, "created_at"));
  }
}
