package dev.nightjar.store;

import dev.nightjar.run.Event;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs: made, found, listed, deleted.
public final class RunStore {
  private final EventStore events = new EventStore();

  /// Makes a run, its task runs ready to be claimed unless it is held.
  ///
  /// @throws StoreException.Duplicate from the transaction, if there is one with its idempotency
  ///     token or, for a scheduled run, its time
  public void insert(Transaction transaction, NewRun run) {
    NotebookWork notebook = notebook(run.workflow());
    List<Task> tasks = NewTaskRuns.of(run);
    DataInterval interval = run.cause().interval();
    Duration timeout = run.workflow().concurrency().timeout();
    transaction
        .handle()
        .createUpdate(
            """
            INSERT INTO run (id, workflow_id, version_id, name, name_key, notebook, environment,
                compute_type, state, cause, logical_time, parameters, idempotency_token, fire_key,
                held, open_tasks, failed_tasks, stopped_tasks, created_at, updated_at, created_by,
                run_key, logical_micros, timeout_ms, interval_start, interval_end)
            VALUES (:id, :workflow, :version, :name, :nameKey, :notebook, :environment,
                :computeType, 'QUEUED', :cause, :logicalTime, :parameters, :token, :fireKey,
                :held, :tasks, 0, 0, :created, :created, :by, :key, :micros, :timeout, :intervalStart, :intervalEnd)
            """)
        .bind("id", run.id())
        .bind("workflow", run.workflowId())
        .bind("version", run.version())
        .bind("name", run.workflow().name())
        .bind("nameKey", Conditions.key(run.workflow().name()))
        .bind("notebook", notebook == null ? null : notebook.notebook())
        .bind("environment", notebook == null ? null : notebook.environment())
        .bind("computeType", notebook == null ? null : notebook.computeType())
        .bind("cause", run.cause().trigger().name())
        .bind("logicalTime", run.cause().logicalTime().toEpochMilli())
        .bind("parameters", Documents.write(run.parameters()))
        .bind("token", run.cause().idempotencyToken())
        .bind("fireKey", run.fireKey())
        .bind("held", run.held() ? 1 : 0)
        .bind("tasks", tasks.size())
        .bind("key", run.cause().key())
        .bind("micros", run.cause().logicalTime().get(ChronoField.MICRO_OF_SECOND) % 1000)
        .bind("timeout", timeout == null ? null : timeout.toMillis())
        .bind("intervalStart", interval == null ? null : interval.start().toEpochMilli())
        .bind("intervalEnd", interval == null ? null : interval.end().toEpochMilli())
        .bind("created", run.created().toEpochMilli())
        .bind("by", run.cause().by())
        .execute();
    insertTags(transaction, run);
    NewTaskRuns.insert(transaction, run, tasks);
    Deadlines.insert(transaction, run, tasks);
    events.append(
        transaction,
        new Event(
            0,
            run.created(),
            new Event.Subject(run.workflowId(), run.id(), null),
            null,
            RunState.QUEUED.name(),
            run.cause().by(),
            run.held() ? "waits for the run before it" : null));
    if (!run.held() && NewTaskRuns.needPlanning(tasks)) {
      var open = new OpenRuns();
      var changes = new Changes(run.created());
      open.begin(transaction, open.lock(transaction, List.of(run.id())), run.created(), changes);
      changes.store(transaction);
    }
  }

  static @Nullable NotebookWork notebook(Workflow workflow) {
    return workflow.notebookOnly() ? workflow.onlyNotebook() : null;
  }

  private static void insertTags(Transaction transaction, NewRun run) {
    if (!run.workflow().tags().isEmpty() && run.workflow().source() == null) {
      var batch =
          transaction
              .handle()
              .prepareBatch("INSERT INTO run_tag (tag, created_at, run_id) VALUES (?, ?, ?)");
      run.workflow().tags().stream()
          .distinct()
          .forEach(tag -> batch.add(tag, run.created().toEpochMilli(), run.id()));
      batch.execute();
    }
  }

  /// The run of that id.
  public Optional<Run> find(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery(RunRows.SELECT + " WHERE run.id = :id")
        .bind("id", id)
        .map((row, _) -> RunRows.read(row))
        .findOne();
  }

  /// The job of that id; a run of a workflow that is more than one notebook is none.
  public Optional<Run> findJob(Transaction transaction, String id) {
    return find(transaction, id).filter(run -> run.workflow().notebookOnly());
  }

