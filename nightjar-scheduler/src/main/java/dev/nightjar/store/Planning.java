package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Upstream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What follows from the ends of tasks, within one transaction that has locked their runs: which
/// tasks may start, and which are left out. What it costs grows with the tasks directly after those
/// that ended, not with the workflow. Not thread-safe.
final class Planning {
  private static final String BY = "scheduler";

  private record Step(OpenRun run, String task, TaskRunState end, Upstream counts) {
    Step(OpenRun run, String task, TaskRunState end) {
      this(run, task, end, EndCounts.of(end));
    }
  }

  private final Transaction transaction;
  private final Instant now;
  private final Changes changes;
  private final OpenRuns open;
  private final Map<String, OpenRun> runs;
  private final WaitingTasks waiting;
  private final PastRuns past;
  private final GridEnds grids;
  private final ArrayDeque<Step> ended = new ArrayDeque<>();

  /// Tasks whose turn may have come, though nothing before them ended just now.
  private final Set<TaskRunKey> looked = new HashSet<>();

  /// Tasks that start whatever is before them.
  private final Set<TaskRunKey> unasked = new HashSet<>();

  /// @param runs by id, all locked; those that this brings on as well are added
  Planning(
      Transaction transaction,
      Instant now,
      Changes changes,
      OpenRuns open,
      Map<String, OpenRun> runs) {
    this.transaction = transaction;
    this.now = now;
    this.changes = changes;
    this.open = open;
    this.runs = runs;
    this.waiting = new WaitingTasks(transaction);
    this.past = new PastRuns(transaction);
    this.grids = new GridEnds(transaction, now, changes);
  }

  /// A run may start, or go on: those of its tasks are looked at that wait for no other, or before
  /// which some have ended.
  void begin(OpenRun run) {
    run.run().workflow().tasks().stream()
        .filter(Task::first)
        .forEach(task -> look(run, task.name()));
    WaitingTasks.reached(transaction, run.run().id()).forEach(task -> look(run, task));
  }

  /// The turn of a task that waits may have come.
  void look(OpenRun run, String task) {
    looked.add(new TaskRunKey(run.run().id(), task));
  }

  /// A task that waits starts, whatever is before it.
  void start(OpenRun run, String task) {
    look(run, task);
    unasked.add(new TaskRunKey(run.run().id(), task));
  }

  /// A task ended, and its row says so already.
  ///
  /// @param skips tasks that it leaves out
  void ended(OpenRun run, String task, TaskRunState state, List<String> skips) {
    Optional<Task> grid = run.run().workflow().grid(task);
    if (grid.isPresent()) {
      grids.count(run, grid.get());
      return;
    }
    skips.forEach(skip -> looked.add(new TaskRunKey(run.run().id(), skip)));
    Map<String, TaskRow> rows = waiting.load(looked);
    for (String skip : skips) {
      TaskRow row = rows.get(run.run().id() + "/" + skip);
      if (row != null && row.waits()) {
        end(run, row, TaskRunState.SKIPPED, "left out by " + task);
      }
    }
    ended.add(new Step(run, task, state));
  }

  /// A task failed, and is tried no more: where its workflow is to stop then, all others are ended
  /// before anything follows from the failure.
  void failed(OpenRun run) {
    if (run.run().workflow().concurrency().failStop()) {
      for (String task : new FailStop(transaction, run, changes).stop(now)) {
        run.endTask(task, TaskRunState.SKIPPED, null);
        ended.add(new Step(run, task, TaskRunState.SKIPPED));
      }
    }
  }

  /// Brings on all that follows, and stores it.
  void settle() {
    endGrids();
    while (!ended.isEmpty() || !looked.isEmpty()) {
      List<Step> steps = List.copyOf(ended);
      ended.clear();
      Set<TaskRunKey> touched = new HashSet<>(looked);
      looked.clear();
      for (Step step : steps) {
        next(step).forEach(task -> touched.add(new TaskRunKey(step.run().run().id(), task.name())));
      }
      Map<String, TaskRow> rows = waiting.load(touched);
      for (Step step : steps) {
        for (Task task : next(step)) {
          TaskRow row = rows.get(step.run().run().id() + "/" + task.name());
          if (row != null) {
            row.count(
                step.counts(),
                task.after().contains(step.task()),
                step.run().run().workflow().setups(task.name()).contains(step.task()));
          }
        }
      }
      for (TaskRow row : rows.values()) {
        if (row.waits()) {
          judge(Objects.requireNonNull(runs.get(row.key().run())), row);
        }
      }
      wakeLater(steps);
    }
    waiting.store(now);
  }

