package dev.nightjar.store;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.statement.PreparedBatch;

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

  private record Standing(
      int attempt, String worker, TaskRunState state, int failures, int losses) {}

  private final OpenRuns open = new OpenRuns();

  /// Records how attempts ended, what becomes of their task runs and, where those were the last
  /// ones to end, of their runs. An attempt that is not its worker's any more is left alone.
  ///
  /// @return the runs that have ended by that
  public List<Run> record(Transaction transaction, List<Ended> ends, Instant now) {
    Map<String, OpenRun> runs =
        open.lock(transaction, ends.stream().map(end -> end.key().run()).toList());
    Map<TaskRunKey, Standing> held = lock(transaction, ends, runs.keySet());
    Map<TaskRunKey, Ended> valid = new TreeMap<>(AttemptEnds::compare);
    for (Ended end : ends) {
      Standing standing = held.get(end.key());
      if (standing != null
          && standing.attempt() == end.attempt()
          && standing.worker().equals(end.worker())) {
        valid.putIfAbsent(end.key(), end);
      }
    }
    if (valid.isEmpty()) {
      return List.of();
    }
    var changes = new Changes(now);
    var planning = new Planning(transaction, now, changes, open, runs);
    PreparedBatch tasks = tasks(transaction);
    for (Ended end : valid.values()) {
      OpenRun run = Objects.requireNonNull(runs.get(end.key().run()));
      Standing was = Objects.requireNonNull(held.get(end.key()));
      AfterAttempt next =
          AfterAttempt.of(
              end.outcome(),
              run.run().task(end.key().task()).retry(),
              was.state() == TaskRunState.STOPPING,
              was.failures(),
              was.losses(),
              now);
      add(tasks, end, next, now);
      changes.task(
          run.run().workflowId(),
          run.run().id(),
          end.key().task(),
          was.state(),
          next.state(),
          end.worker(),
          end.outcome().message());
      if (next.state().ended()) {
        run.endTask(end.key().task(), next.state(), end.outcome().message());
        planning.ended(run, end.key().task(), next.state(), end.report().skips());
      }
    }
    tasks.execute();
    AttemptStore.end(transaction, valid.values(), now);
    planning.settle();
    List<Run> ended = open.store(transaction, runs.values(), now, "scheduler", changes);
    changes.store(transaction);
    return ended;
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

  private static int compare(TaskRunKey one, TaskRunKey other) {
    int byRun = one.run().compareTo(other.run());
    return byRun != 0 ? byRun : one.task().compareTo(other.task());
  }

  private static Map<TaskRunKey, Standing> lock(
      Transaction transaction, List<Ended> ends, Set<String> runs) {
    var tasks = new TreeSet<String>();
    ends.forEach(end -> tasks.add(end.key().task()));
    Map<TaskRunKey, Standing> held = new HashMap<>();
    if (runs.isEmpty()) {
      return held;
    }
    transaction
        .handle()
        .createQuery(
            """
            SELECT run_id, task, attempt, worker, state, failures, losses FROM task_run
             WHERE run_id IN (<runs>) AND task IN (<tasks>) AND state IN ('RUNNING', 'STOPPING')
             ORDER BY run_id, task
            """
                + transaction.dialect().lock())
        .bindList("runs", Lists.padded(runs))
        .bindList("tasks", Lists.padded(tasks))
        .map(
            (row, _) ->
                Map.entry(
                    new TaskRunKey(row.getString(1), row.getString(2)),
                    new Standing(
                        row.getInt(3),
                        row.getString(4),
                        TaskRunState.valueOf(row.getString(5)),
                        row.getInt(6),
                        row.getInt(7))))
        .forEach(row -> held.put(row.getKey(), row.getValue()));
    return held;
  }

  private static PreparedBatch tasks(Transaction transaction) {
    return transaction
        .handle()
        .prepareBatch(
            """
            UPDATE task_run SET state = ?, available_at = ?, failures = ?, losses = ?, reason = ?,
                   waits = ?, rendered = ?, ended_at = ?, worker = NULL, lease_until = NULL
             WHERE run_id = ? AND task = ?
            """);
  }
}
