package dev.nightjar.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The points for each of which a task runs once.
///
/// @param points names with lists, of which each combination is a point; or a list of points, each
///     of names with values. A template may stand for all of it, for a list, or for a value
/// @param best by what the best point is found; null for none
/// @param group the group of tasks that is mapped, of which this is one: a point of a task comes
///     after the points of the same number of those before it in the group. Null for none
public record Grid(Object points, @Nullable Best best, @Nullable String group) {
  /// So many points a grid may have.
  public static final int MOST = 10_000;

  /// That of a task which is mapped by itself.
  public Grid(Object points, @Nullable Best best) {
    this(points, best, null);
  }

  /// By what the best point is found.
  ///
  /// @param largest whether the largest number is the best, or the smallest
  /// @param value the name of the value that it is
  public record Best(boolean largest, String value) {}

  /// What a point is called as a task of its run.
  ///
  /// @param index from 0
  public static String point(String task, int index) {
    return "%s[%d]".formatted(task, index);
  }

  /// How many points there are; empty if only templates can say that.
  public OptionalLong size() {
    return switch (points) {
      case List<?> list -> OptionalLong.of(list.size());
      case Map<?, ?> map when map.values().stream().allMatch(List.class::isInstance) ->
          OptionalLong.of(product(map.values()));
      default -> OptionalLong.empty();
    };
  }

  /// The points, in the order of Python's `itertools.product`: the last name changes fastest.
  ///
  /// @param filled what templates made of [#points]
  /// @throws WorkflowException if it is nothing of which points can be made, or there are more than
  ///     [#MOST]
  public static List<Map<String, Object>> expand(@Nullable Object filled) {
    return switch (filled) {
      case List<?> list -> points(list);
      case Map<?, ?> map -> combinations(map);
      case null, default ->
          throw new WorkflowException(
              "grid: gives '%s': it must be names with lists, or a list of points"
                  .formatted(filled));
    };
  }

  private static List<Map<String, Object>> points(List<?> list) {
    requireFew(list.size());
    List<Map<String, Object>> points = new ArrayList<>();
    for (Object one : list) {
      if (!(one instanceof Map<?, ?> map)) {
        throw new WorkflowException(
            "grid[%d]: gives '%s': a point must be names with values"
                .formatted(points.size(), one));
      }
      Map<String, Object> point = new LinkedHashMap<>();
      map.forEach((name, value) -> point.put(String.valueOf(name), value));
      points.add(point);
    }
    return points;
  }

  private static List<Map<String, Object>> combinations(Map<?, ?> given) {
    Map<String, List<?>> lists = new LinkedHashMap<>();
    given.forEach((name, values) -> lists.put(String.valueOf(name), list(name, values)));
    requireFew(product(lists.values()));
    List<Map<String, Object>> points = lists.isEmpty() ? List.of() : List.of(Map.of());
    for (Map.Entry<String, List<?>> one : lists.entrySet()) {
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> point : points) {
        for (Object value : one.getValue()) {
          Map<String, Object> further = new LinkedHashMap<>(point);
          further.put(one.getKey(), value);
          longer.add(further);
        }
      }
      points = longer;
    }
    return points;
  }

  /// What a template gives for a list may be names with values: each pair is a value, as Airflow
  /// has it.
  private static List<?> list(@Nullable Object name, @Nullable Object values) {
    return switch (values) {
      case List<?> list -> list;
      case Map<?, ?> map ->
          map.entrySet().stream().map(one -> Arrays.asList(one.getKey(), one.getValue())).toList();
      case null, default ->
          throw new WorkflowException("grid.%s: gives '%s', not a list".formatted(name, values));
    };
  }

  private static long product(Collection<?> lists) {
    long product = lists.isEmpty() ? 0 : 1;
    for (Object list : lists) {
      int size = ((List<?>) list).size();
      // Once it is too much, only an empty list makes a difference.
      product = size == 0 ? 0 : Math.min(product, Integer.MAX_VALUE) * size;
    }
    return product;
  }

  private static void requireFew(long size) {
    if (size > MOST) {
      throw new WorkflowException(
          "grid: has %,d points: at most %,d are allowed".formatted(size, MOST));
    }
  }
}
