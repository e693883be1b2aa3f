package dev.nightjar.store;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Event;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How attempts, task runs and runs end, and how they are stopped.
public final class Ends {
  /// A loss is no fault of the work, so it is tried again, but not for ever.
  private static final int MOST_LOSSES = 5;

  /// The end of an attempt.
  ///
  /// @param worker who speaks for it
  /// @param artifacts what it left
  public record Ended(
      TaskRunKey key, int attempt, String worker, Outcome outcome, List<Artifact> artifacts) {}

  private record Standing(int failures, int losses, TaskRunState state) {}

  private final EventStore events = new EventStore();
  private final RunStore runs = new RunStore();
  private final WorkflowStore workflows = new WorkflowStore();

  /// Records how an attempt ended, what becomes of its task run and, if that was the last one to
  /// end, of its run.
  ///
  /// @return the run as it is now; empty if the attempt is not the worker's any more, and nothing
  ///     was changed
  public Optional<Run> record(Transaction transaction, Ended ended, Instant now) {
    Optional<Standing> standing = lockStanding(transaction, ended);
    Optional<Run> found = standing.flatMap(_ -> runs.find(transaction, ended.key().run()));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Run run = found.get();
    Next next = next(run, ended, standing.get());
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET state = ?, available_at = ?, failures = ?, losses = ?,
                   worker = NULL, lease_until = NULL
             WHERE run_id = ? AND task = ?
            """,
            next.state().name(),
            now.plus(next.delay()).toEpochMilli(),
            next.failures(),
            next.losses(),
            ended.key().run(),
            ended.key().task());
    endAttempt(transaction, ended, now);
    List<Event> happened = new ArrayList<>();
    happened.add(
        TaskRunStore.event(
            now,
            run,
            ended.key().task(),
            standing.get().state().name(),
            next.state().name(),
            ended.worker(),
            ended.outcome().message()));
    if (next.state().ended()) {
      endTask(transaction, run, next.state(), ended.outcome().message(), now, happened);
    }
    events.append(transaction, happened);
    return runs.find(transaction, run.id());
  }

  private static Optional<Standing> lockStanding(Transaction transaction, Ended ended) {
    String lock = transaction.dialect().singleServer() ? "" : " FOR UPDATE";
    return transaction
        .handle()
        .createQuery(
            """
            SELECT failures, losses, state FROM task_run
             WHERE run_id = :run AND task = :task AND attempt = :attempt AND worker = :worker
               AND state IN ('RUNNING', 'STOPPING')
            """
                + lock)
        .bind("run", ended.key().run())
        .bind("task", ended.key().task())
        .bind("attempt", ended.attempt())
        .bind("worker", ended.worker())
        .map(
            (row, _) ->
                new Standing(
                    row.getInt("failures"),
                    row.getInt("losses"),
                    TaskRunState.valueOf(row.getString("state"))))
        .findOne();
  }

  private record Next(TaskRunState state, Duration delay, int failures, int losses) {}

  private static Next next(Run run, Ended ended, Standing standing) {
    int failures = standing.failures();
    int losses = standing.losses();
    boolean stopping = standing.state() == TaskRunState.STOPPING;
    return switch (ended.outcome()) {
      case Outcome.Succeeded() -> new Next(TaskRunState.SUCCESS, Duration.ZERO, failures, losses);
      case Outcome.Stopped _ -> new Next(TaskRunState.STOPPED, Duration.ZERO, failures, losses);
      case Outcome.Lost _ ->
          stopping
              ? new Next(TaskRunState.STOPPED, Duration.ZERO, failures, losses)
              : new Next(
                  losses + 1 > MOST_LOSSES ? TaskRunState.FAILED : TaskRunState.UP_FOR_RETRY,
                  Duration.ZERO,
                  failures,
                  losses + 1);
      case Outcome.Failed _ -> failed(run, ended, failures + 1, losses, stopping, true);
      case Outcome.TimedOut _ -> failed(run, ended, failures + 1, losses, stopping, false);
    };
  }

  private static Next failed(
      Run run, Ended ended, int failures, int losses, boolean stopping, boolean always) {
    Retry retry = run.task(ended.key().task()).retry();
    Optional<Duration> wait =
        stopping || !(always || retry.onTimeout())
            ? Optional.empty()
            : retry.delayBefore(failures + 1);
    return new Next(
        wait.isPresent() ? TaskRunState.UP_FOR_RETRY : TaskRunState.FAILED,
        wait.orElse(Duration.ZERO),
        failures,
        losses);
  }

  private static void endAttempt(Transaction transaction, Ended ended, Instant now) {
    Outcome outcome = ended.outcome();
    String word =
        switch (outcome) {
          case Outcome.Succeeded _ -> "SUCCEEDED";
          case Outcome.Failed _ -> "FAILED";
          case Outcome.TimedOut _ -> "TIMED_OUT";
          case Outcome.Stopped _ -> "STOPPED";
          case Outcome.Lost _ -> "LOST";
        };
    transaction
        .handle()
        .execute(
            """
            UPDATE attempt SET ended_at = ?, outcome = ?, message = ?, details = ?
             WHERE run_id = ? AND task = ? AND number = ?
            """,
            now.toEpochMilli(),
            word,
            outcome instanceof Outcome.TimedOut(Duration limit)
                ? limit.toString()
                : outcome.message(),
            outcome instanceof Outcome.Failed failed ? failed.details() : null,
            ended.key().run(),
            ended.key().task(),
            ended.attempt());
    if (!ended.artifacts().isEmpty()) {
      var batch =
          transaction
              .handle()
              .prepareBatch(
                  """
                  INSERT INTO artifact (run_id, task, attempt, position, kind, format, path, size)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                  """);
      int position = 0;
      for (Artifact artifact : ended.artifacts()) {
        batch.add(
            ended.key().run(),
            ended.key().task(),
            ended.attempt(),
            position++,
            artifact.kind().name(),
            artifact.format(),
            artifact.path(),
            artifact.size());
      }
      batch.execute();
    }
  }

  private void endTask(
      Transaction transaction,
      Run run,
      TaskRunState state,
      @Nullable String message,
      Instant now,
      List<Event> happened) {
    int failed = state == TaskRunState.FAILED || state == TaskRunState.UPSTREAM_FAILED ? 1 : 0;
    transaction
        .handle()
        .execute(
            """
            UPDATE run SET open_tasks = open_tasks - 1, failed_tasks = failed_tasks + ?,
                   message = COALESCE(message, ?)
             WHERE id = ?
            """,
            failed,
            state == TaskRunState.SUCCESS ? null : message,
            run.id());
    int ended =
        transaction
            .handle()
            .execute(
                """
                UPDATE run
                   SET state = CASE WHEN failed_tasks > 0 THEN 'FAILED'
                                    WHEN ? = 'STOPPED' THEN 'STOPPED' ELSE 'SUCCESS' END,
                       ended_at = ?, updated_at = ?
                 WHERE id = ? AND open_tasks = 0 AND state IN ('QUEUED', 'RUNNING', 'STOPPING')
                """,
                state.name(),
                now.toEpochMilli(),
                now.toEpochMilli(),
                run.id());
    if (ended == 1) {
      RunState to =
          failed > 0
              ? RunState.FAILED
              : state == TaskRunState.STOPPED ? RunState.STOPPED : RunState.SUCCESS;
      happened.add(
          TaskRunStore.event(
              now, run, null, run.status().state().name(), to.name(), "scheduler", message));
      releaseHeld(transaction, run, now, happened);
    }
  }

  /// The oldest run of the workflow that waited for this one to end may start.
  private void releaseHeld(Transaction transaction, Run run, Instant now, List<Event> happened) {
    if (run.workflowId() == null) {
      return;
    }
    workflows.lock(transaction, run.workflowId());
    Optional<String> next =
        transaction
            .handle()
            .createQuery(
                """
                SELECT run.id FROM run
                 WHERE run.workflow_id = :workflow AND run.state = 'QUEUED'
                   AND EXISTS (SELECT 1 FROM task_run WHERE run_id = run.id AND state = 'WAITING')
                   AND NOT EXISTS (SELECT 1 FROM task_run
                                    WHERE run_id = run.id AND state <> 'WAITING')
                 ORDER BY run.id LIMIT 1
                """)
            .bind("workflow", run.workflowId())
            .mapTo(String.class)
            .findOne();
    next.ifPresent(
        id -> {
          transaction
              .handle()
              .execute(
                  """
                  UPDATE task_run SET state = 'QUEUED', available_at = ?
                   WHERE run_id = ? AND state = 'WAITING'
                  """,
                  now.toEpochMilli(),
                  id);
          happened.add(
              new Event(
                  0,
                  now,
                  new Event.Subject(run.workflowId(), id, null),
                  RunState.QUEUED.name(),
                  RunState.QUEUED.name(),
                  "scheduler",
                  "the run before it ended"));
        });
  }

  /// Asks a run to stop. What has not started is stopped at once; what runs is asked to end.
  ///
  /// @return false if it has ended, or is not there
  public boolean stop(Transaction transaction, String id, String by, String reason, Instant now) {
    Optional<Run> found = runs.find(transaction, id);
    if (found.isEmpty() || found.get().status().state().ended()) {
      return false;
    }
    Run run = found.get();
    int waiting =
        transaction
            .handle()
            .execute(
                """
                UPDATE task_run SET state = 'STOPPED'
                 WHERE run_id = ? AND state IN ('WAITING', 'QUEUED', 'UP_FOR_RETRY')
                """,
                id);
    int running =
        transaction
            .handle()
            .execute(
                """
                UPDATE task_run SET state = 'STOPPING', stop_reason = ?
                 WHERE run_id = ? AND state = 'RUNNING'
                """,
                reason,
                id);
    List<Event> happened = new ArrayList<>();
    transaction
        .handle()
        .execute(
            """
            UPDATE run SET open_tasks = open_tasks - ?, state = 'STOPPING', updated_at = ?,
                   message = COALESCE(message, ?)
             WHERE id = ? AND state IN ('QUEUED', 'RUNNING')
            """,
            waiting,
            now.toEpochMilli(),
            reason,
            id);
    happened.add(
        TaskRunStore.event(
            now, run, null, run.status().state().name(), RunState.STOPPING.name(), by, reason));
    if (running == 0
        && transaction
                .handle()
                .execute(
                    """
                    UPDATE run SET state = 'STOPPED', ended_at = ? WHERE id = ? AND open_tasks = 0
                    """,
                    now.toEpochMilli(),
                    id)
            == 1) {
      happened.add(
          TaskRunStore.event(
              now, run, null, RunState.STOPPING.name(), RunState.STOPPED.name(), by, reason));
      releaseHeld(transaction, run, now, happened);
    }
    events.append(transaction, happened);
    return true;
  }
}
