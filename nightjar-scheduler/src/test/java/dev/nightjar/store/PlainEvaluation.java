package dev.nightjar.store;

import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Role;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What becomes of a run, found the slow way: after each end, all tasks are looked at again and
/// again until nothing changes, and the trigger rules are spelled out as Airflow's documentation
/// tells them.
public final class PlainEvaluation {
  private final Workflow workflow;
  private final Map<String, TaskRunState> states = new TreeMap<>();
  private final Map<String, List<String>> skipsOf = new TreeMap<>();

  public PlainEvaluation(Workflow workflow) {
    this.workflow = workflow;
    workflow.tasks().forEach(task -> states.put(task.name(), TaskRunState.WAITING));
    settle();
  }

  public Map<String, TaskRunState> states() {
    return states;
  }

  public void end(String task, TaskRunState state, List<String> skips) {
    states.put(task, state);
    skipsOf.put(task, skips);
    for (String skip : skips) {
      if (states.get(skip) == TaskRunState.WAITING) {
        states.put(skip, TaskRunState.SKIPPED);
      }
    }
    settle();
  }

  /// Tasks wait again; one that a task directly before it left out is left out again.
  void clear(List<String> tasks) {
    tasks.forEach(
        task -> {
          states.put(task, TaskRunState.WAITING);
          skipsOf.remove(task);
        });
    for (String task : tasks) {
      for (Task one : workflow.tasks()) {
        if (one.name().equals(task)
            && one.after().stream()
                .anyMatch(
                    before ->
                        states.get(before) == TaskRunState.SUCCESS
                            && !tasks.contains(before)
                            && skipsOf.getOrDefault(before, List.of()).contains(task))) {
          states.put(task, TaskRunState.SKIPPED);
        }
      }
    }
    settle();
  }

  /// Somebody says how a task ended: what failed after it, or could not start, waits again.
  void mark(String task, TaskRunState state) {
    states.put(task, state);
    var after = new ArrayList<>(List.of(task));
    for (int i = 0; i < after.size(); i++) {
      String before = after.get(i);
      workflow.next(before).stream()
          .map(Task::name)
          .filter(next -> !after.contains(next))
          .forEach(after::add);
    }
    after.removeFirst();
    clear(
        after.stream()
            .filter(
                next ->
                    states.get(next) == TaskRunState.FAILED
                        || states.get(next) == TaskRunState.UPSTREAM_FAILED)
            .toList());
  }

  public RunState end() {
    List<Task> deciding =
        workflow.tasks().stream()
            .filter(task -> task.work().role() != Role.TEARDOWN)
            .filter(
                task ->
                    after(task.name()).stream()
                        .allMatch(next -> next.work().role() == Role.TEARDOWN))
            .toList();
    if (deciding.isEmpty()) {
      deciding = workflow.tasks().stream().filter(task -> after(task.name()).isEmpty()).toList();
    }
    boolean failed =
        deciding.stream()
            .map(task -> states.get(task.name()))
            .anyMatch(
                state -> state == TaskRunState.FAILED || state == TaskRunState.UPSTREAM_FAILED);
    return failed ? RunState.FAILED : RunState.SUCCESS;
  }

  private List<Task> after(String task) {
    return workflow.tasks().stream().filter(next -> next.after().contains(task)).toList();
  }

  private boolean comesAfter(Task task, String before) {
    return task.after().contains(before)
        || task.after().stream().anyMatch(name -> comesAfter(find(name), before));
  }

  private Task find(String name) {
    return workflow.task(name).orElseThrow();
  }

  /// The states of setups further before a task, whose teardown, if they have one, is after it.
  private List<TaskRunState> setups(Task task) {
    return workflow.tasks().stream()
        .filter(setup -> setup.work().role() == Role.SETUP)
        .filter(setup -> comesAfter(task, setup.name()) && !task.after().contains(setup.name()))
        .filter(
            setup -> {
              List<Task> teardowns =
                  after(setup.name()).stream()
                      .filter(next -> next.work().role().teardown())
                      .toList();
              return teardowns.isEmpty()
                  || teardowns.stream().anyMatch(one -> comesAfter(one, task.name()));
            })
        .map(setup -> states.get(setup.name()))
        .toList();
  }

  private void settle() {
    boolean changed = true;
    while (changed) {
      changed = false;
      Map<String, TaskRunState> next = new TreeMap<>(states);
      for (Task task : workflow.tasks()) {
        if (states.get(task.name()) == TaskRunState.WAITING) {
          TaskRunState becomes = judgeWithSetups(task);
          changed |= becomes != TaskRunState.WAITING;
          next.put(task.name(), becomes);
        }
      }
      states.putAll(next);
    }
  }

