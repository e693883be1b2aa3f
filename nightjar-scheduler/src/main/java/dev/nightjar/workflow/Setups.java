package dev.nightjar.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Which setups and teardowns belong to a task, by the rules of Airflow 2.9.
///
/// @param tasks of their workflow, without a circle
record Setups(TaskGraph tasks) {
  /// The setups that a task heeds: of a teardown those directly before it, of others those further
  /// before it.
  List<String> of(Task task) {
    if (task.when() == TriggerRule.ALL_DONE_SETUP_SUCCESS) {
      return task.after().stream().filter(this::isSetup).toList();
    }
    if (role(task.name()).teardown() || task.first()) {
      return List.of();
    }
    List<String> setups = new ArrayList<>(around(task.name()));
    setups.removeIf(name -> !isSetup(name));
    setups.removeAll(task.after());
    return setups;
  }

  /// What is cleared with a task, lest it runs without what it needs: the setups before it with
  /// their teardowns.
  ///
  /// @param upstream whether all before it is cleared as well
  /// @param downstream whether all after it is
  Set<String> with(String task, boolean upstream, boolean downstream) {
    Set<String> found = new TreeSet<>();
    if (upstream) {
      for (String before : before(task)) {
        if (isSetup(before)) {
          found.addAll(teardowns(before));
        }
      }
    } else if (role(task) == Role.WORK) {
      found.addAll(around(task));
    }
    if (downstream) {
      for (String after : after(task)) {
        if (role(after) == Role.WORK) {
          found.addAll(around(after));
        }
      }
    } else if (isSetup(task)) {
      found.addAll(teardowns(task));
    }
    return found;
  }

  /// The setups before a task that have no teardown, or one after the task, with their teardowns.
  private Set<String> around(String task) {
    Set<String> after = after(task);
    Set<String> found = new LinkedHashSet<>();
    for (String before : before(task)) {
      if (isSetup(before)) {
        List<String> teardowns = teardowns(before);
        if (teardowns.isEmpty() || teardowns.stream().anyMatch(after::contains)) {
          found.add(before);
          found.addAll(teardowns);
        }
      }
    }
    found.remove(task);
    return found;
  }

  private List<String> teardowns(String setup) {
    return tasks.next(setup).stream()
        .filter(next -> next.work().role().teardown())
        .map(Task::name)
        .toList();
  }

  private boolean isSetup(String task) {
    return role(task) == Role.SETUP;
  }

  private Role role(String task) {
    return task(task).work().role();
  }

  private Task task(String name) {
    return Objects.requireNonNull(tasks.find(name), name);
  }

  private Set<String> before(String task) {
    return reach(task, name -> task(name).after());
  }

  private Set<String> after(String task) {
    return reach(task, name -> tasks.next(name).stream().map(Task::name).toList());
  }

  private static Set<String> reach(String task, Function<String, Collection<String>> further) {
    Set<String> found = new HashSet<>();
    var left = new ArrayDeque<>(further.apply(task));
    while (!left.isEmpty()) {
      String name = left.remove();
      if (found.add(name)) {
        left.addAll(further.apply(name));
      }
    }
    return found;
  }
}
