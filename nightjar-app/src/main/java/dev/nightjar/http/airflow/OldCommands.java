package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.KeyedWorkflows;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Commands of Airflow 1.10 that are about DAGs, with what they print.
final class OldCommands {
  private static final int MOST = 10_000;

  private static final String LINE = "-".repeat(67);

  private final AirflowServices services;

  private final Lookup lookup;

  private final OldRunCommands runCommands;
  private final DagApi dags;

  private final TrialCommands trials;

  private final RunTaskCommand runTask;

  private final FailedDeps failedDeps;

  private final OldSettings settings;

  private final KeyedWorkflows workflows = new KeyedWorkflows();

  OldCommands(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
    this.runCommands = new OldRunCommands(services);
    this.dags = new DagApi(services);
    this.trials = new TrialCommands(services);
    this.runTask = new RunTaskCommand(services);
    this.failedDeps = new FailedDeps(services);
    this.settings = new OldSettings(services);
  }

  /// Does what a command does.
  ///
  /// @param given its arguments by name
  /// @param who asks for it
  Said run(String command, Map<String, String> given, String who) {
    try {
      return switch (command) {
        case "version" -> Said.out(StateApi.VERSION + "\n");
        case "list_dags" -> Said.out(list(given.containsKey("report")));
        case "show_dependencies" -> Said.out(DagDependencies.of(all()));
        case "list_tasks" -> Said.out(tasks(dag(given), given.containsKey("tree")));
        case "trigger_dag" -> Said.out(runCommands.trigger(given, who));
        case "pause" -> Said.out(pause(dag(given), true, who));
        case "unpause" -> Said.out(pause(dag(given), false, who));
        case "dag_state" -> Said.out(runCommands.state(dag(given), given) + "\n");
        case "task_state" -> Said.out(runCommands.taskState(dag(given), given) + "\n");
        case "clear" -> runCommands.clear(dag(given), given, who);
        case "delete_dag" -> delete(dag(given), who);
        case "next_execution" -> next(dag(given), given.getOrDefault("num_executions", "1"));
        case "task_failed_deps" -> failedDeps.of(dag(given), given);
        case "run" -> runTask.run(dag(given), given, who);
        case "test" -> trials.test(dag(given), given, who);
        case "render" -> trials.render(dag(given), given, who);
        case "list_dag_runs" -> Said.out(runCommands.list(dag(given), given));
        case "variables" -> settings.variables(given);
        case "connections" -> settings.connections(given);
        case "pool" -> settings.pool(given);
        case "config" -> settings.setting(given);
        case "initdb", "upgradedb" ->
            Said.out("There is nothing to do: the server makes and updates its tables.\n");
        case "scheduler", "webserver", "worker", "flower", "kerberos", "serve_logs" ->
            Said.out(
                "There is nothing to do: the Nightjar server that answers does the work of 'airflow %s'.\n"
                    .formatted(command));
        case "resetdb" ->
            Said.failed(
                "Nightjar does not empty its database over HTTP. For a new one, stop its servers, and start them with another --db, or without the file nightjar.sqlite in their --data-dir.\n");
        default ->
            Said.failed(
                "'airflow %s' is not there yet in Nightjar: see docs/airflow-api.md.\n"
                    .formatted(command));
      };
    } catch (AirflowProblem problem) {
      return Said.failed(problem.getMessage() + "\n");
    }
  }

  private KeyedWorkflow dag(Map<String, String> given) {
    return lookup.dag(
        given.getOrDefault("dag_id", ""), "DAG not found", "Dag id %s not found in DagModel");
  }

  private List<KeyedWorkflow> all() {
    var filter = new KeyedWorkflows.Filter(null, List.of(), null, true);
    return services
        .database()
        .read(
            transaction ->
                workflows.list(transaction, filter, KeyedWorkflows.Order.KEY, false, MOST, 0));
  }

  private String list(boolean report) {
    List<KeyedWorkflow> all = all();
    String ids = all.stream().map(KeyedWorkflow::key).collect(Collectors.joining("\n"));
    String list = "\n\n%s\nDAGS\n%s\n%s\n\n".formatted(LINE, LINE, ids);
    return report ? list + DagReport.of(String.valueOf(services.folder()), all) : list;
  }

  private static String tasks(KeyedWorkflow dag, boolean tree) {
    List<Task> tasks = dag.stored().workflow().tasks();
    if (!tree) {
      return tasks.stream().map(Task::name).sorted().collect(Collectors.joining("\n", "", "\n"));
    }
    StringBuilder lines = new StringBuilder();
    tasks.stream()
        .filter(task -> task.after().isEmpty())
        .sorted(Comparator.comparing(Task::name))
        .forEach(task -> branch(dag, task, 0, lines));
    return lines.toString();
  }

  /// A task with those after it; where the tree would get longer than people read, it ends.
  private static void branch(KeyedWorkflow dag, Task task, int depth, StringBuilder lines) {
    if (lines.length() > 1 << 20) {
      return;
    }
    lines
        .append("    ".repeat(depth))
        .append("<Task(%s): %s>\n".formatted(TaskView.operator(task), task.name()));
    dag.stored().workflow().next(task.name()).stream()
        .sorted(Comparator.comparing(Task::name))
        .forEach(next -> branch(dag, next, depth + 1, lines));
  }

  private String pause(KeyedWorkflow dag, boolean paused, String who) {
    services.dags().pause(dag.key(), paused, who);
    return "Dag: %s, paused: %s\n".formatted(dag.key(), paused ? "True" : "False");
  }

  private Said delete(KeyedWorkflow dag, String who) {
    services.dags().delete(dag.key(), who);
    return Said.out("Removed 1 record(s)\n");
  }

  private Said next(KeyedWorkflow dag, String count) {
    int wanted = count.matches("\\d{1,3}") ? Integer.parseInt(count) : 1;
    List<Instant> next = dags.view(dag).next(dag, wanted);
    String paused =
        dag.stored().timing().paused() ? "[INFO] Please be reminded this DAG is PAUSED now.\n" : "";
    return next.isEmpty()
        ? new Said(
            "None\n",
            paused
                + "[WARN] No following schedule can be found. This DAG may have schedule interval '@once' or `None`.\n")
        : new Said(
            next.stream().map(Moments::text).collect(Collectors.joining("\n", "", "\n")), paused);
  }
}
