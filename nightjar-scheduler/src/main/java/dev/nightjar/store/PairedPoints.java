package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Upstream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How the points of a task in a mapped group start: each by what became of the points of its
/// number before it, and of the tasks before it that are in no such group, all of which have ended.
final class PairedPoints {
  private final Transaction transaction;
  private final Run run;
  private final Task task;
  private final List<String> paired;

  /// Those further before it in its group as well, which may leave its points out.
  private final Set<String> branches = new LinkedHashSet<>();

  PairedPoints(Transaction transaction, Run run, Task task) {
    this.transaction = transaction;
    this.run = run;
    this.task = task;
    this.paired = run.workflow().paired(task);
    var ahead = new ArrayDeque<>(paired);
    while (!ahead.isEmpty()) {
      String before = ahead.remove();
      if (branches.add(before)) {
        ahead.addAll(run.workflow().paired(run.task(before)));
      }
    }
  }

  /// Whether a task before it made points, with which its own are paired.
  boolean apply() {
    return !paired.isEmpty() && !EndCounts.points(transaction, run.id(), paired).isEmpty();
  }

  /// What each of so many points is to be when it is made: QUEUED, or how it ends without a start.
  List<TaskRunState> states(int points) {
    var before = new ArrayList<>(task.after());
    before.addAll(run.workflow().setups(task.name()));
    Map<String, TaskRunState> tasks = TaskRunsByKey.states(transaction, run.id(), before);
    Map<String, Upstream> ends = EndCounts.of(transaction, run, tasks);
    List<String> names = new ArrayList<>();
    List<TaskRunState> states = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      for (String one : branches) {
        names.add(Grid.point(one, i));
      }
    }
    Map<String, TaskRunState> others = TaskRunsByKey.states(transaction, run.id(), names);
    Map<String, Map<String, Object>> memories = LeftOut.memories(transaction, run.id(), names);
    for (int i = 0; i < points; i++) {
      states.add(state(i, ends, others, memories));
    }
    return states;
  }

  private TaskRunState state(
      int point,
      Map<String, Upstream> ends,
      Map<String, TaskRunState> others,
      Map<String, Map<String, Object>> memories) {
    Map<String, Upstream> own = new HashMap<>(ends);
    for (String one : branches) {
      String name = Grid.point(one, point);
      TaskRunState end = others.get(name);
      if (end != null) {
        own.put(one, EndCounts.of(end));
      }
      Map<String, Object> memory = memories.getOrDefault(name, Map.of());
      if (end == TaskRunState.SUCCESS && LeftOut.leavesOut(memory, task.name())) {
        return TaskRunState.SKIPPED;
      }
    }
    Upstream before = sum(task.after(), own);
    TriggerRule.Start start =
        task.when().start(before, sum(run.workflow().setups(task.name()), own));
    return switch (start) {
      case NOW, LATER -> TaskRunState.QUEUED;
      case SKIP -> TaskRunState.SKIPPED;
      case UPSTREAM_FAILED -> TaskRunState.UPSTREAM_FAILED;
    };
  }

  private static Upstream sum(Collection<String> tasks, Map<String, Upstream> ends) {
    int there = (int) tasks.stream().filter(ends::containsKey).count();
    var sum = new Upstream(there, 0, 0, 0, 0);
    for (String one : tasks) {
      Upstream end = ends.get(one);
      sum = end == null ? sum : sum.plus(end);
    }
    return sum;
  }
}
