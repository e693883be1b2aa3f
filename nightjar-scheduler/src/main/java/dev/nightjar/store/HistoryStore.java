package dev.nightjar.store;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs that another program ran, kept as if they had been run here.
public final class HistoryStore {
  /// How such a run of one task went.
  ///
  /// @param state one in which runs end
  /// @param outcome of its only attempt
  /// @param started when that started; null if it never did
  /// @param ended when the run ended
  /// @param artifacts what the attempt left
  public record History(
      RunState state,
      Outcome outcome,
      @Nullable Instant started,
      Instant ended,
      List<Artifact> artifacts) {}

  private final RunStore runs = new RunStore();

  /// Stores a run with its end; nobody sees it before that.
  ///
  /// @param run whose version is stored already
  /// @param by the program that ran it
  public void insert(Transaction transaction, NewRun run, History history, String by) {
    runs.insert(transaction, run);
    RunState state = history.state();
    Instant started = history.started();
    var handle = transaction.handle();
    handle.execute(
        """
        UPDATE run SET state = ?, message = ?, started_at = ?, ended_at = ?, updated_at = ?,
               open_tasks = 0, failed_tasks = ?, stopped_tasks = ?
         WHERE id = ?
        """,
        state.name(),
        history.outcome().message(),
        started == null ? null : started.toEpochMilli(),
        history.ended().toEpochMilli(),
        history.ended().toEpochMilli(),
        state == RunState.FAILED ? 1 : 0,
        state == RunState.STOPPED ? 1 : 0,
        run.id());
    var key = new TaskRunKey(run.id(), run.workflow().onlyTask().name());
    handle.execute(
        "UPDATE task_run SET state = ?, attempt = ?, failures = ? WHERE run_id = ?",
        TaskRunState.valueOf(state.name()).name(),
        started == null ? 0 : 1,
        state == RunState.FAILED ? 1 : 0,
        run.id());
    if (started != null) {
      handle.execute(
          "INSERT INTO attempt (run_id, task, number, worker, started_at) VALUES (?, ?, 1, ?, ?)",
          key.run(),
          key.task(),
          by,
          started.toEpochMilli());
      var end = new AttemptEnds.Ended(key, 1, by, history.outcome(), history.artifacts());
      AttemptStore.end(transaction, List.of(end), history.ended());
    }
    var changes = new Changes(history.ended());
    changes.run(
        run.workflowId(), run.id(), RunState.QUEUED, state, by, history.outcome().message());
    changes.store(transaction);
    var counts = new RunCounts();
    counts.add(run.workflowId(), state, 1);
    counts.store(transaction);
  }
}
