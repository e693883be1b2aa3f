package dev.nightjar.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `airflow tasks run`, and `airflow run` of 1.10: the server runs a task of a run that there is.
final class AirflowTaskRun {
  private static final List<String> FLAGS =
      List.of(
          "-m, --mark_success, --mark-success",
          "-f, --force",
          "-A, --ignore_all_dependencies, --ignore-all-dependencies",
          "-i, --ignore_dependencies, --ignore-dependencies",
          "-I, --ignore_depends_on_past, --ignore-depends-on-past",
          "-l, --local",
          "-r, --raw");

  private static final Map<String, String> TOLD =
      Map.of(
          "mark_success", "Run nothing: say that the task succeeded.",
          "force", "Also if it has ended.",
          "ignore_all_dependencies", "Whatever stands against it.",
          "ignore_dependencies", "Whatever is before it, and however long it was to wait.",
          "ignore_depends_on_past", "Whatever became of it in the run before.",
          "local", "Is not looked at: the server says where a task runs.",
          "raw", "As --ignore-all-dependencies.");

  private AirflowTaskRun() {}

  static AirflowDo command() {
    return made(true);
  }

  static AirflowDo oldCommand() {
    return made(false);
  }

  /// @param two whether it is that of 2.x
  private static AirflowDo made(boolean two) {
    var options =
        new Options(
            "Runs a task of a run that there is, waits for the end of its try, and prints its log. A"
                + " task that failed is the exit status 1.",
            """
            Example:
              nightjar airflow tasks run --force etl load 2024-01-02
            """);
    Map<String, Option<?>> taken = new LinkedHashMap<>();
    for (String form : FLAGS) {
      String name = form.substring(form.indexOf("--") + 2).split(",", -1)[0];
      taken.put(name, options.flag(form, String.valueOf(TOLD.get(name))));
    }
    options.text("--pool POOL", "Is not looked at: the task says its pool.");
    options.text("--cfg_path, --cfg-path PATH", "Is not looked at.");
    AirflowDagCommands.folder(options);
    if (two) {
      taken.put("map_index", options.text("--map-index N", "The point of a mapped task."));
      taken.put(
          "depends_on_past",
          options.text("-d, --depends-on-past HOW", "ignore, or check (the usual)."));
      options.flag("-N, --interactive", "Is not looked at.");
      options.text("-j, --job-id ID", "Is not looked at.");
    }
    options.flag("--ship_dag, --ship-dag", "Is not looked at: the server has the DAG.");
    var given =
        options.positionals(
            two ? "DAG_ID TASK_ID EXECUTION_DATE_OR_RUN_ID" : "DAG_ID TASK_ID EXECUTION_DATE");
    return new AirflowDo(
        options,
        call -> {
          Map<String, String> arguments = new LinkedHashMap<>();
          arguments.put("dag_id", given.first());
          arguments.put("task_id", given.given().get(1));
          arguments.put("execution_date", given.given().get(2));
          taken.forEach(
              (name, option) -> {
                if (option.isGiven()) {
                  arguments.put(name, option.orNull() instanceof String text ? text : "");
                }
              });
          if (arguments.containsKey("local") && arguments.containsKey("raw")) {
            return call.fail(
                "airflow.exceptions.AirflowException: Option --raw and --local are mutually exclusive. Please remove one option to execute the command.");
          }
          return call.old("run", arguments);
        });
  }
}
