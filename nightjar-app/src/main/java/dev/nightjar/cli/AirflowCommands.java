package dev.nightjar.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The commands of `nightjar airflow` by their words, made when they are asked for.
final class AirflowCommands {
  /// What Airflow has, and Nightjar has not.
  static final List<String> MISSING =
      List.of(
          "dags list-jobs",
          "dags report",
          "dags show-dependencies",
          "tasks run",
          "run",
          "connections test",
          "db reset",
          "resetdb");

  private static final List<String> DONE =
      List.of(
          "dags reserialize",
          "db check",
          "db init",
          "db migrate",
          "db upgrade",
          "initdb",
          "upgradedb",
          "dag-processor",
          "flower",
          "kerberos",
          "scheduler",
          "serve_logs",
          "standalone",
          "triggerer",
          "webserver",
          "worker");

  private AirflowCommands() {}

  /// All of them.
  static Map<String, Supplier<AirflowDo>> all() {
    Map<String, Supplier<AirflowDo>> all = new LinkedHashMap<>();
    AirflowDagCommands.addTo(all);
    AirflowBackfill.addTo(all);
    AirflowRunCommands.addTo(all);
    AirflowDagTest.addTo(all);
    AirflowTaskCommands.addTo(all);
    AirflowVariableCommands.addTo(all);
    AirflowPoolCommands.addTo(all);
    AirflowConnectionCommands.addTo(all);
    OldAirflowCommands.addTo(all);
    all.put(
        "jobs check",
        () ->
            new AirflowDo(
                new Options("Checks whether the server's loops go round."),
                call -> {
                  boolean alive =
                      call.get("/health").at("/scheduler/status").asString("").equals("healthy");
                  call.out().println(alive ? "Found one alive job." : "No alive jobs found.");
                  return alive ? 0 : 1;
                }));
    all.put(
        "version",
        () ->
            new AirflowDo(
                new Options("Shows which Airflow's interface the server has."),
                call -> {
                  call.out().println(call.get("/version").path("version").asString(""));
                  return 0;
                }));
    DONE.forEach(words -> all.put(words, () -> nothing(words)));
    MISSING.forEach(words -> all.put(words, () -> missing(words)));
    return new TreeMap<>(all);
  }

  private static Options anything(String description) {
    var options = new Options(description);
    options.passesOn("[ARGS]...");
    return options;
  }

  private static AirflowDo nothing(String words) {
    return new AirflowDo(
        anything("Does nothing: the server does that."),
        call -> {
          call.out()
              .println(
                  "There is nothing to do: the Nightjar server does the work of 'airflow %s'."
                      .formatted(words));
          return 0;
        });
  }

  private static AirflowDo missing(String words) {
    return new AirflowDo(anything("Is not there yet."), call -> call.missing(words));
  }
}
