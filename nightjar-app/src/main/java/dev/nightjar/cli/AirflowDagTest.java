package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow dags test`: a run on the server, until its end. As by Airflow, the run is kept.
final class AirflowDagTest {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final List<String> ENDED =
      List.of("success", "failed", "upstream_failed", "skipped", "removed");

  private final AirflowCall call;
  private final String path;
  private final Map<String, String> told = new HashMap<>();

  private AirflowDagTest(AirflowCall call, String path) {
    this.call = call;
    this.path = path;
  }

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("dags test", AirflowDagTest::command);
  }

  private static AirflowDo command() {
    var options =
        new Options(
            "Makes a run of a DAG, or has the one of that date run again, and waits for its end. As"
                + " by Airflow, the run is kept. Its tasks run where others do.");
    var conf = options.text("-c, --conf JSON", "A JSON object for a new run.");
    AirflowDagCommands.folder(options);
    var given = options.positionals("DAG_ID [EXECUTION_DATE]");
    return new AirflowDo(
        options,
        call -> {
          String dag = given.first();
          JsonNode found = call.found("/dags/" + AirflowCall.part(dag));
          if (!found.has("dag_id")) {
            return call.fail(
                "airflow.exceptions.DagNotFound: Dag id %s not found in DagModel".formatted(dag));
          }
          if (found.path("is_paused").asBoolean(false)) {
            return call.fail(
                "nightjar: %s is paused, so its run would wait: 'nightjar airflow dags unpause %s' resumes it."
                    .formatted(dag, dag));
          }
          ObjectNode body = Json.object();
          if (conf.isGiven()) {
            try {
              body.set("conf", Json.parse(conf.or("{}")));
            } catch (JsonException e) {
              return call.fail("nightjar: --conf is not JSON: " + e.getMessage());
            }
          }
          String date = given.given().size() > 1 ? given.given().get(1) : null;
          JsonNode there = date == null ? Json.object() : AirflowRunCommands.run(call, dag, date);
          String runs = "/dags/%s/dagRuns".formatted(AirflowCall.part(dag));
          if (there.has("dag_run_id")) {
            String path = runs + "/" + AirflowCall.part(there.path("dag_run_id").asString(""));
            call.post(path + "/clear", Json.object().put("dry_run", false));
            return new AirflowDagTest(call, path).await();
          }
          if (date != null) {
            body.put("logical_date", date);
          }
          String made = call.post(runs, body).path("dag_run_id").asString("");
          return new AirflowDagTest(call, runs + "/" + AirflowCall.part(made)).await();
        });
  }

  /// Tells of each task that ends, until the run has ended.
  ///
  /// @return the exit status
  private int await() {
    while (true) {
      String state = call.get(path).path("state").asString("");
      call.all(path + "/taskInstances", "task_instances").forEach(this::tell);
      if (ENDED.contains(state)) {
        call.out().println(state);
        return state.equals("success") ? 0 : 1;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private void tell(JsonNode task) {
    String name = task.path("task_id").asString("");
    String state = task.path("state").asString("");
    if (ENDED.contains(state) && !state.equals(told.put(name, state))) {
      call.out().println("%s: %s".formatted(name, state));
    }
  }
}
