package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Upstream;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the end of a task counts as for the trigger rules of those after it: one task. A mapped
/// task of an Airflow file counts as each of its points, as there.
final class EndCounts {
  private EndCounts() {}

  /// One task that ended so.
  static Upstream of(TaskRunState end) {
    return of(Map.of(end, 1));
  }

  /// A grid.
  ///
  /// @param end how it ended
  /// @param points how many of its points stand how
  static Upstream of(Task grid, TaskRunState end, Map<TaskRunState, Integer> points) {
    boolean each = grid.work() instanceof AirflowWork && end == verdict(points.keySet());
    return each && !points.isEmpty() ? of(points) : of(end);
  }

  /// How a grid ends by itself: it succeeds if a point did and none failed or was stopped; it is
  /// left out if all points were.
  static TaskRunState verdict(Set<TaskRunState> points) {
    for (TaskRunState worst :
        List.of(
            TaskRunState.FAILED,
            TaskRunState.UPSTREAM_FAILED,
            TaskRunState.STOPPED,
            TaskRunState.SUCCESS)) {
      if (points.contains(worst)) {
        return worst;
      }
    }
    return TaskRunState.SKIPPED;
  }

  private static Upstream of(Map<TaskRunState, Integer> ends) {
    return new Upstream(
        ends.values().stream().mapToInt(Integer::intValue).sum(),
        ends.getOrDefault(TaskRunState.SUCCESS, 0),
        ends.getOrDefault(TaskRunState.FAILED, 0) + ends.getOrDefault(TaskRunState.STOPPED, 0),
        ends.getOrDefault(TaskRunState.UPSTREAM_FAILED, 0),
        ends.getOrDefault(TaskRunState.SKIPPED, 0));
  }

  /// Those of tasks of a run that have ended.
  ///
  /// @param states of tasks, those that have not ended among them
  static Map<String, Upstream> of(
      Transaction transaction, Run run, Map<String, TaskRunState> states) {
    List<String> grids =
        states.keySet().stream()
            .filter(task -> run.task(task).traits().grid() != null)
            .filter(task -> run.task(task).work() instanceof AirflowWork)
            .toList();
    Map<String, Map<TaskRunState, Integer>> points =
        grids.isEmpty() ? Map.of() : points(transaction, run.id(), grids);
    Map<String, Upstream> ends = new HashMap<>();
    states.forEach(
        (task, state) -> {
          if (state.ended()) {
            ends.put(task, of(run.task(task), state, points.getOrDefault(task, Map.of())));
          }
        });
    return ends;
  }

  /// How many points of grids stand how.
  static Map<String, Map<TaskRunState, Integer>> points(
      Transaction transaction, String run, Collection<String> grids) {
    Map<String, Map<TaskRunState, Integer>> points = new HashMap<>();
    transaction
        .handle()
        .createQuery(
            """
            SELECT parent, state, COUNT(*) FROM task_run
             WHERE run_id = :run AND parent IN (<grids>) GROUP BY parent, state
            """)
        .bind("run", run)
        .bindList("grids", Lists.padded(List.copyOf(grids)))
        .map(
            (row, _) -> {
              points
                  .computeIfAbsent(row.getString(1), _ -> new EnumMap<>(TaskRunState.class))
                  .put(TaskRunState.valueOf(row.getString(2)), row.getInt(3));
              return row.getInt(3);
            })
        .list();
    return points;
  }
}
