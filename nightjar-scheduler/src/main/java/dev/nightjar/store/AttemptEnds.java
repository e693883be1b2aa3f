package dev.nightjar.store;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// How attempts end, and what becomes of their task runs and runs.
public final class AttemptEnds {
  /// The end of an attempt.
  ///
  /// @param worker who speaks for it
  /// @param artifacts what it left
  /// @param report what else it tells
  public record Ended(
      TaskRunKey key,
      int attempt,
      String worker,
      Outcome outcome,
      List<Artifact> artifacts,
      Report report) {
    /// One that tells nothing else.
    public Ended(
        TaskRunKey key, int attempt, String worker, Outcome outcome, List<Artifact> artifacts) {
      this(key, attempt, worker, outcome, artifacts, Report.NOTHING);
    }
  }

  private static final Set<TaskRunState> HELD =
      EnumSet.of(TaskRunState.RUNNING, TaskRunState.STOPPING);

  private record Standing(
      int attempt,
      String worker,
      TaskRunState state,
      int failures,
      int losses,
      @Nullable TaskRunState then) {}

  private final OpenRuns open = new OpenRuns();

  /// Records how attempts ended, what becomes of their task runs and, where those were the last
  /// ones to end, of their runs. An attempt that is not its worker's any more is left alone.
  ///
  /// @return the runs that have ended by that
  public List<Run> record(Transaction transaction, List<Ended> ends, Instant now) {
    Map<String, OpenRun> runs =
        open.lock(transaction, ends.stream().map(end -> end.key().run()).toList());
    Map<TaskRunKey, Standing> held = lock(transaction, ends, runs.keySet());
    Map<TaskRunKey, Ended> valid = new TreeMap<>();
    for (Ended end : ends) {
      Standing standing = held.get(end.key());
      if (standing != null
          && HELD.contains(standing.state())
          && standing.attempt() == end.attempt()
          && standing.worker().equals(end.worker())) {
        valid.putIfAbsent(end.key(), end);
      }
    }
    if (valid.isEmpty()) {
      return List.of();
    }
    var changes = new Changes(now);
    PreparedBatch tasks = tasks(transaction);
    Map<TaskRunKey, AfterAttempt> after = new LinkedHashMap<>();
    for (Ended end : valid.values()) {
      OpenRun run = Objects.requireNonNull(runs.get(end.key().run()));
      Standing was = Objects.requireNonNull(held.get(end.key()));
      AfterAttempt next = after(end, was, run.run(), now);
      after.put(end.key(), next);
      add(tasks, end, next, now);
      changes.task(
          run.run().workflowId(),
          run.run().id(),
          end.key().task(),
          was.state(),
          next.state(),
          end.worker(),
          end.outcome().message());
      FailureMails.put(transaction, run.run(), end.key(), end.attempt(), next.state(), now);
    }
    tasks.execute();
    AttemptStore.end(transaction, valid.values(), now);
    for (Ended end : valid.values()) {
      OpenRun run = Objects.requireNonNull(runs.get(end.key().run()));
      if (run.run().task(end.key().task()).traits().reuse() != null) {
        Memos.end(transaction, end, Objects.requireNonNull(after.get(end.key())).state(), now);
      }
    }
    var planning = new Planning(transaction, now, changes, open, runs);
    clear(transaction, runs, after)
        .forEach(key -> planning.look(Objects.requireNonNull(runs.get(key.run())), key.task()));
    for (Ended end : valid.values()) {
      if (Objects.requireNonNull(after.get(end.key())).state() == TaskRunState.FAILED) {
        planning.failed(Objects.requireNonNull(runs.get(end.key().run())));
      }
    }
    for (Ended end : valid.values()) {
      OpenRun run = Objects.requireNonNull(runs.get(end.key().run()));
      TaskRunState state = Objects.requireNonNull(after.get(end.key())).state();
      if (state.ended()) {
        run.endTask(end.key().task(), state, end.outcome().message());
        planning.ended(run, end.key().task(), state, end.report().skips());
      }
    }
    planning.settle();
    List<Run> ended = open.store(transaction, runs.values(), now, "scheduler", changes);
    changes.store(transaction);
    return ended;
  }

