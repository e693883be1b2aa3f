package dev.nightjar.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// `nightjar airflow`: commands of Airflow 1.10 and 2, done by a server.
final class AirflowCommand implements Command {
  private static final Map<String, String> SHORT =
      Map.of(
          "-sd",
          "--subdir",
          "-xp",
          "--exclude_parentdag",
          "-dx",
          "--dag_regex",
          "-dr",
          "--dry-run",
          "-tp",
          "--task_params");

  private final Options options =
      new Options(
          "Does what `airflow COMMAND` does, by a server's Airflow interface. The commands of 2.x"
              + " (`dags trigger DAG`) and of 1.10 (`trigger_dag DAG`) are known, with their options"
              + " and their output. What says which server stands before the command.",
          """
          Commands of 2.x:
            dags list, list-import-errors, report, details, show, show-dependencies,
                 next-execution, pause, unpause, trigger, test, list-runs,
                 list-jobs, state, backfill, delete
            tasks list, state, states-for-dag-run, failed-deps, clear, run, test,
                 render
            variables, pools, connections
                 list, get, set or add, delete, import, export
            connections test, jobs check, config get-value, version, db init
          Commands of 1.10:
            list_dags, list_tasks, trigger_dag, pause, unpause, dag_state,
            task_state, task_failed_deps, clear, run, test, render,
            next_execution, list_dag_runs, backfill, delete_dag, variables,
            connections, pool, version, initdb

          `nightjar airflow COMMAND --help` tells more about a command.

          Examples:
            nightjar airflow dags trigger -c '{"day": "2026-01-01"}' etl
            nightjar airflow --server http://nightjar:8822 dags list-runs -d etl
          """);
  private final Positionals words = options.passesOn("COMMAND [ARGS]...");
  private final Connection connection;
  private final Program program;

  AirflowCommand(Program program) {
    this.program = program;
    this.connection = new Connection(options, program, false);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    List<String> given = words.given();
    Map<String, Supplier<AirflowDo>> all = AirflowCommands.all();
    String two = given.size() < 2 ? "" : given.get(0) + " " + given.get(1);
    String name = all.containsKey(two) ? two : given.getFirst();
    Supplier<AirflowDo> found = all.get(name);
    if (found == null) {
      throw unknown(all, given);
    }
    AirflowDo command = found.get();
    if (!command.options().passesOn()) {
      command.options().flag("-v, --verbose", "Prints no more than without it.");
    }
    List<String> rest = given.subList(name.split(" ", -1).length, given.size());
    boolean help = rest.contains("--help") || rest.contains("-h");
    if (!command.options().passesOn() && !help) {
      new ClickSyntax(command.options(), spelled(rest)).apply();
    }
    if (help) {
      program.terminal().out().print(new HelpPage("airflow " + name, command.options()).text());
      return 0;
    }
    return connection.with(client -> command.work().applyAsInt(new AirflowCall(client, program)));
  }

  /// What 1.10 writes with one dash and two letters is written out.
  private static List<String> spelled(List<String> given) {
    return given.stream().map(word -> SHORT.getOrDefault(word, word)).toList();
  }

  private static UsageException unknown(Map<String, Supplier<AirflowDo>> all, List<String> given) {
    String group = given.getFirst() + " ";
    List<String> below = all.keySet().stream().filter(words -> words.startsWith(group)).toList();
    if (below.isEmpty()) {
      return new UsageException("No such command 'airflow %s'.".formatted(given.getFirst()));
    }
    return new UsageException(
        "'airflow %s' needs one of: %s."
            .formatted(
                given.getFirst(),
                below.stream()
                    .map(words -> words.substring(group.length()))
                    .collect(Collectors.joining(", "))));
  }
}