  private TaskRunState judgeWithSetups(Task task) {
    TaskRunState ready = judge(task);
    if (task.work().role().teardown() || task.after().isEmpty()) {
      return ready;
    }
    List<TaskRunState> setups = setups(task);
    if (task.when() == TriggerRule.ALWAYS || setups.isEmpty()) {
      return ready;
    }
    if (any(setups, TaskRunState.FAILED) || any(setups, TaskRunState.UPSTREAM_FAILED)) {
      return TaskRunState.UPSTREAM_FAILED;
    }
    if (any(setups, TaskRunState.SKIPPED)) {
      return TaskRunState.SKIPPED;
    }
    boolean starts = ready == TaskRunState.QUEUED || ready == TaskRunState.SUCCESS;
    boolean allSet = setups.stream().allMatch(state -> state == TaskRunState.SUCCESS);
    return starts && !allSet ? TaskRunState.WAITING : ready;
  }

  /// A teardown whose setups have all ended starts if one of them succeeded.
  private TaskRunState judgeTeardown(Task task, TaskRunState ready) {
    List<TaskRunState> setups =
        task.after().stream()
            .filter(name -> find(name).work().role() == Role.SETUP)
            .map(states::get)
            .toList();
    if (setups.isEmpty() || any(setups, TaskRunState.SUCCESS)) {
      return ready;
    }
    return setups.stream().allMatch(state -> state == TaskRunState.SKIPPED)
        ? TaskRunState.SKIPPED
        : TaskRunState.UPSTREAM_FAILED;
  }

  private TaskRunState judge(Task task) {
    List<TaskRunState> before = new ArrayList<>();
    task.after().forEach(name -> before.add(states.get(name)));
    TaskRunState ready = task.work().immediate() ? TaskRunState.SUCCESS : TaskRunState.QUEUED;
    if (before.isEmpty() || task.when() == TriggerRule.ALWAYS) {
      return ready;
    }
    boolean all = before.stream().allMatch(TaskRunState::ended);
    boolean anyBad = any(before, TaskRunState.FAILED) || any(before, TaskRunState.UPSTREAM_FAILED);
    boolean anySkipped = any(before, TaskRunState.SKIPPED);
    boolean anyWell = any(before, TaskRunState.SUCCESS);
    boolean onlySkipped = before.stream().allMatch(state -> state == TaskRunState.SKIPPED);
    return switch (task.when()) {
      case ALL_SUCCESS ->
          anyBad
              ? TaskRunState.UPSTREAM_FAILED
              : anySkipped ? TaskRunState.SKIPPED : all ? ready : TaskRunState.WAITING;
      case ALL_FAILED ->
          anyWell || anySkipped ? TaskRunState.SKIPPED : all ? ready : TaskRunState.WAITING;
      case ALL_DONE -> all ? ready : TaskRunState.WAITING;
      case ALL_SKIPPED ->
          anyWell || anyBad ? TaskRunState.SKIPPED : all ? ready : TaskRunState.WAITING;
      case ONE_SUCCESS ->
          anyWell
              ? ready
              : !all
                  ? TaskRunState.WAITING
                  : onlySkipped ? TaskRunState.SKIPPED : TaskRunState.UPSTREAM_FAILED;
      case ONE_FAILED -> anyBad ? ready : all ? TaskRunState.SKIPPED : TaskRunState.WAITING;
      case ONE_DONE ->
          anyWell || any(before, TaskRunState.FAILED)
              ? ready
              : all ? TaskRunState.SKIPPED : TaskRunState.WAITING;
      case NONE_FAILED ->
          anyBad ? TaskRunState.UPSTREAM_FAILED : all ? ready : TaskRunState.WAITING;
      case NONE_FAILED_MIN_ONE_SUCCESS ->
          anyBad
              ? TaskRunState.UPSTREAM_FAILED
              : !all ? TaskRunState.WAITING : onlySkipped ? TaskRunState.SKIPPED : ready;
      case NONE_SKIPPED -> anySkipped ? TaskRunState.SKIPPED : all ? ready : TaskRunState.WAITING;
      case ALL_DONE_SETUP_SUCCESS -> all ? judgeTeardown(task, ready) : TaskRunState.WAITING;
      case ALWAYS -> ready;
    };
  }

  private static boolean any(List<TaskRunState> states, TaskRunState state) {
    return states.contains(state);
  }
}
