package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.ParameterValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow dags …`.
final class AirflowDagCommands {
  private AirflowDagCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("dags list", AirflowDagCommands::list);
    all.put("dags list-import-errors", AirflowDagCommands::errors);
    all.put("dags details", AirflowDagCommands::details);
    all.put("dags report", AirflowDagCommands::report);
    all.put("dags show", AirflowDagCommands::show);
    all.put("dags show-dependencies", AirflowDagCommands::dependencies);
    all.put("dags next-execution", AirflowDagCommands::next);
    all.put("dags pause", () -> pause(true));
    all.put("dags unpause", () -> pause(false));
    all.put("dags delete", AirflowDagCommands::delete);
  }

  /// Takes what Airflow takes to find its files, which the server knows by itself.
  static void folder(Options options) {
    options.text("-S, --subdir PATH", "Is not looked at: the server knows its folder.");
  }

  private static AirflowDo list() {
    var options = new Options("Lists all DAGs.");
    folder(options);
    return AirflowTable.list(
        options,
        call -> call.all("/dags", "dags"),
        dag -> AirflowTable.row(dag, "dag_id", "fileloc", "owners", "is_paused"));
  }

  private static AirflowDo errors() {
    var options = new Options("Lists the files that could not be read.");
    folder(options);
    return AirflowTable.list(
        options,
        call -> call.all("/importErrors", "import_errors"),
        error ->
            Json.object()
                .put("filepath", error.path("filename").asString(""))
                .put("error", error.path("stack_trace").asString("")));
  }

  private static AirflowDo details() {
    var options = new Options("Shows what is known of a DAG.");
    var form = AirflowTable.option(options);
    var given = options.positionals("DAG_ID");
    return new AirflowDo(
        options,
        call -> {
          JsonNode dag = call.get("/dags/" + AirflowCall.part(given.first()));
          List<ObjectNode> rows = new ArrayList<>();
          boolean lines =
              List.of(AirflowTable.Form.TABLE, AirflowTable.Form.PLAIN)
                  .contains(form.or(AirflowTable.Form.TABLE));
          if (lines) {
            dag.properties()
                .forEach(
                    one ->
                        rows.add(
                            Json.object()
                                .put("property_name", one.getKey())
                                .put("property_value", ParameterValue.of(one.getValue()).str())));
          } else {
            rows.add((ObjectNode) dag);
          }
          AirflowTable.print(call, form, rows);
          return 0;
        });
  }

  private static AirflowDo report() {
    var options = new Options("Shows what DAGs there are in which file.");
    folder(options);
    var form = AirflowTable.option(options);
    return new AirflowDo(
        options,
        call -> {
          Map<String, List<String>> files = new TreeMap<>();
          for (JsonNode dag : call.all("/dags", "dags")) {
            String file = dag.path("fileloc").asString("");
            files
                .computeIfAbsent(file, _ -> new ArrayList<>())
                .add(dag.path("dag_id").asString(""));
          }
          AirflowTable.print(
              call,
              form,
              files.entrySet().stream()
                  .map(one -> reported(call, one.getKey(), one.getValue()))
                  .toList());
          return 0;
        });
  }

  /// How long a file took to read, nobody has measured.
  private static ObjectNode reported(AirflowCall call, String file, List<String> dags) {
    int tasks = 0;
    for (String dag : dags) {
      tasks +=
          call.get("/dags/%s/tasks".formatted(AirflowCall.part(dag)))
              .path("total_entries")
              .asInt(0);
    }
    ObjectNode row = Json.object().put("file", file).putNull("duration");
    row.put("dag_num", dags.size()).put("task_num", tasks);
    dags.forEach(row.putArray("dags")::add);
    return row;
  }

  private static AirflowDo show() {
    var options = new Options("Shows the tasks of a DAG in the language of Graphviz.");
    folder(options);
    var given = options.positionals("DAG_ID");
    return new AirflowDo(
        options,
        call -> {
          String dag = given.first();
          JsonNode tasks =
              call.get("/dags/%s/tasks".formatted(AirflowCall.part(dag))).path("tasks");
          call.out().println("digraph \"%s\" {".formatted(dag));
          call.out().println("\tgraph [label=\"%s\" labelloc=t rankdir=LR]".formatted(dag));
          for (JsonNode task : tasks) {
            call.out()
                .println(
                    "\t\"%s\" [color=\"%s\" fillcolor=\"%s\" shape=rectangle style=\"filled,rounded\"]"
                        .formatted(
                            task.path("task_id").asString(""),
                            task.path("ui_fgcolor").asString("#000"),
                            task.path("ui_color").asString("#fff")));
          }
          for (JsonNode task : tasks) {
            task.path("downstream_task_ids")
                .forEach(
                    next ->
                        call.out()
                            .println(
                                "\t\"%s\" -> \"%s\""
                                    .formatted(
                                        task.path("task_id").asString(""), next.asString(""))));
          }
          call.out().println("}");
          return 0;
        });
  }

  private static AirflowDo dependencies() {
    var options =
        new Options("Shows which DAGs start or await which, in the language of Graphviz.");
    folder(options);
    return new AirflowDo(options, call -> call.old("show_dependencies", Map.of()));
  }

  private static AirflowDo next() {
    var options = new Options("Shows the next logical dates of a DAG.");
    var count = options.integer("-n, --num-executions N", "How many (default: 1).");
    folder(options);
    var given = options.positionals("DAG_ID");
    return new AirflowDo(
        options,
        call ->
            call.old(
                "next_execution",
                Map.of("dag_id", given.first(), "num_executions", count.or(1).toString())));
  }

  private static AirflowDo pause(boolean paused) {
    var options = new Options(paused ? "Pauses a DAG." : "Resumes a DAG.");
    var form = AirflowTable.option(options);
    options.flag("-y, --yes", "Is not needed: nothing is asked.");
    folder(options);
    var given = options.positionals("DAG_ID");
    return new AirflowDo(
        options,
        call -> {
          String dag = "/dags/" + AirflowCall.part(given.first());
          JsonNode before = call.found(dag);
          if (before.path("is_paused").asBoolean(paused) == paused) {
            call.out().println("No %s DAGs were found".formatted(paused ? "unpaused" : "paused"));
            return 0;
          }
          JsonNode after = call.patch(dag, Json.object().put("is_paused", paused));
          AirflowTable.print(call, form, List.of(AirflowTable.row(after, "dag_id", "is_paused")));
          return 0;
        });
  }

  private static AirflowDo delete() {
    var options = new Options("Deletes all that is stored of a DAG, with its runs.");
    var yes = options.flag("-y, --yes", "Do not ask.");
    var given = options.positionals("DAG_ID");
    return new AirflowDo(
        options,
        call -> {
          String path = "/dags/" + AirflowCall.part(given.first());
          if (!yes.isGiven()
              && !call.confirmed(
                  "This will drop all existing records related to the specified DAG. Proceed?")) {
            call.out().println("Cancelled");
            return 0;
          }
          int records =
              2 + count(call, path + "/dagRuns") + count(call, path + "/dagRuns/~/taskInstances");
          try {
            call.delete(path);
          } catch (ServerException e) {
            return call.fail(
                e.isMissing()
                    ? "airflow.exceptions.DagNotFound: Dag id %s not found in DagModel"
                        .formatted(given.first())
                    : String.valueOf(e.getMessage()));
          }
          call.out().println("Removed %d record(s)".formatted(records));
          return 0;
        });
  }

  private static int count(AirflowCall call, String path) {
    return call.found(path + "?limit=1").path("total_entries").asInt(0);
  }

  /// In the order of a field.
  static Comparator<JsonNode> by(String field) {
    return Comparator.comparing(item -> item.path(field).asString(""));
  }
}
