package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A run whose tasks somebody changes by hand, within one transaction that has locked it. Costs as
/// much as the run has tasks. Not thread-safe.
final class RunEdit {
  private static final Set<TaskRunState> HELD =
      EnumSet.of(TaskRunState.RUNNING, TaskRunState.STOPPING);

  private final Transaction transaction;
  private final OpenRun open;
  private final String by;
  private final Instant now;
  private final Changes changes;
  private final OpenRuns runs = new OpenRuns();
  private final Map<String, TaskRunState> states;
  private final GridPoints points;
  private final Set<String> cleared = new TreeSet<>();
  private final Set<String> marked = new TreeSet<>();
  private final Set<String> started = new TreeSet<>();

  private RunEdit(Transaction transaction, OpenRun open, String by, Instant now) {
    this.transaction = transaction;
    this.open = open;
    this.by = by;
    this.now = now;
    this.changes = new Changes(now);
    this.states = lockTasks(transaction, open.run().id());
    this.points = GridPoints.lock(transaction, open.run(), changes, by);
  }

  /// Locks a run; empty if it is not there.
  ///
  /// @throws StoreException.Busy if it is being stopped
  static Optional<RunEdit> lock(Transaction transaction, String id, String by, Instant now) {
    OpenRun open = new OpenRuns().lockAll(transaction, List.of(id)).get(id);
    if (open == null) {
      return Optional.empty();
    }
    if (open.run().status().state() == RunState.STOPPING) {
      throw new StoreException.Busy(
          "run %s is being stopped: try again when it has ended".formatted(id));
    }
    return Optional.of(new RunEdit(transaction, open, by, now));
  }

  Run run() {
    return open.run();
  }

  /// The states of its tasks, as they are by now.
  Map<String, TaskRunState> states() {
    return states;
  }

  /// Has a task wait again as if it had never run, but for the numbers of its attempts. One that
  /// runs is stopped before.
  ///
  /// @param onlyFailed of a grid only the points that failed run again
  void clear(String task, boolean onlyFailed) {
    clear(task, onlyFailed ? points.failed(task) : Set.of());
  }