  /// What its task run is now: what somebody said meanwhile that it is, else what follows.
  private static AfterAttempt after(Ended end, Standing was, Run run, Instant now) {
    boolean stopping = was.state() == TaskRunState.STOPPING;
    if (was.then() != null) {
      boolean anew = was.then() == TaskRunState.WAITING;
      return new AfterAttempt(
          was.then(), Duration.ZERO, anew ? 0 : was.failures(), anew ? 0 : was.losses());
    }
    var again = AfterAttempt.Again.of(run, run.task(end.key().task()));
    return AfterAttempt.of(end.outcome(), again, stopping, was.failures(), was.losses(), now);
  }

  /// Brings those in order that were cleared while they ran, and wait again.
  private static List<TaskRunKey> clear(
      Transaction transaction, Map<String, OpenRun> runs, Map<TaskRunKey, AfterAttempt> after) {
    List<TaskRunKey> cleared =
        after.keySet().stream()
            .filter(key -> Objects.requireNonNull(after.get(key)).state() == TaskRunState.WAITING)
            .toList();
    for (TaskRunKey key : cleared) {
      Set<String> uncounted =
          after.keySet().stream()
              .filter(other -> other.run().equals(key.run()))
              .map(TaskRunKey::task)
              .collect(Collectors.toSet());
      ValueStore.deleteAll(transaction, key);
      UpstreamCounts.store(
          transaction,
          Objects.requireNonNull(runs.get(key.run())).run(),
          Set.of(key.task()),
          uncounted);
    }
    return cleared;
  }

  private static void add(PreparedBatch tasks, Ended end, AfterAttempt next, Instant now) {
    tasks.add(
        next.state().name(),
        now.plus(next.delay()).toEpochMilli(),
        next.failures(),
        next.losses(),
        end.outcome().message(),
        end.outcome() instanceof Outcome.Deferred(var until) ? Documents.write(until) : null,
        end.report().rendered(),
        next.state().ended() ? now.toEpochMilli() : null,
        end.key().run(),
        end.key().task());
  }

  private static Map<TaskRunKey, Standing> lock(
      Transaction transaction, List<Ended> ends, Set<String> runs) {
    List<TaskRunKey> keys =
        ends.stream().map(Ended::key).filter(key -> runs.contains(key.run())).toList();
    Map<TaskRunKey, Standing> held = new HashMap<>();
    TaskRunsByKey.read(
            transaction,
            """
            SELECT run_id, task, attempt, worker, state, failures, losses, then_state
              FROM task_run WHERE %s ORDER BY run_id, task
            """
                + transaction.dialect().lock(),
            keys,
            (row, _) ->
                Map.entry(
                    new TaskRunKey(row.getString(1), row.getString(2)),
                    new Standing(
                        row.getInt(3),
                        String.valueOf(row.getString(4)),
                        TaskRunState.valueOf(row.getString(5)),
                        row.getInt(6),
                        row.getInt(7),
                        then(row.getString(8)))))
        .forEach(row -> held.put(row.getKey(), row.getValue()));
    return held;
  }

  private static @Nullable TaskRunState then(@Nullable String word) {
    return word == null ? null : TaskRunState.valueOf(word);
  }

  private static PreparedBatch tasks(Transaction transaction) {
    return transaction
        .handle()
        .prepareBatch(
            """
            UPDATE task_run SET state = ?, available_at = ?, failures = ?, losses = ?, reason = ?,
                   waits = ?, rendered = ?, ended_at = ?, worker = NULL, lease_until = NULL,
                   then_state = NULL
             WHERE run_id = ? AND task = ?
            """);
  }
}
