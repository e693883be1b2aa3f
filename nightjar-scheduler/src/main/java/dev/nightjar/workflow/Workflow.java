package dev.nightjar.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A named DAG of tasks and the defaults of its runs. A job definition of jupyter-scheduler is a
/// workflow of one notebook task.
///
/// @param name what people call it
/// @param tags for finding it
/// @param parameters given to each run that brings none of its own, in their order
/// @param tasks at least one, but for DAGs of Airflow files; names are unique, and no task comes
///     after itself
/// @param alerts whom to tell how runs ended
/// @param concurrency how much of it goes on at a time
/// @param source the file it was read from; null for one that people handed in
/// @param on files each of which starts a run; null for none
public record Workflow(
    String name,
    List<String> tags,
    Map<String, Object> parameters,
    List<Task> tasks,
    List<AlertRule> alerts,
    Concurrency concurrency,
    @Nullable Source source,
    @Nullable FileTrigger on) {
  public Workflow {
    if (name.isBlank() || name.length() > 250) {
      throw new WorkflowException("name '%s': give one of 1 to 250 characters".formatted(name));
    }
    tags = List.copyOf(tags);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    var graph = new TaskGraph(tasks);
    tasks = graph;
    alerts = List.copyOf(alerts);
    if (tasks.isEmpty() && (source == null || source.kind() != Source.Kind.AIRFLOW)) {
      throw new WorkflowException("workflow '%s' has no task: give it one".formatted(name));
    }
    requireDag(name, tasks);
    graph.heed();
  }

  /// One without limits that is in no file, as jobs are.
  public Workflow(
      String name,
      List<String> tags,
      Map<String, Object> parameters,
      List<Task> tasks,
      List<AlertRule> alerts) {
    this(name, tags, parameters, tasks, alerts, Concurrency.NONE, null);
  }

  /// One that no files start.
  public Workflow(
      String name,
      List<String> tags,
      Map<String, Object> parameters,
      List<Task> tasks,
      List<AlertRule> alerts,
      Concurrency concurrency,
      @Nullable Source source) {
    this(name, tags, parameters, tasks, alerts, concurrency, source, null);
  }

  /// The same, but no files start it.
  public Workflow byHand() {
    return new Workflow(name, tags, parameters, tasks, alerts, concurrency, source);
  }

  /// The same with other tasks.
  public Workflow with(List<Task> others) {
    return new Workflow(name, tags, parameters, others, alerts, concurrency, source, on);
  }

  /// The same with other parameters.
  public Workflow with(Map<String, Object> others) {
    return new Workflow(name, tags, others, tasks, alerts, concurrency, source, on);
  }

  /// The same with one of its tasks, on its own.
  ///
  /// @throws WorkflowException if there is no such task
  public Workflow only(String task) {
    Task chosen =
        task(task)
            .orElseThrow(
                () ->
                    new WorkflowException(
                        "workflow '%s' has no task '%s' (tasks: %s)"
                            .formatted(
                                name,
                                task,
                                String.join(", ", tasks.stream().map(Task::name).toList()))));
    return new Workflow(
        name, tags, parameters, List.of(chosen.alone()), alerts, concurrency, source);
  }

  /// The task of that name, if there is one; that of a point of a grid is made of the grid's.
  public Optional<Task> task(String task) {
    return Optional.ofNullable(((TaskGraph) tasks).find(task))
        .or(() -> grid(task).map(grid -> grid.point(task)));
  }

  /// The grid's task, if the name is one that points of a grid have, as [Grid#point] makes them.
  public Optional<Task> grid(String point) {
    int bracket = point.endsWith("]") ? point.lastIndexOf('[') : -1;
    return Optional.ofNullable(
            bracket < 0 || ((TaskGraph) tasks).find(point) != null
                ? null
                : ((TaskGraph) tasks).find(point.substring(0, bracket)))
        .filter(task -> task.traits().grid() != null);
  }

  /// The tasks directly before one that are mapped together with it: its points come after theirs.
  public List<String> paired(Task task) {
    String group = group(task);
    if (group == null) {
      return List.of();
    }
    return task.after().stream()
        .filter(before -> Objects.equals(group, group(task(before).orElseThrow())))
        .toList();
  }

  private static @Nullable String group(Task task) {
    return task.traits().grid() == null ? null : task.traits().grid().group();
  }

  /// The tasks directly after one.
  public List<Task> next(String task) {
    return ((TaskGraph) tasks).next(task);
  }

  /// The setups that a task heeds besides what its trigger rule says of those before it.
  public List<String> setups(String task) {
    return ((TaskGraph) tasks).setups(task);
  }

  /// What is cleared with a task, lest it runs without what it needs: the setups before it that
  /// have no teardown, or one after it, and their teardowns.
  ///
  /// @param upstream whether all before it is cleared
  /// @param downstream whether all after it is, which takes along what that needs
  public Set<String> setups(String task, boolean upstream, boolean downstream) {
    return new Setups((TaskGraph) tasks).with(task, upstream, downstream);
  }

  /// The tasks whose turn may have come when one has ended: those directly after it, and those that
  /// heed it as a setup.
  public Collection<Task> affected(String task) {
    return ((TaskGraph) tasks).affected(task);
  }

  /// Whether the failure of a task is that of the run, by Airflow's rule: if no task comes after it
  /// but teardowns without which the run succeeds, and it is none itself. Where there is no such
  /// task, what comes last decides.
  public boolean decides(String task) {
    return ((TaskGraph) tasks).decides(task);
  }

  /// The only task of a workflow that has one, as jobs do.
  ///
  /// @throws WorkflowException if it has more
  public Task onlyTask() {
    if (tasks.size() != 1) {
      throw new WorkflowException(
          "workflow '%s' has %d tasks, not one".formatted(name, tasks.size()));
    }
    return tasks.getFirst();
  }

  /// The only task's notebook, of a workflow that is one notebook, as jobs are.
  ///
  /// @throws WorkflowException if it is not
  public NotebookWork onlyNotebook() {
    if (onlyTask().work() instanceof NotebookWork work) {
      return work;
    }
    throw new WorkflowException("workflow '%s' is not one notebook".formatted(name));
  }

  /// Whether it is one notebook that people handed in, as jobs are.
  public boolean notebookOnly() {
    return source == null && tasks.size() == 1 && tasks.getFirst().work() instanceof NotebookWork;
  }

  private static void requireDag(String workflow, List<Task> tasks) {
    Set<String> names = new HashSet<>();
    for (Task task : tasks) {
      if (!names.add(task.name())) {
        throw new WorkflowException(
            "workflow '%s' has two tasks named '%s': rename one".formatted(workflow, task.name()));
      }
    }
    for (Task task : tasks) {
      for (String upstream : task.after()) {
        if (!names.contains(upstream)) {
          throw new WorkflowException(
              "workflow '%s': task '%s' comes after '%s', which is not there (tasks: %s)"
                  .formatted(workflow, task.name(), upstream, String.join(", ", names)));
        }
      }
    }
    requireNoCircle(workflow, tasks);
  }

  /// Takes away what comes after nothing that is left, until nothing is left.
  private static void requireNoCircle(String workflow, List<Task> tasks) {
    Map<String, Integer> waits = new LinkedHashMap<>();
    Map<String, List<String>> next = new HashMap<>();
    var ready = new ArrayDeque<String>();
    for (Task task : tasks) {
      waits.put(task.name(), task.after().size());
      task.after()
          .forEach(before -> next.computeIfAbsent(before, _ -> new ArrayList<>()).add(task.name()));
      if (task.after().isEmpty()) {
        ready.add(task.name());
      }
    }
    while (!ready.isEmpty()) {
      String task = ready.remove();
      waits.remove(task);
      for (String after : next.getOrDefault(task, List.of())) {
        if (waits.merge(after, -1, Integer::sum) == 0) {
          ready.add(after);
        }
      }
    }
    if (!waits.isEmpty()) {
      throw new WorkflowException(
          "workflow '%s': tasks come after each other in a circle: %s"
              .formatted(workflow, String.join(", ", waits.keySet())));
    }
  }
}
