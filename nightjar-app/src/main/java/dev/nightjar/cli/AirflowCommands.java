package dev.nightjar.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The commands of `nightjar airflow` by their words, made when they are asked for.
final class AirflowCommands {
  private static final List<String> DONE =
      List.of(
          "celery flower",
          "celery worker",
          "db check",
          "db check-migrations",
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
          "sync-perm",
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
    AirflowServerCommands.addTo(all);
    OldAirflowCommands.addTo(all);
    DONE.forEach(words -> all.put(words, () -> nothing(words)));
    all.put("dags reserialize", () -> new AirflowDo(anything("Does nothing."), _ -> 0));
    return new TreeMap<>(all);
  }

  /// Options of a command that does nothing with what it is given.
  static Options anything(String description) {
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
}
