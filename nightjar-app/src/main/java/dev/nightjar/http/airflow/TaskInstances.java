package dev.nightjar.http.airflow;

import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Deadlines;
import dev.nightjar.store.Deadlines.Deadline;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.Transaction;
import dev.nightjar.workflow.Task;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// A page of a list of task instances: those that a filter lets through, run by run, in the order
/// in which their DAG names them. Not thread-safe.
final class TaskInstances {
  private static final int SOME = 200;

  private final AirflowServices services;
  private final TaskInstanceFilter filter;
  private final int limit;
  private final int offset;
  private final KeyedRuns runs = new KeyedRuns();
  private final TaskRunLists taskRuns = new TaskRunLists();
  private final List<ObjectNode> items = new ArrayList<>();
  private int total;

  TaskInstances(AirflowServices services, TaskInstanceFilter filter, int limit, int offset) {
    this.services = services;
    this.filter = filter;
    this.limit = limit;
    this.offset = offset;
  }

  /// Adds those of all runs that are wanted.
  ///
  /// @param but not of runs for which this does not hold
  void addAll(KeyedRuns.Filter wanted, Predicate<KeyedRun> but) {
    List<KeyedRun> some;
    long from = 0;
    do {
      long start = from;
      some =
          services
              .database()
              .read(
                  transaction ->
                      runs.list(transaction, wanted, KeyedRuns.Order.ID, false, SOME, start));
      add(some.stream().filter(but).toList());
      from += SOME;
    } while (some.size() == SOME);
  }

  /// Adds those of some runs.
  void add(List<KeyedRun> some) {
    Map<String, KeyedRun> byId = new HashMap<>();
    some.forEach(run -> byId.put(run.run().id(), run));
    Map<TaskRunKey, Deadline> deadlines = deadlines(services, byId.keySet());
    services
        .database()
        .<List<StoredTaskRun>>read(
            transaction -> {
              List<StoredTaskRun> found = taskRuns.ofRuns(transaction, byId.keySet());
              return some.stream()
                  .flatMap(run -> ordered(run.run(), found).stream())
                  .flatMap(one -> expanded(transaction, require(byId, one).run(), one).stream())
                  .toList();
            })
        .forEach(
            taskRun ->
                add(
                    TaskInstanceView.of(
                        require(byId, taskRun), taskRun, deadlines.get(taskRun.key()))));
  }

  private static List<StoredTaskRun> ordered(Run run, List<StoredTaskRun> all) {
    Map<String, Integer> places = new HashMap<>();
    run.workflow().tasks().stream()
        .map(Task::name)
        .forEach(name -> places.put(name, places.size()));
    return all.stream()
        .filter(one -> one.key().run().equals(run.id()))
        .sorted(Comparator.comparing(one -> places.getOrDefault(one.key().task(), 0)))
        .toList();
  }

  private static KeyedRun require(Map<String, KeyedRun> byId, StoredTaskRun taskRun) {
    return Objects.requireNonNull(byId.get(taskRun.key().run()));
  }

  /// The points of a mapped task, once it has them, stand for it.
  private List<StoredTaskRun> expanded(Transaction transaction, Run run, StoredTaskRun taskRun) {
    if (run.task(taskRun.key().task()).traits().grid() == null) {
      return List.of(taskRun);
    }
    List<StoredTaskRun> points = taskRuns.ofGrid(transaction, taskRun.key());
    return points.isEmpty() ? List.of(taskRun) : points;
  }

  /// Adds one.
  void add(ObjectNode item) {
    if (filter.lets(item)) {
      if (total >= offset && items.size() < limit) {
        items.add(item);
      }
      total++;
    }
  }

  void answer(Context request) {
    ObjectNode answer = Json.object();
    var all = answer.putArray("task_instances");
    items.forEach(all::add);
    Requests.answer(request, answer.put("total_entries", total));
  }

  /// By when tasks of some runs are to be done.
  static Map<TaskRunKey, Deadline> deadlines(AirflowServices services, Collection<String> some) {
    Map<TaskRunKey, Deadline> found = new HashMap<>();
    for (Deadline one :
        services.database().read(transaction -> new Deadlines().ofRuns(transaction, some))) {
      if (one.task() != null) {
        found.put(new TaskRunKey(one.run(), one.task()), one);
      }
    }
    return found;
  }
}
