package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow dags trigger`, `list-runs` and `state`.
final class AirflowRunCommands {
  private AirflowRunCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("dags trigger", AirflowRunCommands::trigger);
    all.put("dags list-runs", AirflowRunCommands::runs);
    all.put("dags state", AirflowRunCommands::state);
  }

  private static AirflowDo trigger() {
    var options =
        new Options(
            "Makes a run of a DAG. It waits while the DAG is paused.",
            """
            Example:
              nightjar airflow dags trigger -c '{"day": 1}' -e 2024-01-02 etl
            """);
    var conf = options.text("-c, --conf JSON", "A JSON object for the run.");
    var key = options.text("-r, --run-id ID", "What the run is called.");
    var date = options.text("-e, --exec-date DATE", "Its logical date (default: now).");
    var micros = options.flag("--no-replace-microseconds", "Keep the microseconds of now.");
    var form = AirflowTable.option(options);
    AirflowDagCommands.folder(options);
    var given = options.positionals("DAG_ID");
    return new AirflowDo(
        options,
        call -> {
          ObjectNode body = Json.object();
          if (conf.isGiven()) {
            try {
              body.set("conf", Json.parse(conf.or("{}")));
            } catch (JsonException e) {
              return call.fail("nightjar: --conf is not JSON: " + e.getMessage());
            }
          }
          if (key.isGiven()) {
            body.put("dag_run_id", key.orNull());
          }
          Instant now = call.program().clock().instant();
          body.put(
              "logical_date",
              date.or((micros.isGiven() ? now : now.truncatedTo(ChronoUnit.SECONDS)).toString()));
          JsonNode run;
          try {
            run = call.post("/dags/%s/dagRuns".formatted(AirflowCall.part(given.first())), body);
          } catch (ServerException e) {
            return call.fail(refusal(e, given.first(), body));
          }
          AirflowTable.print(
              call,
              form,
              List.of(
                  AirflowTable.row(
                      run,
                      "conf",
                      "dag_id",
                      "dag_run_id",
                      "data_interval_start",
                      "data_interval_end",
                      "end_date",
                      "external_trigger",
                      "last_scheduling_decision",
                      "logical_date",
                      "run_type",
                      "start_date",
                      "state")));
          return 0;
        });
  }

  private static String refusal(ServerException refused, String dag, ObjectNode body) {
    if (refused.isMissing()) {
      return "airflow.exceptions.DagNotFound: Dag id %s not found in DagModel".formatted(dag);
    }
    if (refused.isConflict()) {
      String date = time(body.path("logical_date").asString(""));
      return "airflow.exceptions.DagRunAlreadyExists: A DAG Run already exists for DAG %s at %s with run id %s"
          .formatted(dag, date, body.path("dag_run_id").asString("manual__" + date));
    }
    return String.valueOf(refused.getMessage());
  }

  /// A date as Airflow shows it; in UTC where it says nothing else.
  private static String time(String date) {
    String time = date.length() == 10 ? date + "T00:00:00" : date;
    return time.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
        ? time.replaceFirst("Z$", "+00:00")
        : time + "+00:00";
  }

  private static AirflowDo runs() {
    var options = new Options("Lists the runs of a DAG, the latest first.");
    var dag = options.text("-d, --dag-id ID", "The DAG.");
    var state = options.text("--state STATE", "Only runs in this state.");
    var noBackfill = options.flag("--no-backfill", "Without those of backfills.");
    var start = options.text("-s, --start-date DATE", "With this logical date or a later one.");
    var end = options.text("-e, --end-date DATE", "With this logical date or an earlier one.");
    var form = AirflowTable.option(options);
    return new AirflowDo(
        options,
        call -> {
          if (!dag.isGiven()) {
            throw new UsageException("Missing option '-d' / '--dag-id'.");
          }
          StringBuilder query = new StringBuilder("?order_by=-execution_date");
          add(query, "state", state);
          add(query, "execution_date_gte", start);
          add(query, "execution_date_lte", end);
          String path = "/dags/%s/dagRuns".formatted(AirflowCall.part(dag.or("")));
          AirflowTable.print(
              call,
              form,
              call.all(path + query, "dag_runs").stream()
                  .filter(
                      run ->
                          !noBackfill.isGiven()
                              || !run.path("run_type").asString("").equals("backfill"))
                  .map(AirflowRunCommands::run)
                  .toList());
          return 0;
        });
  }

  private static void add(StringBuilder query, String name, Option<String> value) {
    String text = value.orNull();
    if (text != null) {
      query.append('&').append(name).append('=').append(AirflowCall.part(text));
    }
  }

  private static ObjectNode run(JsonNode run) {
    return Json.object()
        .put("dag_id", run.path("dag_id").asString(""))
        .put("run_id", run.path("dag_run_id").asString(""))
        .put("state", run.path("state").asString(""))
        .put("execution_date", run.path("execution_date").asString(""))
        .put("start_date", run.path("start_date").asString(""))
        .put("end_date", run.path("end_date").asString(""));
  }

  /// The run of a logical date, or of that name; nothing if there is none.
  static JsonNode run(AirflowCall call, String dag, String date) {
    String path = "/dags/%s/dagRuns".formatted(AirflowCall.part(dag));
    if (!date.matches("\\d{4}-\\d\\d-\\d\\d.*")) {
      return call.found(path + "/" + AirflowCall.part(date));
    }
    String at = AirflowCall.part(date);
    return call.get(
            "%s?execution_date_gte=%s&execution_date_lte=%s&limit=1".formatted(path, at, at))
        .at("/dag_runs/0");
  }

  private static AirflowDo state() {
    var options = new Options("Shows the state of the run of a logical date.");
    AirflowDagCommands.folder(options);
    var given = options.positionals("DAG_ID EXECUTION_DATE");
    return new AirflowDo(
        options,
        call -> {
          JsonNode run = run(call, given.first(), given.given().get(1));
          String conf =
              run.path("conf").isEmpty() ? "" : ", " + AirflowCall.dumps(run.path("conf"));
          call.out().println(run.path("state").asString("None") + conf);
          return 0;
        });
  }
}
