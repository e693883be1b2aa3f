package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Task runs as a queue: workers claim them by a lease.
public final class Claims {
  /// A task run that a worker holds now.
  ///
  /// @param run with what it started
  /// @param attempt the number of the attempt
  /// @param tryNumber the number of the try; see [dev.nightjar.run.TaskRunState#UP_FOR_RESCHEDULE]
  public record Claimed(TaskRunKey key, Run run, int attempt, int tryNumber) {}

  /// What a claim may take.
  ///
  /// @param executor tasks for this executor
  /// @param limit at most so many
  /// @param memory their limits must not add up to more bytes
  public record Room(String executor, int limit, long memory) {}

  /// A claim looks for more so often, when pools keep what it found from starting.
  private static final int LOOKS = 4;

  private record Candidate(
      TaskRunKey key, int attempt, int failures, TaskRunState state, Order order, Needs needs) {}

  private record Order(int priority, long availableAt) {}

  private record Needs(@Nullable String pool, int slots, long memory) {}

  private static final Comparator<Candidate> FIRST =
      Comparator.<Candidate>comparingInt(one -> one.order().priority())
          .thenComparingLong(one -> one.order().availableAt())
          .thenComparing(one -> one.key().run());

  private final PoolStore pools = new PoolStore();
  private final RunStore runs = new RunStore();

  /// Claims what is queued, by priority and then by age, as far as there is room for it. What needs
  /// more memory or slots than are free now is passed over.
  public List<Claimed> claim(
      Transaction transaction, String worker, Room room, Instant now, Instant leaseUntil) {
    List<Candidate> taken = fitting(transaction, room, now);
    if (taken.isEmpty()) {
      return List.of();
    }
    Map<String, RunState> before = lockRuns(transaction, taken);
    hold(transaction, taken, worker, now, leaseUntil);
    startRuns(transaction, before, now);
    Map<String, Run> after = runs.find(transaction, before.keySet());
    var changes = new Changes(now);
    List<Claimed> claimed = new ArrayList<>();
    for (Candidate one : taken) {
      TaskRunKey key = one.key();
      Run run = Objects.requireNonNull(after.get(key.run()), key.run());
      int number = one.attempt() + 1;
      RunState was = before.put(key.run(), RunState.RUNNING);
      if (was == RunState.QUEUED) {
        changes.run(run.workflowId(), run.id(), was, RunState.RUNNING, worker, null);
      }
      changes.task(
          run.workflowId(),
          run.id(),
          key.task(),
          one.state(),
          TaskRunState.RUNNING,
          worker,
          "attempt " + number);
      claimed.add(new Claimed(key, run, number, one.failures() + 1));
    }
    changes.store(transaction);
    return claimed;
  }

  private List<Candidate> fitting(Transaction transaction, Room room, Instant now) {
    var open = new TreeSet<>(pools.open(transaction));
    Map<String, Integer> free = new HashMap<>();
    Map<TaskRunKey, Candidate> taken = new LinkedHashMap<>();
    long memory = room.memory();
    for (int look = 0; look < LOOKS; look++) {
      List<Candidate> found = candidates(transaction, room, memory, List.copyOf(open), now);
      pools
          .lockFree(transaction, unknown(found, free))
          .forEach((pool, slots) -> free.putIfAbsent(pool, slots));
      boolean blocked = false;
      for (Candidate one : found) {
        Needs needs = one.needs();
        if (taken.size() == room.limit() || taken.containsKey(one.key())) {
          continue;
        }
        if (needs.pool() != null && needs.slots() > free.getOrDefault(needs.pool(), 0)) {
          blocked |= open.remove(needs.pool());
        } else if (needs.memory() <= memory) {
          taken.put(one.key(), one);
          memory -= needs.memory();
          if (needs.pool() != null) {
            free.merge(needs.pool(), -needs.slots(), Integer::sum);
          }
        }
      }
      if (!blocked || taken.size() == room.limit()) {
        break;
      }
    }
    return List.copyOf(taken.values());
  }

  private static List<String> unknown(List<Candidate> found, Map<String, Integer> free) {
    return found.stream()
        .map(one -> one.needs().pool())
        .filter(Objects::nonNull)
        .filter(pool -> !free.containsKey(pool))
        .distinct()
        .toList();
  }