  /// The runs that go on for longer than their workflows let them.
  public List<Run> overdue(Transaction transaction, Instant now) {
    return transaction
        .handle()
        .createQuery(
            RunRows.SELECT
                + " WHERE run.state = 'RUNNING' AND run.timeout_ms IS NOT NULL AND run.started_at + run.timeout_ms < :now")
        .bind("now", now.toEpochMilli())
        .map((row, _) -> RunRows.read(row))
        .list();
  }

  /// The run that was made with that idempotency token.
  public Optional<Run> findByToken(Transaction transaction, String token) {
    return transaction
        .handle()
        .createQuery(RunRows.SELECT + " WHERE run.idempotency_token = :token")
        .bind("token", token)
        .map((row, _) -> RunRows.read(row))
        .findOne();
  }

  /// The version that a run started with, unless it was made for this run only.
  public Optional<String> sharedVersion(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT version.id FROM run JOIN workflow_version version ON version.id = run.version_id
             WHERE run.id = :id AND version.workflow_id IS NOT NULL
            """)
        .bind("id", id)
        .mapTo(String.class)
        .findOne();
  }

  /// Whether a workflow's schedule has made the run of that time already.
  public boolean scheduled(Transaction transaction, String workflow, Instant time) {
    return transaction
        .handle()
        .createQuery("SELECT 1 FROM run WHERE fire_key = :key")
        .bind("key", NewRun.fireKey(workflow, time))
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /// The runs of those ids that are there, by id.
  public Map<String, Run> find(Transaction transaction, Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return transaction
        .handle()
        .createQuery(RunRows.SELECT + " WHERE run.id IN (<ids>)")
        .bindList("ids", Lists.padded(ids))
        .map((row, _) -> RunRows.read(row))
        .collect(Collectors.toMap(Run::id, run -> run));
  }

  /// Gives a run another name or description than the version that it started with.
  ///
  /// @param version the id of the version that is made for it
  /// @return false if it is not there
  public boolean revise(
      Transaction transaction, String id, String version, Workflow workflow, Instant now) {
    Optional<Run> run = find(transaction, id);
    if (run.isEmpty()) {
      return false;
    }
    String before = version(transaction, id);
    WorkflowStore.insertVersion(transaction, version, null, 1, workflow, run.get().snapshot(), now);
    NotebookWork notebook = notebook(workflow);
    transaction
        .handle()
        .execute(
            """
            UPDATE run SET version_id = ?, name = ?, name_key = ?, compute_type = ?, updated_at = ?
             WHERE id = ?
            """,
            version,
            workflow.name(),
            Conditions.key(workflow.name()),
            notebook == null ? null : notebook.computeType(),
            now.toEpochMilli(),
            id);
    deleteOwnVersion(transaction, before);
    return true;
  }

  /// Deletes a run that has ended, with all that hangs on it; false if it has not, or is not there.
  public boolean delete(Transaction transaction, String id, Instant now, String by) {
    Optional<Run> run = find(transaction, id);
    if (run.isEmpty() || !run.get().status().state().ended()) {
      return false;
    }
    String version = version(transaction, id);
    if (1 != transaction.handle().execute("DELETE FROM run WHERE id = ?", id)) {
      return false;
    }
    for (String table :
        List.of(
            "artifact",
            "attempt",
            "task_value",
            "task_run",
            "memo",
            "run_tag",
            "alert",
            "deadline")) {
      transaction.handle().execute("DELETE FROM %s WHERE run_id = ?".formatted(table), id);
    }
    deleteOwnVersion(transaction, version);
    RunState state = run.get().status().state();
    var counts = new RunCounts();
    counts.add(run.get().workflowId(), state, -1);
    counts.store(transaction);
    events.append(
        transaction,
        new Event(
            0,
            now,
            new Event.Subject(run.get().workflowId(), id, null),
            state.name(),
            "DELETED",
            by,
            null));
    return true;
  }

  private static String version(Transaction transaction, String run) {
    return transaction
        .handle()
        .createQuery("SELECT version_id FROM run WHERE id = :id")
        .bind("id", run)
        .mapTo(String.class)
        .one();
  }

  /// A version that was made for one run only.
  private static void deleteOwnVersion(Transaction transaction, String version) {
    transaction
        .handle()
        .execute("DELETE FROM workflow_version WHERE id = ? AND workflow_id IS NULL", version);
  }
}
