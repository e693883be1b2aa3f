package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Workflows that were read from files, by their keys.
public final class FileWorkflows {
  private final WorkflowStore workflows = new WorkflowStore();
  private final ScheduleStore schedules = new ScheduleStore();

  /// The workflow of that key, whether its file is still there or not.
  public Optional<StoredWorkflow> find(Transaction transaction, String key) {
    return transaction
        .handle()
        .createQuery("SELECT id FROM workflow WHERE workflow_key = :key")
        .bind("key", key)
        .mapTo(String.class)
        .findOne()
        .flatMap(id -> workflows.find(transaction, id));
  }

  /// Says whether a workflow's file is there.
  ///
  /// @return whether that is news
  public boolean present(Transaction transaction, String workflow, boolean there) {
    return 1
        == transaction
            .handle()
            .execute(
                "UPDATE workflow SET present = ? WHERE id = ? AND present <> ?",
                there ? 1 : 0,
                workflow,
                there ? 1 : 0);
  }

  /// The ids of the workflows that are there, by the file that each was read from.
  public List<Known> present(Transaction transaction) {
    return transaction
        .handle()
        .createQuery(
            "SELECT id, workflow_key, source_file FROM workflow WHERE workflow_key IS NOT NULL AND present = 1")
        .map((row, _) -> new Known(row.getString(1), row.getString(2), row.getString(3)))
        .list();
  }

  /// A workflow and its file.
  public record Known(String id, String key, String file) {}

  /// The newest data interval that has a run by schedule or backfill; empty if none has.
  public Optional<DataInterval> lastInterval(Transaction transaction, String workflow) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT interval_start, interval_end FROM run
             WHERE workflow_id = :workflow AND cause IN ('SCHEDULE', 'BACKFILL')
               AND interval_start IS NOT NULL
             ORDER BY logical_time DESC, id DESC LIMIT 1
            """)
        .bind("workflow", workflow)
        .map(
            (row, _) ->
                new DataInterval(Rows.time(row, "interval_start"), Rows.time(row, "interval_end")))
        .findOne();
  }

  /// How many runs of a workflow go on and are not held.
  public int active(Transaction transaction, String workflow) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT COUNT(*) FROM run WHERE workflow_id = :workflow AND held = 0
               AND state IN ('QUEUED', 'RUNNING', 'STOPPING')
            """)
        .bind("workflow", workflow)
        .mapTo(Integer.class)
        .one();
  }

  /// The newest run of a workflow before a logical time that succeeded.
  public Optional<Run> successBefore(Transaction transaction, String workflow, Instant time) {
    return transaction
        .handle()
        .createQuery(
            RunRows.SELECT
                + """
                   WHERE run.workflow_id = :workflow AND run.logical_time < :time
                     AND run.state = 'SUCCESS' ORDER BY run.logical_time DESC, run.id DESC LIMIT 1
                  """)
        .bind("workflow", workflow)
        .bind("time", time.toEpochMilli())
        .map((row, _) -> RunRows.read(row))
        .findOne();
  }

  /// The run that stands for a time.
  public record Dated(String id, Instant logicalTime, RunState state, @Nullable Instant ended) {}

  /// The runs of a workflow that stand for that time, both ends included, in the order in which
  /// they were made.
  public List<Dated> dated(Transaction transaction, String workflow, Instant from, Instant to) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT id, logical_time, state, ended_at FROM run WHERE workflow_id = :workflow
               AND logical_time >= :from AND logical_time <= :to ORDER BY id
            """)
        .bind("workflow", workflow)
        .bind("from", from.toEpochMilli())
        .bind("to", to.toEpochMilli())
        .map(
            (row, _) ->
                new Dated(
                    row.getString("id"),
                    Rows.time(row, "logical_time"),
                    RunState.valueOf(row.getString("state")),
                    Rows.timeOrNull(row, "ended_at")))
        .list();
  }

  /// How many runs of a workflow have not ended.
  public int open(Transaction transaction, String workflow) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT COUNT(*) FROM run WHERE workflow_id = :workflow
               AND state IN ('QUEUED', 'RUNNING', 'STOPPING')
            """)
        .bind("workflow", workflow)
        .mapTo(Integer.class)
        .one();
  }

  /// How a run stands.
  ///
  /// @param id of the run
  /// @param key what it is called
  /// @param tasks its tasks' states
  /// @param groups those of its tasks that are in groups, with these
  public record Standing(
      String id,
      String key,
      RunState state,
      Instant logicalTime,
      Map<String, TaskRunState> tasks,
      Map<String, String> groups) {}

  /// The runs of a workflow that are called so, or stand for that time; all for null, 100 at most.
  public List<Standing> runs(
      Transaction transaction,
      String workflow,
      @Nullable String name,
      @Nullable Instant logicalTime) {
    var conditions = new Conditions().and("workflow.workflow_key = :key", "key", workflow);
    if (name != null) {
      conditions.and("run.run_key = :name", "name", name);
    }
    if (logicalTime != null) {
      conditions.and("run.logical_time = :time", "time", logicalTime.toEpochMilli());
    }
    List<Run> found =
        conditions
            .bind(
                transaction
                    .handle()
                    .createQuery(
                        """
                        SELECT run.*, version.definition, version.snapshot
                          FROM run JOIN workflow ON workflow.id = run.workflow_id
                          JOIN workflow_version version ON version.id = run.version_id%s
                         ORDER BY run.logical_time DESC LIMIT 100
                        """
                            .formatted(conditions.where())))
            .map((row, _) -> RunRows.read(row))
            .list();
    return found.stream().map(run -> standing(transaction, run)).toList();
  }

  private static Standing standing(Transaction transaction, Run run) {
    Map<String, TaskRunState> tasks = new TreeMap<>();
    transaction
        .handle()
        .createQuery("SELECT task, state FROM task_run WHERE run_id = :run")
        .bind("run", run.id())
        .map((row, _) -> Map.entry(row.getString(1), TaskRunState.valueOf(row.getString(2))))
        .forEach(row -> tasks.put(row.getKey(), row.getValue()));
    Map<String, String> groups = new TreeMap<>();
    for (Task task : run.workflow().tasks()) {
      if (task.traits().group() != null) {
        groups.put(task.name(), task.traits().group());
      }
    }
    return new Standing(
        run.id(),
        String.valueOf(run.cause().key()),
        run.status().state(),
        run.cause().logicalTime(),
        tasks,
        groups);
  }

  /// Stores when a workflow is due next.
  ///
  /// @param next the interval; null for never
  /// @param fireAt when that is acted on; null for never, or while it is paused
  public void schedule(
      Transaction transaction,
      StoredWorkflow stored,
      @Nullable DataInterval next,
      @Nullable Instant fireAt) {
    var intervals = stored.timing().intervals();
    if (intervals == null) {
      schedules.remove(transaction, stored.id());
      return;
    }
    schedules.put(
        transaction,
        stored.id(),
        intervals.timetable(),
        next == null ? null : next.start(),
        fireAt);
    schedules.putIntervals(transaction, stored.id(), intervals.catchup());
  }

  /// Lets held runs of workflows start, as far as there is room for them.
  public void release(Transaction transaction, Collection<String> ids, Instant now) {
    var changes = new Changes(now);
    new OpenRuns().release(transaction, new java.util.TreeSet<>(ids), now, changes);
    changes.store(transaction);
  }
}
