package dev.nightjar.store;

import dev.nightjar.run.Event;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Task runs as a queue: workers claim them by a lease, and each later write says which attempt it
/// speaks for, so that a worker whose lease was taken over changes nothing.
public final class TaskRunStore {
  /// A task run that a worker holds.
  ///
  /// @param run with what it started
  /// @param attempt the number of the attempt
  public record Claimed(TaskRunKey key, Run run, int attempt) {}

  /// A task run that some worker holds or held.
  ///
  /// @param leaseUntil how long it may speak for it
  /// @param externalId where its executor has it; null if that was not stored
  /// @param stopReason why it is to stop; null if it is not
  public record Held(
      TaskRunKey key,
      int attempt,
      String worker,
      Instant leaseUntil,
      @Nullable String externalId,
      @Nullable String stopReason) {}

  /// What a claim may take.
  ///
  /// @param executor tasks for this executor
  /// @param limit at most so many
  /// @param memory their limits must not add up to more bytes
  public record Room(String executor, int limit, long memory) {}

  private static final String HELD =
      """
      SELECT task_run.run_id, task_run.task, task_run.attempt, task_run.worker,
             task_run.lease_until, task_run.stop_reason, attempt.external_id
        FROM task_run JOIN attempt ON attempt.run_id = task_run.run_id
         AND attempt.task = task_run.task AND attempt.number = task_run.attempt
       WHERE task_run.state IN ('RUNNING', 'STOPPING')
      """;

  private final EventStore events = new EventStore();
  private final PoolStore pools = new PoolStore();

  private record Candidate(
      TaskRunKey key,
      int attempt,
      TaskRunState state,
      @Nullable String pool,
      int slots,
      long memory) {}

  /// Claims what is queued, by priority and then by age, as far as there is room for it.
  public List<Claimed> claim(
      Transaction transaction, String worker, Room room, Instant now, Instant leaseUntil) {
    List<Candidate> taken = fitting(transaction, room, candidates(transaction, room, now));
    if (taken.isEmpty()) {
      return List.of();
    }
    var update =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE task_run SET state = 'RUNNING', worker = ?, lease_until = ?, attempt = ?,
                       stop_reason = NULL
                 WHERE run_id = ? AND task = ? AND attempt = ? AND state IN ('QUEUED', 'UP_FOR_RETRY')
                """);
    var attempts =
        transaction
            .handle()
            .prepareBatch(
                """
                INSERT INTO attempt (run_id, task, number, worker, started_at)
                VALUES (?, ?, ?, ?, ?)
                """);
    var runs =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE run SET state = 'RUNNING', started_at = ?, updated_at = ?
                 WHERE id = ? AND state = 'QUEUED'
                """);
    long at = now.toEpochMilli();
    for (Candidate one : taken) {
      int number = one.attempt() + 1;
      TaskRunKey key = one.key();
      update.add(worker, leaseUntil.toEpochMilli(), number, key.run(), key.task(), one.attempt());
      attempts.add(key.run(), key.task(), number, worker, at);
      runs.add(at, at, key.run());
    }
    update.execute();
    attempts.execute();
    int[] started = runs.execute();
    Map<String, Run> byId =
        new RunStore().find(transaction, taken.stream().map(one -> one.key().run()).toList());
    List<Event> happened = new ArrayList<>();
    List<Claimed> claimed = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      Candidate one = taken.get(i);
      Run run = Objects.requireNonNull(byId.get(one.key().run()), one.key().run());
      if (started[i] == 1) {
        happened.add(
            event(now, run, null, RunState.QUEUED.name(), RunState.RUNNING.name(), worker, null));
      }
      happened.add(
          event(
              now,
              run,
              one.key().task(),
              one.state().name(),
              TaskRunState.RUNNING.name(),
              worker,
              "attempt " + (one.attempt() + 1)));
      claimed.add(new Claimed(one.key(), run, one.attempt() + 1));
    }
    events.append(transaction, happened);
    return claimed;
  }

  private static List<Candidate> candidates(Transaction transaction, Room room, Instant now) {
    List<Candidate> found = new ArrayList<>();
    for (TaskRunState state : List.of(TaskRunState.UP_FOR_RETRY, TaskRunState.QUEUED)) {
      transaction
          .handle()
          .createQuery(
              """
              SELECT run_id, task, attempt, state, pool, slots, memory FROM task_run
               WHERE state = :state AND executor = :executor AND available_at <= :now
               ORDER BY priority_order, available_at LIMIT :limit
              """
                  + transaction.dialect().skipLocked())
          .bind("state", state.name())
          .bind("executor", room.executor())
          .bind("now", now.toEpochMilli())
          .bind("limit", room.limit())
          .map((row, _) -> candidate(row))
          .forEach(found::add);
    }
    return found;
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    return new Candidate(
        new TaskRunKey(row.getString("run_id"), row.getString("task")),
        row.getInt("attempt"),
        TaskRunState.valueOf(row.getString("state")),
        row.getString("pool"),
        row.getInt("slots"),
        row.getLong("memory"));
  }

  private List<Candidate> fitting(Transaction transaction, Room room, List<Candidate> candidates) {
    List<Candidate> fitting = new ArrayList<>();
    Map<String, Integer> free = pools.lockFree(transaction, pools(candidates));
    long memory = room.memory();
    for (Candidate one : candidates) {
      int slots = one.pool() == null ? one.slots() : free.getOrDefault(one.pool(), 0);
      if (fitting.size() < room.limit() && one.memory() <= memory && one.slots() <= slots) {
        fitting.add(one);
        memory -= one.memory();
        if (one.pool() != null) {
          free.merge(one.pool(), -one.slots(), Integer::sum);
        }
      }
    }
    return fitting;
  }

  private static List<String> pools(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::pool).filter(Objects::nonNull).distinct().toList();
  }

  /// Stores where an executor put an attempt, if the worker still holds it.
  public void putExternalId(Transaction transaction, TaskRunKey key, int attempt, String id) {
    transaction
        .handle()
        .execute(
            "UPDATE attempt SET external_id = ? WHERE run_id = ? AND task = ? AND number = ?",
            id,
            key.run(),
            key.task(),
            attempt);
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
        .bind("end", prefix + "\uffff")
        .bind("worker", worker)
        .map((row, _) -> held(row))
        .list();
  }

  /// What is held by a lease that ended before a time.
  public List<Held> leaseEndedBefore(Transaction transaction, Instant time, int limit) {
    return transaction
        .handle()
        .createQuery(HELD + " AND task_run.lease_until < :time LIMIT :limit")
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
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Held held(ResultSet row) throws SQLException {
    return new Held(
        new TaskRunKey(row.getString("run_id"), row.getString("task")),
        row.getInt("attempt"),
        row.getString("worker"),
        Rows.time(row, "lease_until"),
        row.getString("external_id"),
        row.getString("stop_reason"));
  }

  static Event event(
      Instant at,
      Run run,
      @Nullable String task,
      @Nullable String from,
      String to,
      String by,
      @Nullable String reason) {
    return new Event(
        0, at, new Event.Subject(run.workflowId(), run.id(), task), from, to, by, reason);
  }
}