  private static List<Candidate> candidates(
      Transaction transaction, Room room, long memory, List<String> pools, Instant now) {
    return Stream.of(TaskRunState.QUEUED, TaskRunState.UP_FOR_RETRY, TaskRunState.UP_FOR_RESCHEDULE)
        .flatMap(state -> candidates(transaction, room, memory, pools, now, state).stream())
        .sorted(FIRST)
        .limit(room.limit())
        .toList();
  }

  private static List<Candidate> candidates(
      Transaction transaction,
      Room room,
      long memory,
      List<String> pools,
      Instant now,
      TaskRunState state) {
    var query =
        transaction
            .handle()
            .createQuery(
                """
                SELECT run_id, task, attempt, failures, state, pool, slots, memory, priority_order,
                       available_at
                  FROM task_run
                 WHERE state = '%s' AND executor = :executor AND available_at <= :now
                   AND memory <= :memory AND %s
                 ORDER BY priority_order, available_at LIMIT :limit%s
                """
                    .formatted(
                        state,
                        pools.isEmpty() ? "pool IS NULL" : "(pool IS NULL OR pool IN (<pools>))",
                        transaction.dialect().skipLocked()));
    if (!pools.isEmpty()) {
      query.bindList("pools", Lists.padded(pools));
    }
    return query
        .bind("executor", room.executor())
        .bind("memory", memory)
        .bind("now", now.toEpochMilli())
        .bind("limit", room.limit())
        .map((row, _) -> candidate(row))
        .list();
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    return new Candidate(
        new TaskRunKey(row.getString("run_id"), row.getString("task")),
        row.getInt("attempt"),
        row.getInt("failures"),
        TaskRunState.valueOf(row.getString("state")),
        new Order(row.getInt("priority_order"), row.getLong("available_at")),
        new Needs(row.getString("pool"), row.getInt("slots"), row.getLong("memory")));
  }

  private static Map<String, RunState> lockRuns(Transaction transaction, List<Candidate> taken) {
    var ids = new TreeSet<String>();
    taken.forEach(one -> ids.add(one.key().run()));
    Map<String, RunState> states = new HashMap<>();
    transaction
        .handle()
        .createQuery(
            "SELECT id, state FROM run WHERE id IN (<ids>) ORDER BY id"
                + transaction.dialect().lock())
        .bindList("ids", Lists.padded(ids))
        .map((row, _) -> Map.entry(row.getString(1), RunState.valueOf(row.getString(2))))
        .forEach(row -> states.put(row.getKey(), row.getValue()));
    return states;
  }

  private static void hold(
      Transaction transaction,
      List<Candidate> taken,
      String worker,
      Instant now,
      Instant leaseUntil) {
    var tasks =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE task_run SET worker = ?, lease_until = ?, attempt = ?,
                       stop_reason = NULL, reason = NULL, waits = NULL, ended_at = NULL,
                       started_at = CASE WHEN state = 'UP_FOR_RESCHEDULE' THEN started_at ELSE ? END,
                       state = 'RUNNING'
                 WHERE run_id = ? AND task = ?
                """);
    var attempts =
        transaction
            .handle()
            .prepareBatch(
                """
                INSERT INTO attempt (run_id, task, number, worker, started_at)
                VALUES (?, ?, ?, ?, ?)
                """);
    for (Candidate one : taken) {
      int number = one.attempt() + 1;
      TaskRunKey key = one.key();
      tasks.add(
          worker, leaseUntil.toEpochMilli(), number, now.toEpochMilli(), key.run(), key.task());
      attempts.add(key.run(), key.task(), number, worker, now.toEpochMilli());
    }
    tasks.execute();
    attempts.execute();
  }

  private static void startRuns(
      Transaction transaction, Map<String, RunState> before, Instant now) {
    var batch =
        transaction
            .handle()
            .prepareBatch(
                "UPDATE run SET state = 'RUNNING', started_at = ?, updated_at = ? WHERE id = ?");
    before.forEach(
        (id, state) -> {
          if (state == RunState.QUEUED) {
            batch.add(now.toEpochMilli(), now.toEpochMilli(), id);
          }
        });
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
