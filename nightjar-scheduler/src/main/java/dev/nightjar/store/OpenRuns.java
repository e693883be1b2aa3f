package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/// Runs that some of their tasks bring on, up to their end.
///
/// Whoever changes runs locks rows in this order: task runs, runs, workflows; each by their ids.
final class OpenRuns {
  private static final String BY_SCHEDULER = "scheduler";

  private record Row(int open, int failed, int stopped, RunState state) {}

  private final RunStore runs = new RunStore();

  /// Locks those of the runs that have not ended.
  Map<String, OpenRun> lock(Transaction transaction, Collection<String> ids) {
    Map<String, OpenRun> open = new TreeMap<>();
    if (ids.isEmpty()) {
      return open;
    }
    Map<String, Row> rows = new TreeMap<>();
    transaction
        .handle()
        .createQuery(
            """
            SELECT id, open_tasks, failed_tasks, stopped_tasks, state FROM run
             WHERE id IN (<ids>) AND state IN ('QUEUED', 'RUNNING', 'STOPPING') ORDER BY id
            """
                + transaction.dialect().lock())
        .bindList("ids", Lists.padded(new TreeSet<>(ids)))
        .map(
            (row, _) ->
                Map.entry(
                    row.getString(1),
                    new Row(
                        row.getInt(2),
                        row.getInt(3),
                        row.getInt(4),
                        RunState.valueOf(row.getString(5)))))
        .forEach(row -> rows.put(row.getKey(), row.getValue()));
    runs.find(transaction, rows.keySet())
        .forEach(
            (id, run) -> {
              Row row = Objects.requireNonNull(rows.get(id));
              open.put(id, new OpenRun(run, row.open(), row.failed(), row.stopped()));
            });
    return open;
  }

  /// Stores what became of them, and lets those start that waited for them to end.
  ///
  /// @return those that have ended
  List<Run> store(
      Transaction transaction, Collection<OpenRun> some, Instant now, String by, Changes changes) {
    if (some.isEmpty()) {
      return List.of();
    }
    List<Run> ended = new ArrayList<>();
    var counts = new RunCounts();
    var batch =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE run SET state = ?, open_tasks = ?, failed_tasks = ?, stopped_tasks = ?,
                       message = ?, updated_at = ?, ended_at = ?
                 WHERE id = ?
                """);
    for (OpenRun one : some) {
      Run was = one.run();
      Run is = one.changed(now);
      RunState from = was.status().state();
      RunState to = is.status().state();
      batch.add(
          to.name(),
          one.open(),
          one.failed(),
          one.stopped(),
          one.message(),
          is.status().updated().toEpochMilli(),
          Rows.millis(is.status().ended()),
          was.id());
      if (from != to) {
        changes.run(was.workflowId(), was.id(), from, to, by, one.message());
      }
      if (to.ended()) {
        counts.add(was.workflowId(), to, 1);
        ended.add(is);
      }
    }
    batch.execute();
    counts.store(transaction);
    release(transaction, ended, now, changes);
    return ended;
  }

  /// Where no run of a workflow goes on, the oldest of those that waited for that may start.
  private void release(Transaction transaction, List<Run> ended, Instant now, Changes changes) {
    var workflows = new TreeSet<String>();
    ended.stream().map(Run::workflowId).filter(Objects::nonNull).forEach(workflows::add);
    if (workflows.isEmpty()) {
      return;
    }
    new WorkflowStore().lock(transaction, workflows);
    List<String> held =
        transaction
            .handle()
            .createQuery(
                """
                SELECT MIN(run.id) FROM run
                 WHERE run.workflow_id IN (<workflows>) AND run.state = 'QUEUED' AND run.held = 1
                   AND NOT EXISTS (
                       SELECT 1 FROM run other
                        WHERE other.workflow_id = run.workflow_id AND other.held = 0
                          AND other.state IN ('QUEUED', 'RUNNING', 'STOPPING'))
                 GROUP BY run.workflow_id
                """)
            .bindList("workflows", Lists.padded(workflows))
            .mapTo(String.class)
            .list();
    runs.find(transaction, held).values().forEach(run -> start(transaction, run, now, changes));
  }

  private static void start(Transaction transaction, Run run, Instant now, Changes changes) {
    transaction.handle().execute("UPDATE run SET held = 0 WHERE id = ?", run.id());
    for (Task task : run.workflow().tasks()) {
      if (task.after().isEmpty()
          && 1
              == transaction
                  .handle()
                  .execute(
                      """
                      UPDATE task_run SET state = 'QUEUED', available_at = ?
                       WHERE run_id = ? AND task = ? AND state = 'WAITING'
                      """,
                      now.toEpochMilli(),
                      run.id(),
                      task.name())) {
        changes.task(
            run.workflowId(),
            run.id(),
            task.name(),
            TaskRunState.WAITING,
            TaskRunState.QUEUED,
            BY_SCHEDULER,
            "the run before it ended");
      }
    }
  }
}
