package dev.nightjar.store;

import dev.nightjar.run.TaskRunKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The points of a grid, for those who show them.
///
/// @param rows in the order of the points; none before the grid may start
/// @param best the index of the best point; null as long as that is not known
public record GridTable(List<Row> rows, @Nullable Integer best) {
  /// Longer values, as JSON, are left out: the whole table is read at once.
  public static final int LONGEST = 4_096;

  /// A point.
  ///
  /// @param taskRun its task run
  /// @param point its place and parameters
  /// @param values what it left, as JSON by name
  public record Row(StoredTaskRun taskRun, StoredTaskRun.Point point, Map<String, String> values) {}

  public GridTable {
    rows = List.copyOf(rows);
  }

  /// Reads the table of a grid.
  public static GridTable read(Transaction transaction, TaskRunKey grid) {
    Map<String, Map<String, String>> values = new HashMap<>();
    for (ValueStore.Left left : new ValueStore().ofGrid(transaction, grid, LONGEST)) {
      values
          .computeIfAbsent(left.taskRun().task(), _ -> new TreeMap<>())
          .put(left.value().key(), left.value().json());
    }
    List<Row> rows = new ArrayList<>();
    for (StoredTaskRun one : new TaskRunLists().ofGrid(transaction, grid)) {
      rows.add(
          new Row(
              one,
              Objects.requireNonNull(one.point()),
              values.getOrDefault(one.key().task(), Map.of())));
    }
    return new GridTable(rows, best(transaction, grid));
  }

  private static @Nullable Integer best(Transaction transaction, TaskRunKey grid) {
    ValueStore.Left left = new ValueStore().find(transaction, grid, GridValues.BEST).orElse(null);
    return left != null
            && Documents.value(left.value().json()) instanceof Map<?, ?> best
            && best.get(GridValues.POINT) instanceof Integer index
        ? index
        : null;
  }

  /// The names of the points' parameters, in the order in which they first come.
  public Set<String> parameters() {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.point().values().keySet()));
    return names;
  }

  /// The names of the values that points left.
  public Set<String> values() {
    Set<String> names = new TreeSet<>();
    rows.forEach(row -> names.addAll(row.values().keySet()));
    return names;
  }
}
