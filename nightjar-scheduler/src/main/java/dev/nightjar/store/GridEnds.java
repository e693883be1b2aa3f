package dev.nightjar.store;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Upstream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Ends grids whose last points end, within one transaction that has locked their runs. The end of
/// a point costs the same however many there are; only the end of the grid looks at all of them.
/// Not thread-safe.
final class GridEnds {
  /// A grid that has ended, or that waits again since somebody cleared it.
  ///
  /// @param counts what it counts as for those after it
  record End(OpenRun run, String grid, TaskRunState state, Upstream counts) {}

  private record Standing(TaskRunKey key, int open, @Nullable TaskRunState then) {}

  private final Transaction transaction;
  private final Instant now;
  private final Changes changes;
  private final Map<String, OpenRun> runs = new HashMap<>();

  /// How many points ended, by run and grid.
  private final Map<String, Map<String, Integer>> ended = new TreeMap<>();

  GridEnds(Transaction transaction, Instant now, Changes changes) {
    this.transaction = transaction;
    this.now = now;
    this.changes = changes;
  }

  /// A point ended, and its row says so already.
  void count(OpenRun run, Task grid) {
    runs.put(run.run().id(), run);
    ended.computeIfAbsent(run.run().id(), _ -> new TreeMap<>()).merge(grid.name(), 1, Integer::sum);
  }

  /// Ends those of the grids no point of which is open any more.
  List<End> settle() {
    List<End> ends = new ArrayList<>();
    ended.forEach(
        (run, grids) ->
            grids.forEach(
                (grid, points) ->
                    lessOpen(new TaskRunKey(run, grid), points)
                        .filter(standing -> standing.open() == 0)
                        .ifPresent(standing -> ends.add(end(standing)))));
    ended.clear();
    return ends;
  }

  private Optional<Standing> lessOpen(TaskRunKey key, int points) {
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET open_points = open_points - ?
             WHERE run_id = ? AND task = ? AND state = 'DEFERRED'
            """,
            points,
            key.run(),
            key.task());
    return transaction
        .handle()
        .createQuery(
            """
            SELECT open_points, then_state FROM task_run
             WHERE run_id = :run AND task = :task AND state = 'DEFERRED'
            """)
        .bind("run", key.run())
        .bind("task", key.task())
        .map(
            (row, _) ->
                new Standing(
                    key,
                    row.getInt(1),
                    row.getString(2) == null ? null : TaskRunState.valueOf(row.getString(2))))
        .findOne();
  }

  private End end(Standing standing) {
    TaskRunKey key = standing.key();
    OpenRun run = Objects.requireNonNull(runs.get(key.run()));
    Map<TaskRunState, Integer> counts =
        EndCounts.points(transaction, key.run(), Set.of(key.task()))
            .getOrDefault(key.task(), Map.of());
    TaskRunState state =
        standing.then() == null ? EndCounts.verdict(counts.keySet()) : standing.then();
    String reason = standing.then() == null ? reason(key, counts) : null;
    transaction
        .handle()
        .execute(
            """
            UPDATE task_run SET state = ?, reason = COALESCE(?, stop_reason), then_state = NULL,
                   ended_at = ?
             WHERE run_id = ? AND task = ?
            """,
            state.name(),
            reason,
            state.ended() ? now.toEpochMilli() : null,
            key.run(),
            key.task());
    changes.task(
        run.run().workflowId(),
        key.run(),
        key.task(),
        TaskRunState.DEFERRED,
        state,
        "scheduler",
        reason);
    if (state.ended()) {
      run.endTask(key.task(), state, reason);
      GridValues.gather(transaction, run.run().task(key.task()), key, now);
    } else {
      GridPoints.delete(transaction, key.run(), key.task());
    }
    return new End(run, key.task(), state, EndCounts.of(run.run().task(key.task()), state, counts));
  }

  private @Nullable String reason(TaskRunKey key, Map<TaskRunState, Integer> counts) {
    Integer failed = counts.get(TaskRunState.FAILED);
    if (failed == null) {
      return null;
    }
    String first =
        transaction
            .handle()
            .createQuery(
                """
                SELECT task, reason FROM task_run
                 WHERE run_id = :run AND parent = :task AND state = 'FAILED'
                 ORDER BY point LIMIT 1
                """)
            .bind("run", key.run())
            .bind("task", key.task())
            .map((row, _) -> "%s: %s".formatted(row.getString(1), row.getString(2)))
            .one();
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return "%,d of %,d points failed: %s".formatted(failed, all, first);
  }
}
