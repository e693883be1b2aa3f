package dev.nightjar.store;

import dev.nightjar.run.Report;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Which tasks a branch left out: it is one of its values, as Airflow has it, so that a task that
/// is cleared while the branch is not is left out again.
final class LeftOut {
  /// The key of that value.
  static final String KEY = "skipmixin_key";

  private static final String SKIPPED = "skipped";
  private static final String FOLLOWED = "followed";

  private LeftOut() {}

  static void remember(
      Transaction transaction, TaskRunKey branch, List<String> tasks, Instant now) {
    if (!tasks.isEmpty()) {
      String json = Documents.write(Map.of(SKIPPED, tasks));
      ValueStore.put(transaction, branch, List.of(new Report.Value(KEY, json, null)), now);
    }
  }

  /// Those of the tasks that a task directly before them left out, each with that task.
  ///
  /// @param states of the run's tasks
  static Map<String, String> of(
      Transaction transaction,
      Run run,
      Collection<String> tasks,
      Map<String, TaskRunState> states) {
    var before = new TreeSet<String>();
    tasks.forEach(task -> before.addAll(run.task(task).after()));
    before.removeIf(task -> states.get(task) != TaskRunState.SUCCESS);
    if (before.isEmpty()) {
      return Map.of();
    }
    Map<String, Map<String, Object>> memories = memories(transaction, run.id(), before);
    Map<String, String> leftOut = new HashMap<>();
    for (String task : tasks) {
      run.task(task).after().stream()
          .filter(branch -> leavesOut(memories.getOrDefault(branch, Map.of()), task))
          .findFirst()
          .ifPresent(branch -> leftOut.put(task, branch));
    }
    return leftOut;
  }

  /// What those of the tasks remember that are branches.
  static Map<String, Map<String, Object>> memories(
      Transaction transaction, String run, Collection<String> branches) {
    Map<String, Map<String, Object>> memories = new HashMap<>();
    var asked = new HashSet<>(branches);
    transaction
        .handle()
        .createQuery("SELECT task, json FROM task_value WHERE run_id = :run AND value_key = :key")
        .bind("run", run)
        .bind("key", KEY)
        .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
        .filter(row -> asked.contains(row.getKey()))
        .forEach(row -> memories.put(row.getKey(), Documents.parameters(row.getValue())));
    return memories;
  }

  /// Whether a task is left out by a branch that remembers this.
  static boolean leavesOut(Map<String, Object> memory, String task) {
    if (memory.get(SKIPPED) instanceof Collection<?> skipped) {
      return skipped.contains(task);
    }
    return memory.get(FOLLOWED) instanceof Collection<?> followed && !followed.contains(task);
  }
}
