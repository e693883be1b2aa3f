package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow tasks …`.
final class AirflowTaskCommands {
  private AirflowTaskCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("tasks list", AirflowTaskCommands::list);
    all.put("tasks state", AirflowTaskCommands::state);
    all.put("tasks states-for-dag-run", AirflowTaskCommands::states);
    all.put("tasks failed-deps", AirflowTaskCommands::failedDeps);
    all.put("tasks clear", AirflowTaskCommands::clear);
    all.put("tasks test", AirflowTaskCommands::test);
    all.put("tasks render", AirflowTaskCommands::render);
    all.put("tasks run", AirflowTaskRun::command);
    all.put("run", AirflowTaskRun::oldCommand);
  }

  private static AirflowDo list() {
    var options = new Options("Lists the tasks of a DAG.");
    var tree = options.flag("-t, --tree", "Show which come after which.");
    AirflowDagCommands.folder(options);
    var given = options.positionals("DAG_ID");
    return new AirflowDo(
        options,
        call -> {
          if (tree.isGiven()) {
            return call.old("list_tasks", Map.of("dag_id", given.first(), "tree", ""));
          }
          JsonNode tasks = call.found("/dags/%s/tasks".formatted(AirflowCall.part(given.first())));
          if (!tasks.has("tasks")) {
            return unknown(call, given.first());
          }
          tasks
              .path("tasks")
              .forEach(task -> call.out().println(task.path("task_id").asString("")));
          return 0;
        });
  }

  private static int unknown(AirflowCall call, String dag) {
    return call.fail(
        "airflow.exceptions.AirflowException: Dag '%s' could not be found; either it does not exist or it failed to parse."
            .formatted(dag));
  }

  private static AirflowDo state() {
    var options = new Options("Shows the state of a task in a run.");
    AirflowDagCommands.folder(options);
    var given = options.positionals("DAG_ID TASK_ID EXECUTION_DATE_OR_RUN_ID");
    return new AirflowDo(
        options,
        call -> {
          JsonNode run = AirflowRunCommands.run(call, given.first(), given.given().get(2));
          if (!run.has("dag_run_id")) {
            return call.fail(
                "airflow.exceptions.DagRunNotFound: DagRun for %s with run_id or execution_date of '%s' not found"
                    .formatted(given.first(), given.given().get(2)));
          }
          JsonNode task =
              call.found(
                  "/dags/%s/dagRuns/%s/taskInstances/%s"
                      .formatted(
                          AirflowCall.part(given.first()),
                          AirflowCall.part(run.path("dag_run_id").asString("")),
                          AirflowCall.part(given.given().get(1))));
          if (!task.has("task_id")) {
            return call.fail(
                "airflow.exceptions.TaskNotFound: Task %s not found"
                    .formatted(given.given().get(1)));
          }
          call.out().println(task.path("state").asString("None"));
          return 0;
        });
  }

  private static AirflowDo states() {
    var options = new Options("Shows the states of all tasks of a run.");
    var form = AirflowTable.option(options);
    var given = options.positionals("DAG_ID EXECUTION_DATE_OR_RUN_ID");
    return new AirflowDo(
        options,
        call -> {
          JsonNode run = AirflowRunCommands.run(call, given.first(), given.given().get(1));
          if (!run.has("dag_run_id")) {
            return call.fail(
                "airflow.exceptions.DagRunNotFound: DagRun for %s with run_id or execution_date of '%s' not found"
                    .formatted(given.first(), given.given().get(1)));
          }
          String path =
              "/dags/%s/dagRuns/%s/taskInstances"
                  .formatted(
                      AirflowCall.part(given.first()),
                      AirflowCall.part(run.path("dag_run_id").asString("")));
          AirflowTable.print(
              call,
              form,
              call.all(path, "task_instances").stream().map(AirflowTaskCommands::row).toList());
          return 0;
        });
  }

  private static ObjectNode row(JsonNode task) {
    return Json.object()
        .put("dag_id", task.path("dag_id").asString(""))
        .put("execution_date", task.path("execution_date").asString(""))
        .put("task_id", task.path("task_id").asString(""))
        .put("state", task.path("state").asString(null))
        .put("start_date", task.path("start_date").asString(""))
        .put("end_date", task.path("end_date").asString(""));
  }

  private static AirflowDo test() {
    var options =
        new Options(
            "Runs a task on the server, alone, whatever comes before it, and prints its log. Nothing"
                + " is stored.",
            """
            Example:
              nightjar airflow tasks test -t '{"day": 1}' etl load 2024-01-02
            """);
    var parameters = options.text("-t, --task-params JSON", "Over the params of the task.");
    var dry = options.flag("-n, --dry-run", "Only show what its templates become.");
    AirflowDagCommands.folder(options);
    var given = options.positionals("DAG_ID TASK_ID [EXECUTION_DATE_OR_RUN_ID]");
    return new AirflowDo(
        options,
        call -> {
          Map<String, String> arguments = trial(call, given);
          arguments.put("task_params", parameters.or(""));
          return call.old(dry.isGiven() ? "render" : "test", arguments);
        });
  }

  private static AirflowDo render() {
    var options = new Options("Shows what the templates of a task become.");
    AirflowDagCommands.folder(options);
    var given = options.positionals("DAG_ID TASK_ID EXECUTION_DATE_OR_RUN_ID");
    return new AirflowDo(options, call -> call.old("render", trial(call, given)));
  }

  private static AirflowDo failedDeps() {
    var options = new Options("Tells why a task of a run does not start.");
    AirflowDagCommands.folder(options);
    var given = options.positionals("DAG_ID TASK_ID EXECUTION_DATE_OR_RUN_ID");
    return new AirflowDo(options, call -> call.old("task_failed_deps", trial(call, given)));
  }

  private static Map<String, String> trial(AirflowCall call, Positionals given) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("dag_id", given.first());
    arguments.put("task_id", given.given().get(1));
    arguments.put(
        "execution_date",
        given.given().size() > 2
            ? given.given().get(2)
            : call.program().clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return arguments;
  }

  private static AirflowDo clear() {
    var options = new Options("Has tasks of runs run again.");
    var regex = options.text("-t, --task-regex REGEX", "Only tasks in whose names this is found.");
    var start = options.text("-s, --start-date DATE", "Runs of this logical date or a later one.");
    var end = options.text("-e, --end-date DATE", "Runs of this logical date or an earlier one.");
    var upstream = options.flag("-u, --upstream", "And all that is before them.");
    var downstream = options.flag("-d, --downstream", "And all that is after them.");
    var failed = options.flag("-f, --only-failed", "Of those only what failed.");
    var running = options.flag("-r, --only-running", "Of those only what runs.");
    var yes = options.flag("-y, --yes", "Do not ask.");
    options.flag("-x, --exclude-subdags", "Is not looked at: each DAG is cleared by itself.");
    options.flag("-X, --exclude-parentdag", "Is not looked at, either.");
    options.flag("-R, --dag-regex", "Is not looked at: one DAG is cleared at a time.");
    AirflowDagCommands.folder(options);
    var given = options.positionals("DAG_ID");
    return new AirflowDo(
        options,
        call -> {
          String dag = "/dags/" + AirflowCall.part(given.first());
          ObjectNode body = Json.object();
          body.put("only_failed", failed.isGiven()).put("only_running", running.isGiven());
          body.put("include_upstream", upstream.isGiven());
          body.put("include_downstream", downstream.isGiven()).put("reset_dag_runs", true);
          body.put("start_date", start.orNull()).put("end_date", end.orNull());
          if (regex.isGiven()) {
            List<String> tasks = matching(call, dag, regex.or(""));
            if (tasks.isEmpty()) {
              return 0;
            }
            var ids = body.putArray("task_ids");
            tasks.forEach(ids::add);
          }
          String path = dag + "/clearTaskInstances";
          if (!yes.isGiven()) {
            JsonNode would = call.post(path, body.deepCopy().put("dry_run", true));
            List<String> lines =
                would.path("task_instances").valueStream().map(AirflowTaskCommands::line).toList();
            call.out().println("You are about to delete these %d tasks:".formatted(lines.size()));
            lines.forEach(call.out()::println);
            if (lines.isEmpty() || !call.confirmed("\nAre you sure?")) {
              call.out()
                  .println(
                      lines.isEmpty() ? "Nothing to clear." : "Cancelled, nothing was cleared.");
              return 0;
            }
          }
          call.post(path, body.put("dry_run", false));
          return 0;
        });
  }

  private static String line(JsonNode task) {
    return "<TaskInstance: %s.%s %s>"
        .formatted(
            task.path("dag_id").asString(""),
            task.path("task_id").asString(""),
            task.path("dag_run_id").asString(""));
  }

  private static List<String> matching(AirflowCall call, String dag, String regex) {
    try {
      Pattern pattern = Pattern.compile(regex);
      return call.get(dag + "/tasks")
          .path("tasks")
          .valueStream()
          .map(task -> task.path("task_id").asString(""))
          .filter(task -> pattern.matcher(task).find())
          .toList();
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          "'%s' is no regular expression: %s.".formatted(regex, e.getDescription()));
    }
  }
}
