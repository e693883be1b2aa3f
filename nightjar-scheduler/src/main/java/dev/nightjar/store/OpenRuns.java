package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Runs that some of their tasks bring on, up to their end.
///
/// Whoever changes runs locks rows in this order: runs, task runs, workflows; each by their ids.
final class OpenRuns {
  private static final String BY_SCHEDULER = "scheduler";
  private static final int MOST_AT_ONCE = 100;

  private record Row(boolean held, int open, int failed, int stopped) {}

  private record Room(String workflow, int active, int held) {}

  private final RunStore runs = new RunStore();

  /// Locks those of the runs that have not ended.
  Map<String, OpenRun> lock(Transaction transaction, Collection<String> ids) {
    return lock(transaction, ids, " AND state IN ('QUEUED', 'RUNNING', 'STOPPING')");
  }

  /// Locks the runs, whether or not they have ended.
  Map<String, OpenRun> lockAll(Transaction transaction, Collection<String> ids) {
    return lock(transaction, ids, "");
  }

  private Map<String, OpenRun> lock(
      Transaction transaction, Collection<String> ids, String condition) {
    Map<String, OpenRun> open = new TreeMap<>();
    if (ids.isEmpty()) {
      return open;
    }
    Map<String, Row> rows = new TreeMap<>();
    transaction
        .handle()
        .createQuery(
            """
            SELECT id, held, open_tasks, failed_tasks, stopped_tasks FROM run
             WHERE id IN (<ids>)%s ORDER BY id%s
            """
                .formatted(condition, transaction.dialect().lock()))
        .bindList("ids", Lists.padded(new TreeSet<>(ids)))
        .map(
            (row, _) ->
                Map.entry(
                    row.getString(1),
                    new Row(row.getInt(2) != 0, row.getInt(3), row.getInt(4), row.getInt(5))))
        .forEach(row -> rows.put(row.getKey(), row.getValue()));
    runs.find(transaction, rows.keySet())
        .forEach(
            (id, run) -> {
              Row row = Objects.requireNonNull(rows.get(id));
              open.put(id, new OpenRun(run, row.held(), row.open(), row.failed(), row.stopped()));
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
                UPDATE run SET state = ?, held = ?, open_tasks = ?, failed_tasks = ?,
                       stopped_tasks = ?, message = ?, updated_at = ?, started_at = ?, ended_at = ?
                 WHERE id = ?
                """);
    for (OpenRun one : some) {
      Run was = one.run();
      Run is = one.changed(now);
      RunState from = was.status().state();
      RunState to = is.status().state();
      batch.add(
          to.name(),
          one.held() ? 1 : 0,
          one.open(),
          one.failed(),
          one.stopped(),
          one.message(),
          is.status().updated().toEpochMilli(),
          Rows.millis(is.status().started()),
          Rows.millis(is.status().ended()),
          was.id());
      if (from != to) {
        changes.run(was.workflowId(), was.id(), from, to, by, one.message());
      }
      if (from.ended()) {
        counts.add(was.workflowId(), from, -1);
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

  /// Where fewer runs of a workflow go on than may, the first of those that waited for that start.
  private void release(Transaction transaction, List<Run> ended, Instant now, Changes changes) {
    var workflows = new TreeSet<String>();
    ended.stream().map(Run::workflowId).filter(Objects::nonNull).forEach(workflows::add);
    if (!workflows.isEmpty()) {
      release(transaction, workflows, now, changes);
    }
  }

  /// As above, for these workflows.
  void release(Transaction transaction, Set<String> workflows, Instant now, Changes changes) {
    new WorkflowStore().lock(transaction, workflows);
    List<Room> rooms =
        transaction
            .handle()
            .createQuery(
                """
                SELECT workflow_id, SUM(1 - held) AS active, SUM(held) AS held FROM run
                 WHERE workflow_id IN (<workflows>) AND state IN ('QUEUED', 'RUNNING', 'STOPPING')
                 GROUP BY workflow_id HAVING SUM(held) > 0
                """)
            .bindList("workflows", Lists.padded(workflows))
            .map((row, _) -> new Room(row.getString(1), row.getInt(2), row.getInt(3)))
            .list();
    Map<String, OpenRun> starting = new TreeMap<>();
    for (Room room : rooms) {
      starting.putAll(lock(transaction, next(transaction, room)));
    }
    if (!starting.isEmpty()) {
      begin(transaction, starting, now, changes);
    }
  }

  /// The held runs that there is room for.
  private List<String> next(Transaction transaction, Room room) {
    List<String> held =
        transaction
            .handle()
            .createQuery(
                """
                SELECT id FROM run WHERE workflow_id = :workflow AND state = 'QUEUED' AND held = 1
                 ORDER BY CASE cause WHEN 'MANUAL' THEN 0 ELSE 1 END, logical_time, id LIMIT :limit
                """)
            .bind("workflow", room.workflow())
            .bind("limit", room.active() == 0 ? MOST_AT_ONCE : room.held())
            .mapTo(String.class)
            .list();
    Integer limit =
        runs.find(transaction, held.getFirst()).orElseThrow().workflow().concurrency().runs();
    int free = (limit == null ? 1 : limit) - room.active();
    return held.subList(0, Math.clamp(free, 0, held.size()));
  }

  /// Lets runs begin whose rows are locked.
  ///
  /// @return those that ended by that, since there was nothing for them to do
  List<Run> begin(
      Transaction transaction, Map<String, OpenRun> starting, Instant now, Changes changes) {
    var planning = new Planning(transaction, now, changes, this, starting);
    starting.values().forEach(OpenRun::release);
    List.copyOf(starting.values()).forEach(planning::begin);
    planning.settle();
    return store(transaction, starting.values(), now, BY_SCHEDULER, changes);
  }
}
