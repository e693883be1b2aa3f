package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Why a task of a run does not start, in Airflow's words: `airflow tasks failed-deps`.
final class FailedDeps {
  private static final Dependency RUNNING =
      new Dependency("Task Instance Not Running", "Task is in the running state");

  private final AirflowServices services;
  private final Lookup lookup;

  FailedDeps(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  /// What may keep a task from being started.
  ///
  /// @param name what Airflow calls it
  record Dependency(String name, String reason) {}

  /// What is not looked at.
  ///
  /// @param state whether it has run
  /// @param upstream the tasks before it, and for when it was put off
  /// @param past earlier runs
  record Ignored(boolean state, boolean upstream, boolean past) {}

  /// What keeps a task from being started now, a line each.
  Said of(KeyedWorkflow dag, Map<String, String> given) {
    String name = given.getOrDefault("task_id", "");
    KeyedRun run = lookup.requireRun(dag, given.getOrDefault("execution_date", ""));
    Map<String, StoredTaskRun.Standing> standings = standings(run);
    StoredTaskRun.Standing standing = standings.get(name);
    if (standing == null) {
      throw AirflowProblem.bad(
          "airflow.exceptions.TaskNotFound: Task %s not found".formatted(name));
    }
    List<Dependency> failed = new ArrayList<>();
    rule(run.run(), run.run().task(name), standings).ifPresent(failed::add);
    String runState = RunView.state(run.run().status().state());
    if (!runState.equals("running")) {
      failed.add(
          new Dependency(
              "Dagrun Running",
              "Task instance's dagrun was not in the 'running' state but in the state '%s'."
                  .formatted(runState)));
    }
    if (state(standing).equals("running")) {
      failed.add(RUNNING);
    }
    // What is to run next has the state None here, as what waits has.
    failed.add(inState(standing));
    if (dag.stored().timing().paused()) {
      failed.add(
          new Dependency("Dag Not Paused", "Task's DAG '%s' is paused.".formatted(dag.key())));
    }
    return Said.out(
        failed.stream()
            .map(one -> "%s: %s".formatted(one.name(), one.reason()))
            .collect(Collectors.joining("\n", "Task instance dependencies not met:\n", "\n")));
  }

  /// What keeps a task from being run at somebody's request.
  List<Dependency> against(KeyedRun run, StoredTaskRun taskRun, Ignored ignored) {
    StoredTaskRun.Standing standing = taskRun.standing();
    StoredTaskRun.Point point = taskRun.point();
    Task task = run.run().task(point == null ? taskRun.key().task() : point.grid());
    return switch (standing.state()) {
      case RUNNING, STOPPING -> List.of(RUNNING);
      case QUEUED -> List.of();
      case SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, STOPPED, DEFERRED ->
          ignored.state() ? List.of() : List.of(inState(standing));
      case UP_FOR_RETRY ->
          ignored.upstream()
              ? List.of()
              : List.of(
                  new Dependency(
                      "Not In Retry Period",
                      "Task is not ready for retry yet but will be retried automatically."));
      case UP_FOR_RESCHEDULE ->
          ignored.upstream()
              ? List.of()
              : List.of(
                  new Dependency(
                      "Ready To Reschedule",
                      "Task is not ready for reschedule yet but will be rescheduled automatically."));
      case WAITING -> {
        Optional<Dependency> rule = rule(run.run(), task, standings(run));
        if (rule.isPresent() && !ignored.upstream()) {
          yield List.of(rule.get());
        }
        String past = standing.reason();
        yield rule.isEmpty()
                && past != null
                && task.traits().past() != Past.IGNORED
                && !ignored.past()
            ? List.of(new Dependency("Previous Dagrun State", past))
            : List.of();
      }
    };
  }

  private static String state(StoredTaskRun.Standing standing) {
    return Objects.requireNonNullElse(TaskInstanceView.state(standing), "None");
  }

  private static Dependency inState(StoredTaskRun.Standing standing) {
    return new Dependency(
        "Task Instance State", "Task is in the '%s' state.".formatted(state(standing)));
  }

  private Map<String, StoredTaskRun.Standing> standings(KeyedRun run) {
    return services
        .database()
        .<List<StoredTaskRun>>read(
            transaction -> new TaskRunLists().ofRun(transaction, run.run().id()))
        .stream()
        .collect(Collectors.toMap(one -> one.key().task(), StoredTaskRun::standing));
  }

  private static Optional<Dependency> rule(
      Run run, Task task, Map<String, StoredTaskRun.Standing> standings) {
    List<String> heeded = run.workflow().setups(task.name());
    Upstream before = count(task.after(), standings);
    Upstream setups = count(heeded, standings);
    if (task.when().start(before, setups) == TriggerRule.Start.NOW) {
      return Optional.empty();
    }
    if (task.when().start(before, Upstream.NONE) == TriggerRule.Start.NOW
        && task.when() != TriggerRule.ALL_DONE_SETUP_SUCCESS) {
      return Optional.of(
          new Dependency(
              "Trigger Rule",
              "All setup tasks must complete successfully. Relevant setups: %s"
                  .formatted(String.join(", ", heeded))));
    }
    int done = before.success() + before.failed() + before.upstreamFailed() + before.skipped();
    return Optional.of(
        new Dependency(
            "Trigger Rule",
            "Task's trigger rule '%s' requires %s upstream_states=_UpstreamTIStates(success=%d, skipped=%d, failed=%d, upstream_failed=%d, removed=0, done=%d, success_setup=0, skipped_setup=0), upstream_task_ids=%s"
                .formatted(
                    task.when().name().toLowerCase(Locale.ROOT),
                    requirement(task.when(), before, done),
                    before.success(),
                    before.skipped(),
                    before.failed(),
                    before.upstreamFailed(),
                    done,
                    task.after().stream()
                        .map("'%s'"::formatted)
                        .collect(Collectors.joining(", ", "{", "}")))));
  }

  private static Upstream count(List<String> tasks, Map<String, StoredTaskRun.Standing> standings) {
    Map<TaskRunState, Long> counts =
        standings.entrySet().stream()
            .filter(one -> tasks.contains(one.getKey()))
            .map(one -> one.getValue().state())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return new Upstream(
        tasks.size(),
        count(counts, TaskRunState.SUCCESS),
        count(counts, TaskRunState.FAILED) + count(counts, TaskRunState.STOPPED),
        count(counts, TaskRunState.UPSTREAM_FAILED),
        count(counts, TaskRunState.SKIPPED));
  }

  private static int count(Map<TaskRunState, Long> counts, TaskRunState state) {
    return Math.toIntExact(counts.getOrDefault(state, 0L));
  }

  private static String requirement(TriggerRule rule, Upstream before, int done) {
    int all = before.all();
    return switch (rule) {
      case ALL_SUCCESS ->
          "all upstream tasks to have succeeded, but found %d non-success(es)."
              .formatted(all - before.success());
      case ALL_FAILED ->
          "all upstream tasks to have failed, but found %d non-failure(s)."
              .formatted(all - before.failed() - before.upstreamFailed());
      case ALL_DONE ->
          "all upstream tasks to have completed, but found %d task(s) that were not done."
              .formatted(all - done);
      case ALL_SKIPPED ->
          "all upstream tasks to have been skipped, but found %d task(s) in non skipped state."
              .formatted(all - before.skipped());
      case ONE_SUCCESS -> "one upstream task success, but none were found.";
      case ONE_FAILED -> "one upstream task failure, but none were found.";
      case ONE_DONE ->
          "at least one upstream task failure or success but none were failed or success.";
      case NONE_FAILED, NONE_FAILED_MIN_ONE_SUCCESS ->
          "all upstream tasks to have succeeded or been skipped, but found %d non-success(es)."
              .formatted(all - before.success() - before.skipped());
      case NONE_SKIPPED ->
          "all upstream tasks to not have been skipped, but found %d task(s) skipped."
              .formatted(before.skipped());
      case ALL_DONE_SETUP_SUCCESS ->
          done < all
              ? "all upstream tasks to have completed, but found %d task(s) that were not done."
                  .formatted(all - done)
              : "at least one upstream setup task be successful, but found none.";
      case ALWAYS -> "nothing.";
    };
  }
}
