package dev.nightjar.store;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.Try;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Task runs that workers hold by a lease. Each write says which attempt it speaks for, so that a
/// worker whose lease was taken over changes nothing.
public final class TaskRunStore {
  /// A task run that some worker holds or held.
  ///
  /// @param ofTry as in [Claims.Claimed]
  /// @param leaseUntil how long it may speak for it
  /// @param started when the attempt started
  /// @param externalId where its executor has it; null if that was not stored
  /// @param stopReason why it is to stop; null if it is not
  public record Held(
      TaskRunKey key,
      int attempt,
      Try ofTry,
      String worker,
      Instant leaseUntil,
      Instant started,
      @Nullable String externalId,
      @Nullable String stopReason) {}

  private static final String HELD =
      """
      SELECT task_run.run_id, task_run.task, task_run.attempt, task_run.failures, task_run.resumes,
             task_run.worker, task_run.lease_until, task_run.stop_reason, attempt.external_id,
             attempt.started_at
        FROM task_run JOIN attempt ON attempt.run_id = task_run.run_id
         AND attempt.task = task_run.task AND attempt.number = task_run.attempt
       WHERE task_run.state IN ('RUNNING', 'STOPPING')
      """;

  /// Where an executor put an attempt.
  public record Placed(TaskRunKey key, int attempt, String externalId) {}

  /// Stores where executors put attempts.
  public void place(Transaction transaction, List<Placed> placed) {
    if (placed.isEmpty()) {
      return;
    }
    var batch =
        transaction
            .handle()
            .prepareBatch(
                "UPDATE attempt SET external_id = ? WHERE run_id = ? AND task = ? AND number = ?");
    for (Placed one : placed) {
      batch.add(one.externalId(), one.key().run(), one.key().task(), one.attempt());
    }
    batch.execute();
  }

  /// Renews a worker's leases.
  public void renew(Transaction transaction, String worker, Instant until) {
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET lease_until = ?
             WHERE worker = ? AND state IN ('RUNNING', 'STOPPING')
            """,
            until.toEpochMilli(),
            worker);
  }

  /// Whether an attempt goes on.
  public boolean runs(Transaction transaction, TaskRunKey key, int attempt) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT 1 FROM task_run WHERE run_id = :run AND task = :task AND attempt = :attempt
               AND state IN ('RUNNING', 'STOPPING')
            """)
        .bind("run", key.run())
        .bind("task", key.task())
        .bind("attempt", attempt)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /// When the try of a task run began that goes on now.
  public Optional<Instant> started(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery("SELECT started_at FROM task_run WHERE run_id = :run AND task = :task")
        .bind("run", key.run())
        .bind("task", key.task())
        .map((row, _) -> Optional.ofNullable(Rows.timeOrNull(row, "started_at")))
        .findOne()
        .flatMap(found -> found);
  }

  /// What a worker holds.
  public List<Held> heldBy(Transaction transaction, String worker) {
    return transaction
        .handle()
        .createQuery(HELD + " AND task_run.worker = :worker")
        .bind("worker", worker)
        .map((row, _) -> held(row))
        .list();
  }

  /// What workers hold whose names start so and that are not this one: what an earlier process of
  /// the same server left.
  public List<Held> heldByEarlier(Transaction transaction, String prefix, String worker) {
    return transaction
        .handle()
        .createQuery(
            HELD
                + " AND task_run.worker >= :prefix AND task_run.worker < :end AND task_run.worker <> :worker")
        .bind("prefix", prefix)
        .bind("end", prefix + Conditions.LAST)
        .bind("worker", worker)
        .map((row, _) -> held(row))
        .list();
  }

  /// What others hold by a lease that ended before a time, the longest ended first.
  public List<Held> leaseEndedBefore(
      Transaction transaction, Instant time, String worker, int limit) {
    return transaction
        .handle()
        .createQuery(
            HELD
                + """
                   AND task_run.lease_until < :time AND task_run.worker <> :worker
                   ORDER BY task_run.lease_until LIMIT :limit
                  """)
        .bind("worker", worker)
        .bind("time", time.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> held(row))
        .list();
  }

  /// Takes an attempt over from the worker that holds it, unless it has been renewed or taken over
  /// since it was looked at.
  public boolean takeOver(Transaction transaction, Held held, String worker, Instant leaseUntil) {
    return 1
        == transaction
            .handle()
            .execute(
                """
                UPDATE task_run SET worker = ?, lease_until = ?
                 WHERE run_id = ? AND task = ? AND attempt = ? AND worker = ? AND lease_until = ?
                   AND state IN ('RUNNING', 'STOPPING')
                """,
                worker,
                leaseUntil.toEpochMilli(),
                held.key().run(),
                held.key().task(),
                held.attempt(),
                held.worker(),
                held.leaseUntil().toEpochMilli());
  }

  /// How many attempts run, by worker.
  public Map<String, Integer> running(Transaction transaction) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT worker, COUNT(*) AS attempts FROM task_run
             WHERE state IN ('RUNNING', 'STOPPING') GROUP BY worker
            """)
        .map((row, _) -> Map.entry(row.getString("worker"), row.getInt("attempts")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Held held(ResultSet row) throws SQLException {
    return new Held(
        new TaskRunKey(row.getString("run_id"), row.getString("task")),
        row.getInt("attempt"),
        new Try(row.getInt("failures") + 1, row.getInt("resumes") == 1),
        row.getString("worker"),
        Rows.time(row, "lease_until"),
        Rows.time(row, "started_at"),
        row.getString("external_id"),
        row.getString("stop_reason"));
  }
}
