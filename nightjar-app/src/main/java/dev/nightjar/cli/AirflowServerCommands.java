package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What Airflow's commands ask of the installation: its version, jobs, settings and users.
final class AirflowServerCommands {
  private static final String JOB = "SchedulerJob";

  private AirflowServerCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("version", AirflowServerCommands::version);
    all.put("jobs check", AirflowServerCommands::check);
    all.put("dags list-jobs", AirflowServerCommands::jobs);
    all.put("config get-value", AirflowServerCommands::setting);
    all.put("plugins", AirflowServerCommands::plugins);
    all.put("providers list", AirflowServerCommands::providers);
    for (String words : List.of("db reset", "resetdb")) {
      all.put(words, AirflowServerCommands::reset);
    }
    for (String words : List.of("users create", "create_user")) {
      all.put(words, AirflowServerCommands::user);
    }
  }

  private static AirflowDo version() {
    return new AirflowDo(
        new Options("Shows which Airflow's interface the server has."),
        call -> {
          call.out().println(call.get("/version").path("version").asString(""));
          return 0;
        });
  }

  private static AirflowDo check() {
    var options = new Options("Checks whether the server's loops go round.");
    options.text("--job-type TYPE", "Is not looked at: a server is all of them.");
    options.text("--hostname NAME", "Is not looked at: the server is asked that --server names.");
    options.flag("--local", "Is not looked at.");
    options.integer("--limit N", "Is not looked at.");
    options.flag("--allow-multiple", "Is not looked at.");
    return new AirflowDo(
        options,
        call -> {
          boolean alive =
              call.get("/health").at("/scheduler/status").asString("").equals("healthy");
          call.out().println(alive ? "Found one alive job." : "No alive jobs found.");
          return alive ? 0 : 1;
        });
  }

  private static AirflowDo jobs() {
    var options = new Options("Lists the servers that share the database, as jobs.");
    var dag = options.text("-d, --dag-id ID", "Lists nothing: a server works for all DAGs.");
    var state = options.text("--state STATE", "All of them are running.");
    var limit = options.integer("--limit N", "At most so many.");
    var form = AirflowTable.option(options);
    return new AirflowDo(
        options,
        call -> {
          boolean none = dag.isGiven() || !state.or("running").equals("running");
          List<ObjectNode> rows =
              call.client()
                  .get("/api/status")
                  .path("servers")
                  .valueStream()
                  .sorted(AirflowDagCommands.by("started_at").reversed())
                  .limit(none ? 0 : limit.or(Integer.MAX_VALUE))
                  .map(AirflowServerCommands::job)
                  .toList();
          AirflowTable.print(call, form, rows);
          return 0;
        });
  }

  private static ObjectNode job(JsonNode server) {
    return Json.object()
        .put("dag_id", "None")
        .put("state", "running")
        .put("job_type", JOB)
        .put(
            "start_date",
            server.path("started_at").asString("").replace("T", " ").replace("Z", "+00:00"))
        .put("end_date", "None");
  }

  private static AirflowDo setting() {
    var options =
        new Options(
            "Shows a setting: `core dags_folder`, `core executor`, `core default_timezone` and"
                + " `core load_examples` are known.");
    var given = options.positionals("SECTION OPTION");
    return new AirflowDo(
        options,
        call ->
            call.old("config", Map.of("section", given.first(), "option", given.given().get(1))));
  }

  private static AirflowDo plugins() {
    var options = new Options("Lists plugins: there are none.");
    AirflowTable.option(options);
    return new AirflowDo(
        options,
        call -> {
          call.out().println("No plugins loaded");
          return 0;
        });
  }

  private static AirflowDo providers() {
    return AirflowTable.list(
        new Options("Lists provider packages: there are none."),
        call -> call.all("/providers", "providers"),
        one -> AirflowTable.row(one, "package_name", "description", "version"));
  }

  private static AirflowDo reset() {
    return new AirflowDo(
        AirflowCommands.anything("Is refused: the database of a server is not emptied from afar."),
        call -> call.old("resetdb", Map.of()));
  }

  private static AirflowDo user() {
    return new AirflowDo(
        AirflowCommands.anything("Does nothing: who may come in is said by tokens."),
        call -> {
          call.out()
              .println(
                  "There is nothing to do: a Nightjar server has no users. Its tokens say who may come in: `nightjar tokens create`.");
          return 0;
        });
  }
}
