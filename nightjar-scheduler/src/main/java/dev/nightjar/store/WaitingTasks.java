package dev.nightjar.store;

import dev.nightjar.run.TaskRunKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The waiting task runs that one transaction looks at, each read once. Not thread-safe.
final class WaitingTasks {
  private final Transaction transaction;
  private final Map<String, TaskRow> rows = new TreeMap<>();
  private final Set<TaskRunKey> asked = new HashSet<>();

  WaitingTasks(Transaction transaction) {
    this.transaction = transaction;
  }

  /// Those of the task runs that waited, locked, by key.
  Map<String, TaskRow> load(Collection<TaskRunKey> keys) {
    List<TaskRunKey> fresh = keys.stream().filter(asked::add).toList();
    TaskRunsByKey.read(
            transaction,
            """
            SELECT run_id, task, state, upstream, upstream_success, upstream_failed,
                   upstream_upstream_failed, upstream_skipped, setups, setups_success,
                   setups_failed, setups_skipped
              FROM task_run WHERE %s ORDER BY run_id, task
            """
                + transaction.dialect().lock(),
            fresh,
            (row, _) -> TaskRow.read(row))
        .stream()
        .flatMap(Optional::stream)
        .forEach(row -> rows.put(row.key().toString(), row));
    Map<String, TaskRow> found = new LinkedHashMap<>();
    for (TaskRunKey key : keys) {
      TaskRow row = rows.get(key.toString());
      if (row != null) {
        found.put(key.toString(), row);
      }
    }
    return found;
  }

  /// The tasks of a run that wait though some before them have ended.
  static List<String> reached(Transaction transaction, String run) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT task FROM task_run WHERE run_id = :run AND state = 'WAITING'
               AND upstream_success + upstream_failed + upstream_upstream_failed
                 + upstream_skipped > 0
             ORDER BY task
            """)
        .bind("run", run)
        .mapTo(String.class)
        .list();
  }

  /// Stores what became of them.
  void store(Instant now) {
    var batch =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE task_run SET state = ?, reason = ?, upstream = ?, upstream_success = ?,
                       upstream_failed = ?, upstream_upstream_failed = ?, upstream_skipped = ?,
                       setups = ?, setups_success = ?, setups_failed = ?, setups_skipped = ?,
                       available_at = ?, started_at = ?, ended_at = ?
                 WHERE run_id = ? AND task = ?
                """);
    for (TaskRow row : rows.values()) {
      if (row.changed()) {
        batch.add(
            row.state().name(),
            row.reason(),
            row.upstream().all(),
            row.upstream().success(),
            row.upstream().failed(),
            row.upstream().upstreamFailed(),
            row.upstream().skipped(),
            row.setups().all(),
            row.setups().success(),
            row.setups().failed() + row.setups().upstreamFailed(),
            row.setups().skipped(),
            now.toEpochMilli(),
            Rows.millis(row.started()),
            row.state().ended() ? now.toEpochMilli() : null,
            row.key().run(),
            row.key().task());
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
