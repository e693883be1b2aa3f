package dev.nightjar.store;

import dev.nightjar.run.TaskRunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What pools are used for.
public final class PoolUses {
  /// A pool.
  ///
  /// @param description null for none
  /// @param slots how many it has
  /// @param taken how many of them tasks in a state have or ask for; states that no task is in are
  ///     left out
  public record Use(
      String name, @Nullable String description, int slots, Map<TaskRunState, Integer> taken) {
    public Use {
      taken = Map.copyOf(taken);
    }

    /// How many slots tasks in that state have or ask for.
    public int in(TaskRunState state) {
      return taken.getOrDefault(state, 0);
    }
  }

  private record Row(String pool, TaskRunState state, int slots) {}

  /// All pools by name.
  public List<Use> list(Transaction transaction) {
    Map<String, Map<TaskRunState, Integer>> taken = new HashMap<>();
    transaction
        .handle()
        .createQuery(
            """
            SELECT pool, state, SUM(slots) AS slots FROM task_run
             WHERE pool IS NOT NULL
               AND state IN ('QUEUED', 'RUNNING', 'STOPPING', 'DEFERRED', 'UP_FOR_RETRY')
             GROUP BY pool, state
            """)
        .map(
            (row, _) ->
                new Row(row.getString(1), TaskRunState.valueOf(row.getString(2)), row.getInt(3)))
        .forEach(
            row ->
                taken
                    .computeIfAbsent(row.pool(), _ -> new HashMap<>())
                    .put(row.state(), row.slots()));
    List<Use> uses = new ArrayList<>();
    transaction
        .handle()
        .createQuery("SELECT name, description, slots FROM pool ORDER BY name")
        .map(
            (row, _) ->
                new Use(
                    row.getString(1),
                    row.getString(2),
                    row.getInt(3),
                    taken.getOrDefault(row.getString(1), Map.of())))
        .forEach(uses::add);
    return uses;
  }
}
