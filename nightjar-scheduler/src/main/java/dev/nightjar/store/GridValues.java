package dev.nightjar.store;

import dev.nightjar.run.Report;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a grid leaves of what its points left: of each name the list of their values, in the order
/// of the points, with null where a point left none; and what the best point is. Mapped tasks of
/// Airflow files leave lists without what is not there, as in Airflow.
final class GridValues {
  /// The key of the best point.
  static final String BEST = "best";

  /// What the best point calls its index.
  static final String POINT = "point";

  /// So many characters of JSON a list may have: as many as any value.
  private static final int LARGEST = 1 << 20;

  private record Point(String task, Map<String, Object> values) {}

  private GridValues() {}

  /// Stores what a grid leaves whose points have ended.
  static void gather(Transaction transaction, Task task, TaskRunKey key, Instant now) {
    List<Point> points = points(transaction, key);
    Map<String, List<@Nullable Object>> lists = lists(transaction, key, points);
    if (task.work() instanceof AirflowWork) {
      lists.values().forEach(list -> list.removeIf(Objects::isNull));
    }
    List<Report.Value> values = new ArrayList<>();
    lists.forEach((name, list) -> values.add(value(name, list)));
    Grid grid = task.traits().grid();
    if (grid != null && grid.best() != null) {
      values.addAll(best(grid.best(), points, lists));
    }
    ValueStore.deleteAll(transaction, key);
    ValueStore.put(transaction, key, values, now);
  }

  private static Report.Value value(String name, Object value) {
    return new Report.Value(name, Documents.write(value), null);
  }

  private static List<Point> points(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT task, point_values FROM task_run
             WHERE run_id = :run AND parent = :task ORDER BY point
            """)
        .bind("run", key.run())
        .bind("task", key.task())
        .map((row, _) -> new Point(row.getString(1), Documents.parameters(row.getString(2))))
        .list();
  }

  private static Map<String, List<@Nullable Object>> lists(
      Transaction transaction, TaskRunKey key, List<Point> points) {
    Map<String, Integer> places = new LinkedHashMap<>();
    points.forEach(point -> places.put(point.task(), places.size()));
    Map<String, List<@Nullable Object>> lists = new TreeMap<>();
    for (String name : small(transaction, key)) {
      List<@Nullable Object> list = new ArrayList<>();
      points.forEach(_ -> list.add(null));
      transaction
          .handle()
          .createQuery(
              """
              SELECT task_value.task, task_value.json FROM task_run JOIN task_value
                  ON task_value.run_id = task_run.run_id AND task_value.task = task_run.task
               WHERE task_run.run_id = :run AND task_run.parent = :task
                 AND task_value.value_key = :name
              """)
          .bind("run", key.run())
          .bind("task", key.task())
          .bind("name", name)
          .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
          .filter(row -> places.containsKey(row.getKey()))
          .forEach(
              row ->
                  list.set(places.getOrDefault(row.getKey(), 0), Documents.value(row.getValue())));
      lists.put(name, list);
    }
    return lists;
  }

  /// The names of those values that are small enough together.
  private static List<String> small(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT task_value.value_key FROM task_run JOIN task_value
                ON task_value.run_id = task_run.run_id AND task_value.task = task_run.task
             WHERE task_run.run_id = :run AND task_run.parent = :task
             GROUP BY task_value.value_key HAVING SUM(LENGTH(task_value.json)) <= :largest
             ORDER BY task_value.value_key
            """)
        .bind("run", key.run())
        .bind("task", key.task())
        .bind("largest", LARGEST)
        .mapTo(String.class)
        .list();
  }

  private static List<Report.Value> best(
      Grid.Best asked, List<Point> points, Map<String, List<@Nullable Object>> lists) {
    List<@Nullable Object> scores = lists.getOrDefault(asked.value(), List.of());
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < scores.size(); i++) {
      double number = number(scores.get(i));
      double score = asked.largest() ? number : -number;
      if (!Double.isNaN(score) && (best < 0 || score > most)) {
        best = i;
        most = score;
      }
    }
    if (best < 0) {
      return List.of();
    }
    Map<String, @Nullable Object> its = new LinkedHashMap<>();
    for (Map.Entry<String, List<@Nullable Object>> list : lists.entrySet()) {
      its.put(list.getKey(), list.getValue().get(best));
    }
    Map<String, Object> point = new LinkedHashMap<>();
    point.put(POINT, best);
    point.put("parameters", points.get(best).values());
    point.put("values", its);
    return List.of(
        value(BEST, point),
        new Report.Value(
            BEST + "_" + asked.value(), Documents.write(its.get(asked.value())), null));
  }

  /// A number, or a text that is one, as commands print it; else not a number.
  private static double number(@Nullable Object value) {
    if (value instanceof String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
