package dev.nightjar.store;

import dev.nightjar.run.Report;
import dev.nightjar.run.TaskRunKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The values that tasks left: what Airflow calls XComs.
public final class ValueStore {
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

  /// All values of a run.
  public List<Left> ofRun(Transaction transaction, String run) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM task_value WHERE run_id = :run ORDER BY task, value_key")
        .bind("run", run)
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

  private static Left read(ResultSet row) throws SQLException {
    return new Left(
        new TaskRunKey(row.getString("run_id"), row.getString("task")),
        new Report.Value(
            row.getString("value_key"), row.getString("json"), row.getString("pickled")),
        Rows.time(row, "created_at"));
  }
}
