package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.RunClears.Selection;
import dev.nightjar.store.RunStarts;
import dev.nightjar.store.RunVerdicts;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// `airflow tasks run`: runs a task of a run that there is, waits for the end of its try, and
/// prints its log.
final class RunTaskCommand {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final AirflowServices services;
  private final Lookup lookup;
  private final FailedDeps deps;
  private final LogApi logs;
  private final TaskRunLists taskRuns = new TaskRunLists();
  private final AttemptStore attempts = new AttemptStore();
  private final RunStarts starts = new RunStarts();
  private final RunVerdicts verdicts = new RunVerdicts();

  RunTaskCommand(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
    this.deps = new FailedDeps(services);
    this.logs = new LogApi(services);
  }

  /// Runs it, if nothing that is looked at is against it. One that failed is told on standard
  /// error.
  Said run(KeyedWorkflow dag, Map<String, String> given, String who) {
    KeyedRun run = lookup.requireRun(dag, given.getOrDefault("execution_date", ""));
    String name = given.getOrDefault("task_id", "");
    var key = new TaskRunKey(run.run().id(), taskRun(run, name, given));
    StoredTaskRun before = find(key);
    String state = Objects.requireNonNullElse(TaskInstanceView.state(before.standing()), "None");
    String instance = "<TaskInstance: %s.%s %s [%s]>".formatted(dag.key(), name, run.key(), state);
    String running = "Running %s on the Nightjar server\n".formatted(instance);
    if (given.containsKey("mark_success")) {
      mark(key, who);
      return Said.out(running + "Marked as success\n");
    }
    List<FailedDeps.Dependency> failed = deps.against(run, before, ignored(given));
    if (!failed.isEmpty()) {
      return Said.out(
          failed.stream()
              .map(
                  one ->
                      "Dependencies not met for %s, dependency '%s' FAILED: %s\n"
                          .formatted(instance, one.name(), one.reason()))
              .collect(Collectors.joining("", running, "Task is not able to be run\n")));
    }
    start(key, who);
    String end = String.valueOf(TaskInstanceView.state(ended(key).standing()));
    return new Said(
        running + log(key, before.tries().attempts()),
        end.equals("failed") || end.equals("up_for_retry")
            ? "Task %s ended in the state '%s'\n".formatted(name, end)
            : "");
  }

  /// What the task, or the point of a mapped one, is called in its run.
  private static String taskRun(KeyedRun run, String name, Map<String, String> given) {
    Task task =
        run.run()
            .workflow()
            .task(name)
            .orElseThrow(
                () ->
                    AirflowProblem.bad(
                        "airflow.exceptions.TaskNotFound: Task %s not found".formatted(name)));
    String index = given.getOrDefault("map_index", "-1");
    boolean point = index.matches("\\d{1,9}");
    if (point && task.traits().grid() == null) {
      throw AirflowProblem.bad("RuntimeError: map_index passed to non-mapped task");
    }
    if (!point && task.traits().grid() != null) {
      throw AirflowProblem.bad("RuntimeError: No map_index passed to mapped task");
    }
    return point ? Grid.point(name, Integer.parseInt(index)) : name;
  }

  /// `--raw` is how Airflow calls itself: it looks at nothing.
  private static FailedDeps.Ignored ignored(Map<String, String> given) {
    boolean all = given.containsKey("ignore_all_dependencies") || given.containsKey("raw");
    boolean upstream = all || given.containsKey("ignore_dependencies");
    boolean past =
        given.containsKey("ignore_depends_on_past")
            || given.getOrDefault("depends_on_past", "").equals("ignore");
    return new FailedDeps.Ignored(all || given.containsKey("force"), upstream, upstream || past);
  }

  private void mark(TaskRunKey key, String who) {
    var task = new Selection(List.of(key.task()), false, false, false, false);
    services
        .database()
        .change(
            transaction ->
                verdicts.tasks(
                    transaction, key.run(), task, TaskRunState.SUCCESS, who, services.now()));
    services.dags().edited();
  }

  private void start(TaskRunKey key, String who) {
    try {
      services
          .database()
          .change(
              transaction -> starts.start(transaction, key.run(), key.task(), who, services.now()));
    } catch (StoreException.Busy e) {
      throw AirflowProblem.bad("airflow.exceptions.AirflowException: " + e.getMessage());
    }
    services.dags().edited();
  }

  private StoredTaskRun find(TaskRunKey key) {
    return services
        .database()
        .read(transaction -> taskRuns.find(transaction, key))
        .orElseThrow(
            () ->
                AirflowProblem.bad(
                    "airflow.exceptions.TaskInstanceNotFound: There is no %s in the run (any more)"
                        .formatted(key.task())));
  }

  /// The task run once nothing happens by itself with its try.
  private StoredTaskRun ended(TaskRunKey key) {
    while (true) {
      StoredTaskRun found = find(key);
      switch (found.standing().state()) {
        case WAITING, QUEUED, RUNNING, STOPPING -> LockSupport.parkNanos(LOOK_EVERY.toNanos());
        case UP_FOR_RETRY,
            UP_FOR_RESCHEDULE,
            DEFERRED,
            SUCCESS,
            FAILED,
            UPSTREAM_FAILED,
            SKIPPED,
            STOPPED -> {
          return found;
        }
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AirflowProblem(503, "Unavailable", "The server ends; the task goes on.");
      }
    }
  }

  /// What the attempts after some of the first printed.
  private String log(TaskRunKey key, int before) {
    List<Attempt> tried =
        services
            .database()
            .<List<Attempt>>read(transaction -> attempts.attempts(transaction, key))
            .stream()
            .filter(attempt -> attempt.number() > before)
            .toList();
    try {
      return new String(logs.read(key, tried), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