  /// Grids whose last points ended have ended as well, or wait again if somebody cleared them.
  private void endGrids() {
    List<GridEnds.End> ends = grids.settle();
    ends.stream()
        .filter(end -> end.state().ended())
        .forEach(end -> ended.add(new Step(end.run(), end.grid(), end.state(), end.counts())));
    for (GridEnds.End end : ends) {
      if (!end.state().ended()) {
        Set<String> uncounted =
            ended.stream()
                .filter(step -> step.run() == end.run())
                .map(Step::task)
                .collect(Collectors.toSet());
        UpstreamCounts.store(transaction, end.run().run(), Set.of(end.grid()), uncounted);
        look(end.run(), end.grid());
      }
    }
  }

  private static Collection<Task> next(Step step) {
    return step.run().run().workflow().affected(step.task());
  }

  private void judge(OpenRun open, TaskRow row) {
    Run run = open.run();
    Task task = run.task(row.key().task());
    if (unasked.remove(row.key())) {
      start(open, task, row);
      return;
    }
    switch (start(run, task, row)) {
      case LATER -> {}
      case SKIP -> end(open, row, TaskRunState.SKIPPED, "left out: " + Reasons.why(task, row));
      case UPSTREAM_FAILED ->
          end(open, row, TaskRunState.UPSTREAM_FAILED, "can't start: " + Reasons.why(task, row));
      case NOW -> {
        String blocked = past.blocks(run, task);
        if (blocked != null) {
          row.says(blocked);
        } else {
          start(open, task, row);
        }
      }
    }
  }

  /// A task in a mapped group waits for all before it; then each of its points looks at those of
  /// its number.
  private TriggerRule.Start start(Run run, Task task, TaskRow row) {
    if (!run.workflow().paired(task).isEmpty()) {
      if (!row.upstream().isDone()) {
        return TriggerRule.Start.LATER;
      }
      if (new PairedPoints(transaction, run, task).apply()) {
        return TriggerRule.Start.NOW;
      }
    }
    return task.when().start(row.upstream(), row.setups());
  }

  private void start(OpenRun open, Task task, TaskRow row) {
    if (task.work().immediate()) {
      open.begins();
      row.startsNow(now);
      end(open, row, TaskRunState.SUCCESS, null);
    } else if (task.work().deferred() || task.traits().grid() != null) {
      open.begins();
      row.startsNow(now);
      change(open, row, TaskRunState.DEFERRED, null);
    } else {
      change(open, row, TaskRunState.QUEUED, null);
    }
  }

  private void end(OpenRun open, TaskRow row, TaskRunState state, @Nullable String reason) {
    change(open, row, state, reason);
    open.endTask(row.key().task(), state, null);
    ended.add(new Step(open, row.key().task(), state));
  }

  private void change(OpenRun open, TaskRow row, TaskRunState state, @Nullable String reason) {
    Run run = open.run();
    changes.task(
        run.workflowId(), run.id(), row.key().task(), TaskRunState.WAITING, state, BY, reason);
    row.becomes(state, reason);
  }

  /// Tasks of later runs that waited for these ends.
  private void wakeLater(List<Step> steps) {
    Map<String, Set<String>> byRun = new TreeMap<>();
    for (Step step : steps) {
      if (step.end() == TaskRunState.SUCCESS || step.end() == TaskRunState.SKIPPED) {
        Set<String> waiters = waiters(step);
        if (!waiters.isEmpty()) {
          byRun.computeIfAbsent(step.run().run().id(), _ -> new TreeSet<>()).addAll(waiters);
        }
      }
    }
    byRun.forEach(
        (id, tasks) -> {
          Run run = Objects.requireNonNull(runs.get(id)).run();
          for (OpenRun later : lockLater(past.after(run))) {
            tasks.stream()
                .filter(task -> later.run().workflow().task(task).isPresent())
                .forEach(task -> looked.add(new TaskRunKey(later.run().id(), task)));
          }
        });
  }

  /// Which tasks of a later run the end of a task can set free.
  private static Set<String> waiters(Step step) {
    Set<String> waiters = new TreeSet<>();
    Task task = step.run().run().task(step.task());
    if (task.traits().past() != Past.IGNORED) {
      waiters.add(task.name());
    }
    for (String before : task.after()) {
      if (step.run().run().task(before).traits().past() == Past.SAME_TASK_AND_NEXT) {
        waiters.add(before);
      }
    }
    return waiters;
  }

  private Collection<OpenRun> lockLater(Collection<String> ids) {
    List<String> unknown = ids.stream().filter(id -> !runs.containsKey(id)).toList();
    runs.putAll(open.lock(transaction, unknown));
    List<OpenRun> found = new ArrayList<>();
    for (String id : ids) {
      OpenRun run = runs.get(id);
      if (run != null && !run.held()) {
        found.add(run);
      }
    }
    return found;
  }
}
