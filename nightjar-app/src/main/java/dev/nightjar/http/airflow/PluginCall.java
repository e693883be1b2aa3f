package dev.nightjar.http.airflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A command of Airflow 1.10 as airflow-rest-api-plugin offers it.
///
/// @param name the command
/// @param positionals its arguments without names, in their order
/// @param required which of all there must be
/// @param options with a value
/// @param flags without one
record PluginCall(
    String name,
    List<String> positionals,
    Set<String> required,
    List<String> options,
    List<String> flags) {
  private static final Set<String> SECRET = Set.of("conn_password", "conn_uri", "conn_extra");

  static final List<PluginCall> ALL =
      List.of(
          of("version"),
          of("list_dags").options("subdir").flags("report"),
          of("list_tasks", "dag_id").options("subdir").flags("tree"),
          of("trigger_dag", "dag_id").options("subdir", "run_id", "conf", "exec_date"),
          of("pause", "dag_id").options("subdir"),
          of("unpause", "dag_id").options("subdir"),
          of("dag_state", "dag_id", "execution_date").options("subdir"),
          of("task_state", "dag_id", "task_id", "execution_date").options("subdir"),
          of("clear", "dag_id")
              .options("task_regex", "start_date", "end_date", "subdir")
              .flags(
                  "upstream",
                  "downstream",
                  "only_failed",
                  "only_running",
                  "exclude_subdags",
                  "exclude_parentdag",
                  "dag_regex"),
          of("variables")
              .options("set", "get", "default", "import", "export", "delete")
              .flags("json"),
          of("connections")
              .options(
                  "conn_id",
                  "conn_uri",
                  "conn_extra",
                  "conn_type",
                  "conn_host",
                  "conn_login",
                  "conn_password",
                  "conn_schema",
                  "conn_port")
              .flags("list", "add", "delete", "test"),
          of("pool").options("set", "get", "delete", "import", "export"),
          of("delete_dag", "dag_id"),
          of("next_execution", "dag_id").options("subdir", "num_executions"),
          of("list_dag_runs", "dag_id").options("state").flags("no_backfill"),
          of("render", "dag_id", "task_id", "execution_date").options("subdir"),
          of("test", "dag_id", "task_id", "execution_date")
              .options("subdir", "task_params")
              .flags("dry_run"),
          of("run", "dag_id", "task_id", "execution_date")
              .options("subdir", "pool", "cfg_path", "map_index", "depends_on_past")
              .flags(
                  "mark_success",
                  "force",
                  "local",
                  "raw",
                  "ignore_all_dependencies",
                  "ignore_dependencies",
                  "ignore_depends_on_past",
                  "ship_dag"),
          of("backfill", "dag_id").options("task_regex", "start_date", "end_date", "subdir"),
          of("task_failed_deps", "dag_id", "task_id", "execution_date").options("subdir"),
          of("show_dependencies"),
          of("config", "section", "option"),
          of("initdb"),
          of("upgradedb"),
          of("resetdb"),
          of("scheduler"),
          of("webserver"),
          of("worker"),
          of("flower"),
          of("kerberos"),
          of("serve_logs"));

  private static PluginCall of(String name, String... positionals) {
    return new PluginCall(name, List.of(positionals), Set.of(positionals), List.of(), List.of());
  }

  private PluginCall options(String... more) {
    return new PluginCall(name, positionals, required, List.of(more), flags);
  }

  private PluginCall flags(String... more) {
    return new PluginCall(name, positionals, required, options, List.of(more));
  }

  static @Nullable PluginCall find(String name) {
    return ALL.stream().filter(call -> call.name().equals(name)).findFirst().orElse(null);
  }

  /// The command line that it stands for, without what may be secret.
  String commandLine(Map<String, String> arguments) {
    List<String> words = new ArrayList<>(List.of("airflow", name));
    for (String option : options) {
      String value = arguments.get(option);
      if (value != null && !value.isEmpty()) {
        boolean secret =
            SECRET.contains(option) || name.equals("variables") && option.equals("set");
        words.add("--" + option);
        words.add(secret ? "******" : value);
      }
    }
    flags.stream().filter(arguments::containsKey).forEach(flag -> words.add("--" + flag));
    if (name.equals("clear")) {
      words.add("--no_confirm");
    }
    positionals.forEach(one -> words.add(arguments.getOrDefault(one, "")));
    return String.join(" ", words);
  }
}
