package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Upstream;
import java.util.Collection;
import java.util.List;
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
    for (String task : tasks) {
      before.addAll(run.task(task).after());
      before.addAll(run.workflow().setups(task));
    }
    Map<String, TaskRunState> states = TaskRunsByKey.states(transaction, run.id(), before);
    store(transaction, run, tasks, states, uncounted);
  }

  /// As above, where the states of the run's tasks are known.
  static void store(
      Transaction transaction,
      Run run,
      Collection<String> tasks,
      Map<String, TaskRunState> states,
      Set<String> uncounted) {
    Map<String, Upstream> ends = EndCounts.of(transaction, run, states);
    ends.keySet().removeAll(uncounted);
    var batch =
        transaction
            .handle()
            .prepareBatch(
                """
                UPDATE task_run SET upstream = ?, upstream_success = ?, upstream_failed = ?,
                       upstream_upstream_failed = ?, upstream_skipped = ?,
                       setups = ?, setups_success = ?, setups_failed = ?, setups_skipped = ?
                 WHERE run_id = ? AND task = ? AND state = 'WAITING'
                """);
    for (String name : tasks) {
      Upstream before = count(run.task(name).after(), states.keySet(), ends);
      Upstream setups = count(run.workflow().setups(name), states.keySet(), ends);
      batch.add(
          before.all(),
          before.success(),
          before.failed(),
          before.upstreamFailed(),
          before.skipped(),
          setups.all(),
          setups.success(),
          setups.failed() + setups.upstreamFailed(),
          setups.skipped(),
          run.id(),
          name);
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /// How some of the tasks stand that are there.
  private static Upstream count(List<String> tasks, Set<String> there, Map<String, Upstream> ends) {
    List<String> some = tasks.stream().filter(there::contains).toList();
    var count = new Upstream(some.size(), 0, 0, 0, 0);
    for (String task : some) {
      Upstream end = ends.get(task);
      count = end == null ? count : count.plus(end);
    }
    return count;
  }
}
