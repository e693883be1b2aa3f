package dev.nightjar.store;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/// Task runs whose keys are known, found by the primary key alone. With `run_id = … AND task IN
/// (…)`, or with a state beside the keys, PostgreSQL reads all tasks of the run or of the state,
/// which it takes to be few, so that the end of a task would cost the more the larger its run is.
final class TaskRunsByKey {
  private static final int AT_ONCE = 256;

  private TaskRunsByKey() {}

  /// Reads them, in the order of their keys, so that those who lock them do not wait for each
  /// other.
  ///
  /// @param select a query with `%s` for its only condition, in that order
  static <T> List<T> read(
      Transaction transaction, String select, Collection<TaskRunKey> keys, RowMapper<T> mapper) {
    List<TaskRunKey> all = List.copyOf(new TreeSet<>(keys));
    List<T> found = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<TaskRunKey> some = Lists.padded(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
      String condition =
          "(run_id, task) IN (%s%s)"
              .formatted(
                  transaction.dialect().rows(),
                  String.join(", ", Collections.nCopies(some.size(), "(?, ?)")));
      Query query = transaction.handle().createQuery(select.formatted(condition));
      int position = 0;
      for (TaskRunKey key : some) {
        query.bind(position++, key.run()).bind(position++, key.task());
      }
      found.addAll(query.map(mapper).list());
    }
    return found;
  }

  /// The states of those that are there.
  static Map<TaskRunKey, TaskRunState> states(
      Transaction transaction, Collection<TaskRunKey> keys) {
    Map<TaskRunKey, TaskRunState> states = new HashMap<>();
    read(
            transaction,
            "SELECT run_id, task, state FROM task_run WHERE %s",
            keys,
            (row, _) ->
                Map.entry(
                    new TaskRunKey(row.getString(1), row.getString(2)),
                    TaskRunState.valueOf(row.getString(3))))
        .forEach(row -> states.put(row.getKey(), row.getValue()));
    return states;
  }

  /// The states of those of a run that are there, by task.
  static Map<String, TaskRunState> states(
      Transaction transaction, String run, Collection<String> tasks) {
    Map<String, TaskRunState> states = new HashMap<>();
    states(transaction, tasks.stream().map(task -> new TaskRunKey(run, task)).toList())
        .forEach((key, state) -> states.put(key.task(), state));
    return states;
  }
}