  /// Has some points of a grid run again, and the grid wait for them; the others keep what they
  /// did.
  ///
  /// @param some names of its points; none for a grid that makes its points anew
  void clear(String task, Set<String> some) {
    TaskRunState was = Objects.requireNonNull(states.get(task), task);
    String reason = "cleared by " + by;
    if (HELD.contains(was)) {
      stop(task, was, TaskRunState.WAITING, reason);
      return;
    }
    if (points.stop(task, TaskRunState.STOPPED, TaskRunState.WAITING, reason)) {
      return;
    }
    if (some.isEmpty()) {
      points.delete(task);
    } else {
      points.retry(task, some, reason, now);
    }
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET state = 'WAITING', failures = 0, losses = 0, reason = ?,
                   waits = NULL, started_at = NULL, ended_at = NULL, available_at = ?,
                   stop_reason = NULL, reuse = NULL, resumes = 0
             WHERE run_id = ? AND task = ?
            """,
            reason,
            now.toEpochMilli(),
            run().id(),
            task);
    ValueStore.deleteAll(transaction, new TaskRunKey(run().id(), task));
    become(task, was, TaskRunState.WAITING, reason);
    cleared.add(task);
    marked.remove(task);
  }

  /// The points of its grids.
  GridPoints points() {
    return points;
  }

  /// Has a task that was cleared go on where its last attempt stopped.
  void resume(String task) {
    transaction
        .handle()
        .execute("UPDATE task_run SET resumes = 1 WHERE run_id = ? AND task = ?", run().id(), task);
  }

  /// Has a task that was cleared start at once, whatever is before it.
  void start(String task) {
    started.add(task);
  }

  /// Says whether a task does its work also if that was done before.
  ///
  /// @param anew null for what its run says
  void doAnew(String task, @Nullable Boolean anew) {
    transaction
        .handle()
        .execute(
            "UPDATE task_run SET anew = ? WHERE run_id = ? AND task = ?",
            anew == null ? null : anew ? 1 : 0,
            run().id(),
            task);
  }

  /// Has a task be ended in a state. One that runs is stopped before.
  void mark(String task, TaskRunState state, String reason) {
    TaskRunState was = Objects.requireNonNull(states.get(task), task);
    if (HELD.contains(was)) {
      stop(task, was, state, reason);
      return;
    }
    if (points.stop(task, TaskRunState.STOPPED, state, reason)) {
      return;
    }
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET state = ?, reason = ?, waits = NULL, ended_at = ?
             WHERE run_id = ? AND task = ?
            """,
            state.name(),
            reason,
            now.toEpochMilli(),
            run().id(),
            task);
    become(task, was, state, reason);
    cleared.remove(task);
    marked.add(task);
  }

  private void stop(String task, TaskRunState was, TaskRunState then, String reason) {
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET state = 'STOPPING', then_state = ?, stop_reason = ?, resumes = 0
             WHERE run_id = ? AND task = ?
            """,
            then.name(),
            reason,
            run().id(),
            task);
    become(task, was, TaskRunState.STOPPING, reason);
  }

  private void become(String task, TaskRunState was, TaskRunState is, String reason) {
    if (was != is) {
      changes.task(run().workflowId(), run().id(), task, was, is, by, reason);
    }
    states.put(task, is);
  }

  /// Counts anew, lets start what may start now, and stores what became of the run.
  ///
  /// @param failure why the run is to fail whatever its tasks do; null if it is not
  /// @throws StoreException.Busy if a task is to start at once, and the run may not go on yet
  void finish(@Nullable String failure) {
    List<String> waiters = cleared.stream().filter(task -> !started.contains(task)).toList();
    LeftOut.of(transaction, run(), waiters, states)
        .forEach((task, branch) -> mark(task, TaskRunState.SKIPPED, "left out by " + branch));
    open.recount(states);
    if (failure != null) {
      open.fail(failure);
    }
    if (open.reopened()) {
      reopen();
    }
    var runsById = new TreeMap<>(Map.of(run().id(), open));
    if (open.held() && !started.isEmpty()) {
      throw new StoreException.Busy(
          "run %s has to wait: its workflow is paused, or has as many runs as may go on at a time"
              .formatted(run().id()));
    }
    if (open.held()) {
      UpstreamCounts.store(transaction, run(), touched(), states, Set.of());
    } else {
      Collection<String> waiting = touched();
      UpstreamCounts.store(transaction, run(), waiting, states, marked);
      var planning = new Planning(transaction, now, changes, runs, runsById);
      marked.forEach(
          task -> planning.ended(open, task, Objects.requireNonNull(states.get(task)), List.of()));
      waiting.forEach(task -> planning.look(open, task));
      started.forEach(task -> planning.start(open, task));
      planning.settle();
    }
    runs.store(transaction, runsById.values(), now, by, changes);
    changes.store(transaction);
  }

  /// The tasks that wait and whose counts may have changed.
  private Collection<String> touched() {
    var touched = new TreeSet<>(cleared);
    for (Set<String> some : List.of(cleared, marked)) {
      for (String task : some) {
        run().workflow().affected(task).stream().map(Task::name).forEach(touched::add);
      }
    }
    touched.removeIf(task -> states.get(task) != TaskRunState.WAITING);
    return touched;
  }

  /// It had ended and goes on: as soon as there is room for it, and people are told of its end
  /// again.
  private void reopen() {
    transaction
        .handle()
        .execute("DELETE FROM alert WHERE run_id = ? AND state = 'SENT'", run().id());
    String workflow = run().workflowId();
    Integer limit = run().workflow().concurrency().runs();
    if (workflow == null || limit == null) {
      return;
    }
    new WorkflowStore().lock(transaction, Set.of(workflow));
    long active =
        transaction
            .handle()
            .createQuery(
                """
                SELECT COUNT(*) FROM run
                 WHERE workflow_id = :workflow AND state IN ('QUEUED', 'RUNNING', 'STOPPING')
                   AND held = 0
                """)
            .bind("workflow", workflow)
            .mapTo(Long.class)
            .one();
    if (active >= limit) {
      open.hold();
    }
  }

  /// The states of the tasks of a run, locked.
  static Map<String, TaskRunState> lockTasks(Transaction transaction, String run) {
    Map<String, TaskRunState> states = new LinkedHashMap<>();
    transaction
        .handle()
        .createQuery(
            "SELECT task, state FROM task_run WHERE run_id = :run AND parent IS NULL ORDER BY task"
                + transaction.dialect().lock())
        .bind("run", run)
        .map((row, _) -> Map.entry(row.getString(1), TaskRunState.valueOf(row.getString(2))))
        .forEach(row -> states.put(row.getKey(), row.getValue()));
    return states;
  }

  /// As [#select], with the setups and teardowns that belong to the tasks.
  List<String> selectWithSetups(Collection<String> names, boolean before, boolean after) {
    var more = new TreeSet<>(select(names, before, after));
    for (String name : names) {
      if (states.containsKey(name)) {
        more.addAll(run().workflow().setups(name, before, after));
      }
    }
    return select(more, false, false);
  }

  /// Those of the tasks, with those before or after them, that the run has.
  List<String> select(Collection<String> names, boolean before, boolean after) {
    return Lineage.of(run(), names, before, after).stream().filter(states::containsKey).toList();
  }
}
