package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Task;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How the tasks before one stand, counted anew: what is counted as they end is no longer right
/// when somebody changed states by hand.
final class UpstreamCounts {
  private UpstreamCounts() {}

  /// Counts for those of the tasks that wait, and stores it.
  ///
  /// @param uncounted tasks whose ends are counted later
  static void store(
      Transaction transaction, Run run, Collection<String> tasks, Set<String> uncounted) {
    var before = new TreeSet<String>();
    tasks.forEach(task -> before.addAll(run.task(task).after()));
    Map<String, TaskRunState> states = TaskRunsByKey.states(transaction, run.id(), before);
    states.keySet().removeAll(uncounted);
    store(transaction, run, tasks, states);
  }

  /// As above, where all that counts is known.
  static void store(
      Transaction transaction,
      Run run,
      Collection<String> tasks,
      Map<String, TaskRunState> states) {
    var batch =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE task_run SET upstream_success = ?, upstream_failed = ?,
                       upstream_upstream_failed = ?, upstream_skipped = ?
                 WHERE run_id = ? AND task = ? AND state = 'WAITING'
                """);
    for (String name : tasks) {
      Task task = run.task(name);
      batch.add(
          count(task, states, Set.of(TaskRunState.SUCCESS)),
          count(task, states, Set.of(TaskRunState.FAILED, TaskRunState.STOPPED)),
          count(task, states, Set.of(TaskRunState.UPSTREAM_FAILED)),
          count(task, states, Set.of(TaskRunState.SKIPPED)),
          run.id(),
          name);
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static int count(Task task, Map<String, TaskRunState> states, Set<TaskRunState> counted) {
    return (int)
        task.after().stream()
            .filter(before -> states.containsKey(before) && counted.contains(states.get(before)))
            .count();
  }
}
