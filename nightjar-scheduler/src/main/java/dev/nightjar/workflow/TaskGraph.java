package dev.nightjar.workflow;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tasks of a workflow in their order, found by name and by what is before them. Immutable.
final class TaskGraph extends AbstractList<Task> implements RandomAccess {
  private final List<Task> tasks;
  private final Map<String, Task> byName = new HashMap<>();
  private final Map<String, List<Task>> next = new HashMap<>();

  /// The tasks whose failures are those of the run.
  private final Set<String> deciding = new HashSet<>();

  /// The setups that each task heeds, and by whom each is heeded.
  private final Map<String, List<String>> setups = new HashMap<>();

  private final Map<String, List<Task>> heeding = new HashMap<>();

  /// Of two tasks of one name, the later one is found.
  TaskGraph(List<Task> tasks) {
    this.tasks = List.copyOf(tasks);
    for (Task task : this.tasks) {
      byName.put(task.name(), task);
      for (String before : task.after()) {
        next.computeIfAbsent(before, _ -> new ArrayList<>()).add(task);
      }
    }
    for (Task task : this.tasks) {
      if (!ignorable(task) && next(task.name()).stream().allMatch(TaskGraph::ignorable)) {
        deciding.add(task.name());
      }
    }
  }

  /// Finds out who heeds which setups; to be called when it is known that there is no circle.
  void heed() {
    if (tasks.stream().noneMatch(task -> task.work().role() == Role.SETUP)) {
      return;
    }
    var found = new Setups(this);
    for (Task task : tasks) {
      List<String> heeded = found.of(task);
      setups.put(task.name(), heeded);
      heeded.forEach(setup -> heeding.computeIfAbsent(setup, _ -> new ArrayList<>()).add(task));
    }
  }

  @Nullable Task find(String name) {
    return byName.get(name);
  }

  List<Task> next(String name) {
    return next.getOrDefault(name, List.of());
  }

  List<String> setups(String name) {
    return setups.getOrDefault(name, List.of());
  }

  Collection<Task> affected(String name) {
    List<Task> heeded = heeding.get(name);
    if (heeded == null) {
      return next(name);
    }
    Set<Task> affected = new LinkedHashSet<>(next(name));
    affected.addAll(heeded);
    return affected;
  }

  boolean decides(String name) {
    return deciding.isEmpty() ? next(name).isEmpty() : deciding.contains(name);
  }

  private static boolean ignorable(Task task) {
    return task.work().role() == Role.TEARDOWN;
  }

  @Override
  public Task get(int index) {
    return tasks.get(index);
  }

  @Override
  public int size() {
    return tasks.size();
  }
}
