package dev.nightjar.workflow;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// The tasks of a workflow in their order, found by name and by what is before them. Immutable.
final class TaskGraph extends AbstractList<Task> implements RandomAccess {
  private final List<Task> tasks;
  private final Map<String, Task> byName = new HashMap<>();
  private final Map<String, List<Task>> next = new HashMap<>();

  /// Of two tasks of one name, the later one is found.
  TaskGraph(List<Task> tasks) {
    this.tasks = List.copyOf(tasks);
    for (Task task : this.tasks) {
      byName.put(task.name(), task);
      for (String before : task.after()) {
        next.computeIfAbsent(before, _ -> new ArrayList<>()).add(task);
      }
    }
  }

  @Nullable Task find(String name) {
    return byName.get(name);
  }

  List<Task> next(String name) {
    return next.getOrDefault(name, List.of());
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
