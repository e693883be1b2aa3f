package dev.nightjar.store;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.run.Waiting;
import dev.nightjar.workflow.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Task runs that wait for something without a worker.
public final class Deferrals {
  /// One of them.
  ///
  /// @param waiting for what; null if its task's work says that, and nobody has filled in its
  ///     templates yet
  /// @param attempt the number of the attempt that left it; 0 for none
  /// @param started when it began
  public record Deferred(
      TaskRunKey key, @Nullable Waiting waiting, int attempt, int failures, Instant started) {}

  private final OpenRuns open = new OpenRuns();

  /// Takes those whose time to be looked at has come; nobody else gets them for a while.
  public List<Deferred> take(Transaction transaction, Instant now, Duration aWhile, int limit) {
    List<Deferred> due =
        transaction
            .handle()
            .createQuery(
                """
                SELECT run_id, task, waits, attempt, failures, started_at FROM task_run
                 WHERE state = 'DEFERRED' AND available_at <= :now AND open_points = 0
                 ORDER BY available_at LIMIT :limit%s
                """
                    .formatted(transaction.dialect().skipLocked()))
            .bind("now", now.toEpochMilli())
            .bind("limit", limit)
            .map((row, _) -> read(row, now))
            .list();
    due.forEach(one -> put(transaction, one.key(), one.waiting(), now.plus(aWhile)));
    return due;
  }

  private static Deferred read(ResultSet row, Instant now) throws SQLException {
    String waits = row.getString("waits");
    Instant started = Rows.timeOrNull(row, "started_at");
    return new Deferred(
        new TaskRunKey(row.getString("run_id"), row.getString("task")),
        waits == null ? null : Documents.waiting(waits),
        row.getInt("attempt"),
        row.getInt("failures"),
        started == null ? now : started);
  }

  /// Notes what a task run waits for that has just begun to.
  ///
  /// @return false if somebody did that before, or it does not wait any more
  public boolean begin(Transaction transaction, TaskRunKey key, Waiting waiting, Instant next) {
    return transaction
            .handle()
            .execute(
                """
                UPDATE task_run SET waits = ?, available_at = ?
                 WHERE run_id = ? AND task = ? AND state = 'DEFERRED' AND waits IS NULL
                """,
                Documents.write(waiting),
                next.toEpochMilli(),
                key.run(),
                key.task())
        == 1;
  }

  /// Says when one is to be looked at again.
  public void put(
      Transaction transaction, TaskRunKey key, @Nullable Waiting waiting, Instant next) {
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET waits = ?, available_at = ?
             WHERE run_id = ? AND task = ? AND state = 'DEFERRED'
            """,
            waiting == null ? null : Documents.write(waiting),
            next.toEpochMilli(),
            key.run(),
            key.task());
  }

  /// Has one looked at now that is to be looked at later.
  public void hasten(Transaction transaction, TaskRunKey key, Instant now) {
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET available_at = ?
             WHERE run_id = ? AND task = ? AND state = 'DEFERRED' AND waits IS NOT NULL
               AND available_at > ?
            """,
            now.toEpochMilli(),
            key.run(),
            key.task(),
            now.toEpochMilli());
  }

  /// Ends a wait.
  ///
  /// @return the runs that have ended by that
  public List<Run> end(Transaction transaction, Deferred deferred, Outcome outcome, Instant now) {
    TaskRunKey key = deferred.key();
    Map<String, OpenRun> runs = new TreeMap<>(open.lock(transaction, List.of(key.run())));
    OpenRun run = runs.get(key.run());
    if (run == null) {
      return List.of();
    }
    Task task = run.run().task(key.task());
    var again = AfterAttempt.Again.of(run.run(), task);
    AfterAttempt next = AfterAttempt.of(outcome, again, false, deferred.failures(), 0, now);
    // What no worker does is tried again without one.
    TaskRunState state =
        next.state() == TaskRunState.UP_FOR_RETRY && task.work().deferred()
            ? TaskRunState.DEFERRED
            : next.state();
    int changed =
        transaction
            .handle()
            .execute(
                """
                UPDATE task_run SET state = ?, available_at = ?, failures = ?, reason = ?,
                       waits = NULL, ended_at = ?
                 WHERE run_id = ? AND task = ? AND state = 'DEFERRED'
                   AND attempt = ? AND failures = ?
                """,
                state.name(),
                now.plus(next.delay()).toEpochMilli(),
                next.failures(),
                outcome.message(),
                next.state().ended() ? now.toEpochMilli() : null,
                key.run(),
                key.task(),
                deferred.attempt(),
                deferred.failures());
    if (changed == 0) {
      return List.of();
    }
    var changes = new Changes(now);
    changes.task(
        run.run().workflowId(),
        key.run(),
        key.task(),
        TaskRunState.DEFERRED,
        state,
        "scheduler",
        outcome.message());
    FailureMails.put(transaction, run.run(), key, deferred.attempt(), next.state(), now);
    var planning = new Planning(transaction, now, changes, open, runs);
    if (next.state() == TaskRunState.FAILED) {
      planning.failed(run);
    }
    if (next.state().ended()) {
      run.endTask(key.task(), next.state(), outcome.message());
      planning.ended(run, key.task(), next.state(), List.of());
    }
    planning.settle();
    List<Run> ended = open.store(transaction, runs.values(), now, "scheduler", changes);
    changes.store(transaction);
    return ended;
  }

  /// How a run of a workflow stands.
  public record Standing(RunState state, Map<String, TaskRunState> tasks) {}

  /// How a run stands, with the tasks that are asked for.
  ///
  /// @param workflow its key
  /// @param name the run's; null for that of the logical time
  /// @param tasks which of its tasks
  public Optional<Standing> standing(
      Transaction transaction,
      String workflow,
      @Nullable String name,
      Instant logicalTime,
      List<String> tasks) {
    var query =
        transaction
            .handle()
            .createQuery(
                """
                SELECT run.id, run.state FROM run JOIN workflow ON workflow.id = run.workflow_id
                 WHERE workflow.workflow_key = :workflow AND %s ORDER BY run.id DESC LIMIT 1
                """
                    .formatted(name == null ? "run.logical_time = :time" : "run.run_key = :name"))
            .bind("workflow", workflow);
    if (name == null) {
      query.bind("time", logicalTime.toEpochMilli());
    } else {
      query.bind("name", name);
    }
    return query
        .map((row, _) -> Map.entry(row.getString(1), RunState.valueOf(row.getString(2))))
        .findOne()
        .map(
            run ->
                new Standing(
                    run.getValue(), TaskRunsByKey.states(transaction, run.getKey(), tasks)));
  }
}
