package dev.nightjar.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The commands of Airflow 1.10, which the server does as the old plugin did. Their long options
/// are written with `_` or `-`.
final class OldAirflowCommands {
  private OldAirflowCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("list_dags", () -> of("list_dags", "Lists the DAGs.", "").flag("-r, --report").made());
    all.put(
        "list_tasks",
        () -> of("list_tasks", "Lists the tasks of a DAG.", "DAG_ID").flag("-t, --tree").made());
    all.put(
        "trigger_dag",
        () ->
            of("trigger_dag", "Makes a run of a DAG.", "DAG_ID")
                .text("-r, --run_id ID", "-c, --conf JSON", "-e, --exec_date DATE")
                .made());
    all.put("pause", () -> of("pause", "Pauses a DAG.", "DAG_ID").made());
    all.put("unpause", () -> of("unpause", "Resumes a DAG.", "DAG_ID").made());
    all.put(
        "dag_state",
        () -> of("dag_state", "Shows the state of a run.", "DAG_ID EXECUTION_DATE").made());
    all.put(
        "task_state",
        () ->
            of("task_state", "Shows the state of a task.", "DAG_ID TASK_ID EXECUTION_DATE").made());
    all.put(
        "task_failed_deps",
        () ->
            of(
                    "task_failed_deps",
                    "Tells why a task does not start.",
                    "DAG_ID TASK_ID EXECUTION_DATE")
                .made());
    all.put(
        "test",
        () ->
            of("test", "Runs a task alone; nothing is stored.", "DAG_ID TASK_ID EXECUTION_DATE")
                .text("--task_params JSON")
                .flag("--dry_run")
                .made());
    all.put(
        "render",
        () -> of("render", "Shows what templates become.", "DAG_ID TASK_ID EXECUTION_DATE").made());
    all.put(
        "clear",
        () ->
            of("clear", "Has tasks of runs run again.", "DAG_ID")
                .text("-t, --task_regex REGEX", "-s, --start_date DATE", "-e, --end_date DATE")
                .flag("-u, --upstream")
                .flag("-d, --downstream")
                .flag("-c, --no_confirm")
                .flag("-f, --only_failed")
                .flag("-r, --only_running")
                .flag("-x, --exclude_subdags")
                .flag("--exclude_parentdag")
                .flag("--dag_regex")
                .made());
    all.put(
        "next_execution",
        () -> of("next_execution", "Shows the next logical date.", "DAG_ID").made());
    all.put(
        "list_dag_runs",
        () ->
            of("list_dag_runs", "Lists the runs of a DAG.", "DAG_ID")
                .text("--state STATE")
                .flag("--no_backfill")
                .made());
    all.put(
        "delete_dag", () -> of("delete_dag", "Deletes a DAG.", "DAG_ID").flag("-y, --yes").made());
    all.put("variables", OldAirflowCommands::variables);
    all.put("connections", OldAirflowCommands::connections);
    all.put("pool", OldAirflowCommands::pool);
  }

  private static AirflowDo connections() {
    return of("connections", "Lists, adds and deletes connections.", "")
        .flag("-l, --list")
        .flag("-a, --add")
        .flag("-d, --delete")
        .text(
            "--conn_id ID",
            "--conn_uri URI",
            "--conn_extra JSON",
            "--conn_type TYPE",
            "--conn_host HOST",
            "--conn_login LOGIN",
            "--conn_password PASSWORD",
            "--conn_schema SCHEMA",
            "--conn_port PORT")
        .made();
  }

  private static AirflowDo variables() {
    var options = new Options("Shows, sets and deletes variables.");
    var set = options.pair("-s, --set KEY VALUE", "Give a variable a value.");
    var get = options.text("-g, --get KEY", "Show a value.");
    var json = options.flag("-j, --json", "Values are JSON.");
    var otherwise = options.text("-d, --default VALUE", "Show this if there is no such variable.");
    var load = options.text("-i, --import FILE", "Set those of a JSON file.");
    var export = options.text("-e, --export FILE", "Write all to a JSON file.");
    var delete = options.text("-x, --delete KEY", "Delete a variable.");
    return new AirflowDo(
        options,
        call -> {
          Map<String, String> arguments = new LinkedHashMap<>();
          Map.Entry<String, String> pair = set.orNull();
          if (load.isGiven() || export.isGiven()) {
            String word = load.isGiven() ? "variables import" : "variables export";
            return delegate(call, word, (load.isGiven() ? load : export).or(""));
          }
          if (pair != null) {
            arguments.put("set", pair.getKey() + " " + pair.getValue());
          }
          add(arguments, "get", get.orNull());
          add(arguments, "default", otherwise.orNull());
          add(arguments, "delete", delete.orNull());
          add(arguments, "json", json.isGiven() ? "" : null);
          return call.old("variables", arguments);
        });
  }

  private static AirflowDo pool() {
    var options = new Options("Shows, makes and deletes pools.");
    var set =
        options.value(
            "-s, --set NAME SLOTS DESCRIPTION",
            "Make a pool, or change it.",
            typed -> String.join(" ", typed));
    var get = options.text("-g, --get NAME", "Show a pool.");
    var delete = options.text("-x, --delete NAME", "Delete a pool.");
    var load = options.text("-i, --import FILE", "Make those of a JSON file.");
    var export = options.text("-e, --export FILE", "Write all to a JSON file.");
    return new AirflowDo(
        options,
        call -> {
          if (load.isGiven() || export.isGiven()) {
            String word = load.isGiven() ? "pools import" : "pools export";
            return delegate(call, word, (load.isGiven() ? load : export).or(""));
          }
          Map<String, String> arguments = new LinkedHashMap<>();
          add(arguments, "set", set.orNull());
          add(arguments, "get", get.orNull());
          add(arguments, "delete", delete.orNull());
          return call.old("pool", arguments);
        });
  }

  private static void add(Map<String, String> arguments, String name, @Nullable String value) {
    if (value != null) {
      arguments.put(name, value);
    }
  }

  /// Does a command of 2.x with one argument.
  private static int delegate(AirflowCall call, String words, String argument) {
    AirflowDo command = Objects.requireNonNull(AirflowCommands.all().get(words)).get();
    new ClickSyntax(command.options(), List.of("--", argument)).apply();
    return command.work().applyAsInt(call);
  }

  private static Builder of(String command, String description, String positionals) {
    return new Builder(command, new Options(description), positionals);
  }

  /// A command whose arguments go to the server as they are. Not thread-safe.
  private static final class Builder {
    private final String command;
    private final Options options;
    private final Positionals given;
    private final List<String> names;
    private final Map<String, Option<?>> named = new LinkedHashMap<>();

    Builder(String command, Options options, String positionals) {
      this.command = command;
      this.options = options;
      this.given = options.positionals(positionals);
      this.names =
          positionals.isEmpty()
              ? List.of()
              : List.of(positionals.toLowerCase(Locale.ROOT).split(" ", -1));
      options.text("--subdir PATH", "Is not looked at: the server knows its folder.");
    }

    Builder text(String... forms) {
      for (String form : forms) {
        named.put(name(form), options.text(withDashes(form), "As in Airflow 1.10."));
      }
      return this;
    }

    Builder flag(String form) {
      named.put(name(form), options.flag(withDashes(form), "As in Airflow 1.10."));
      return this;
    }

    private static String name(String form) {
      return form.substring(form.indexOf("--") + 2).split(" ", -1)[0];
    }

    /// The form with both ways to write its long name.
    private static String withDashes(String form) {
      String name = name(form);
      return name.indexOf('_') < 0
          ? form
          : form.replace("--" + name, "--%s, --%s".formatted(name, name.replace('_', '-')));
    }

    AirflowDo made() {
      return new AirflowDo(
          options,
          call -> {
            Map<String, String> arguments = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
              arguments.put(names.get(i), given.given().get(i));
            }
            named.forEach(
                (name, option) -> {
                  if (option.isGiven()) {
                    Object value = option.orNull();
                    arguments.put(name, value instanceof String text ? text : "");
                  }
                });
            return call.old(command, arguments);
          });
    }
  }
}
