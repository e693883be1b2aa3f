package dev.nightjar.store;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what may be claimed, in the order of [ClaimOrder].
final class Candidates {
  /// A claim looks for more so often, when pools and limits keep what it found from starting.
  private static final int LOOKS = 4;

  record Candidate(
      TaskRunKey key,
      int attempt,
      int failures,
      boolean resumes,
      TaskRunState state,
      ClaimOrder.Place place,
      ClaimOrder.Needs needs,
      ActiveTasks.@Nullable Limited limited) {}

  private static final Comparator<Candidate> FIRST =
      Comparator.comparing(Candidate::place).thenComparing(one -> one.key().run());

  /// Of those that wait for memory, so many are looked at.
  private static final int MOST_WAITING = 20;

  /// So that those that are held back do not fill what a claim finds: as [ClaimOrder#heldBack].
  private static final String NOT_BEHIND =
      """
       AND (memory = 0 OR priority_order < :priority
                    OR (priority_order = :priority AND available_at <= :since))
      """;

  private final PoolStore pools = new PoolStore();

  /// As [Claims#waiting].
  Optional<ClaimOrder.Place> waiting(
      Transaction transaction, String executor, long free, long most, Instant now) {
    List<ClaimOrder.Waiting> large =
        transaction
            .handle()
            .createQuery(
                """
                SELECT pool, slots, memory, priority_order, available_at FROM task_run
                 WHERE state IN ('QUEUED', 'UP_FOR_RETRY', 'UP_FOR_RESCHEDULE') AND executor = :executor
                   AND memory > :free AND memory <= :most AND available_at <= :since
                 ORDER BY priority_order, available_at LIMIT :limit
                """)
            .bind("executor", executor)
            .bind("free", free)
            .bind("most", most)
            .bind("since", now.minus(ClaimOrder.PATIENCE).toEpochMilli())
            .bind("limit", MOST_WAITING)
            .map((row, _) -> new ClaimOrder.Waiting(place(row), needs(row)))
            .list();
    if (large.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Integer> slots = new HashMap<>();
    pools.list(transaction).forEach(pool -> slots.put(pool.name(), pool.slots() - pool.taken()));
    return ClaimOrder.first(large, slots, now);
  }

  /// Those that are claimed next, in their order.
  List<Candidate> fitting(Transaction transaction, Claims.Room room, Instant now) {
    var open = new TreeSet<>(pools.open(transaction));
    Map<String, Integer> free = new HashMap<>();
    Map<TaskRunKey, Candidate> taken = new LinkedHashMap<>();
    long memory = room.memory();
    ClaimOrder.Place waiting = room.waiting();
    ActiveTasks active = null;
    for (int look = 0; look < LOOKS; look++) {
      List<Candidate> found = candidates(transaction, room, memory, List.copyOf(open), active, now);
      if (active == null && found.stream().anyMatch(one -> one.limited() != null)) {
        active = ActiveTasks.count(transaction);
      }
      pools
          .lockFree(transaction, unknown(found, free))
          .forEach((pool, slots) -> free.putIfAbsent(pool, slots));
      boolean blocked = false;
      for (Candidate one : found) {
        ClaimOrder.Needs needs = one.needs();
        if (taken.size() == room.limit() || taken.containsKey(one.key())) {
          continue;
        }
        if (ClaimOrder.heldBack(one.place(), needs.memory(), waiting)) {
          continue;
        }
        if (needs.pool() != null && needs.slots() > free.getOrDefault(needs.pool(), 0)) {
          blocked |= open.remove(needs.pool());
        } else if (needs.memory() <= memory) {
          if (active != null && !active.take(one.limited())) {
            blocked = true;
            continue;
          }
          taken.put(one.key(), one);
          memory -= needs.memory();
          if (needs.pool() != null) {
            free.merge(needs.pool(), -needs.slots(), Integer::sum);
          }
        } else if (ClaimOrder.patienceEnded(one.place(), now)
            && (waiting == null || one.place().compareTo(waiting) < 0)) {
          waiting = one.place();
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
      Transaction transaction,
      Claims.Room room,
      long memory,
      List<String> pools,
      @Nullable ActiveTasks active,
      Instant now) {
    return Stream.of(TaskRunState.QUEUED, TaskRunState.UP_FOR_RETRY, TaskRunState.UP_FOR_RESCHEDULE)
        .flatMap(state -> candidates(transaction, room, memory, pools, active, now, state).stream())
        .sorted(FIRST)
        .limit(room.limit())
        .toList();
  }

  private static List<Candidate> candidates(
      Transaction transaction,
      Claims.Room room,
      long memory,
      List<String> pools,
      @Nullable ActiveTasks active,
      Instant now,
      TaskRunState state) {
    var query =
        transaction
            .handle()
            .createQuery(
                """
                SELECT run_id, task, attempt, failures, resumes, state, pool, slots, memory, priority_order,
                       available_at, workflow_id, workflow_limit, task_limit,
                       COALESCE(parent, task) AS limited_task
                  FROM task_run
                 WHERE state = '%s' AND executor = :executor AND available_at <= :now
                   AND memory <= :memory AND %s%s%s
                 ORDER BY priority_order, available_at LIMIT :limit%s
                """
                    .formatted(
                        state,
                        pools.isEmpty() ? "pool IS NULL" : "(pool IS NULL OR pool IN (<pools>))",
                        room.waiting() == null ? "" : NOT_BEHIND,
                        active == null ? "" : active.notFull(),
                        transaction.dialect().skipLocked()));
    if (!pools.isEmpty()) {
      query.bindList("pools", Lists.padded(pools));
    }
    if (active != null) {
      active.bind(query);
    }
    ClaimOrder.Place waiting = room.waiting();
    if (waiting != null) {
      query.bind("priority", waiting.priority()).bind("since", waiting.since());
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
        row.getInt("resumes") == 1,
        TaskRunState.valueOf(row.getString("state")),
        place(row),
        needs(row),
        ActiveTasks.Limited.of(row));
  }

  private static ClaimOrder.Place place(ResultSet row) throws SQLException {
    return new ClaimOrder.Place(row.getInt("priority_order"), row.getLong("available_at"));
  }

  private static ClaimOrder.Needs needs(ResultSet row) throws SQLException {
    return new ClaimOrder.Needs(row.getString("pool"), row.getInt("slots"), row.getLong("memory"));
  }
}
