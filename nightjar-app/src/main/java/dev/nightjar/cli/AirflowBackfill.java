package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow dags backfill`, and `airflow backfill` of 1.10.
final class AirflowBackfill {
  private AirflowBackfill() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("dags backfill", () -> backfill("-n, --dry-run"));
    all.put("backfill", () -> backfill("-n, --dry_run, --dry-run"));
  }

  private static AirflowDo backfill(String dryRun) {
    var options = new Options("Runs a DAG for times that have passed, and that have no run.");
    var start = options.text("-s, --start_date, --start-date DATE", "The first logical date.");
    var end = options.text("-e, --end_date, --end-date DATE", "The last logical date.");
    var dry = options.flag(dryRun, "Only show what would be done.");
    var reset = options.flag("--reset_dagruns, --reset-dagruns", "Runs that there are run again.");
    var failed =
        options.flag(
            "--rerun_failed_tasks, --rerun-failed-tasks", "What failed of them runs again.");
    var yes = options.flag("-y, --yes", "Do not ask before runs run again.");
    var conf = options.text("-c, --conf JSON", "What runs are started with.");
    options.flag("-x, --donot_pickle, --donot-pickle", "Is always so.");
    options.flag("-l, --local", "Is not looked at: the server says where tasks run.");
    options.flag(
        "-I, --ignore_first_depends_on_past, --ignore-first-depends-on-past", "Is always so.");
    options.flag("--continue_on_failures, --continue-on-failures", "Is always so.");
    options.text(
        "--delay_on_limit, --delay-on-limit SECONDS", "Is not looked at: runs start at once.");
    AirflowDagCommands.folder(options);
    var given = options.positionals("DAG_ID");
    return new AirflowDo(
        options,
        call -> {
          if (!start.isGiven() && !end.isGiven()) {
            return call.fail("Provide a start_date and/or end_date");
          }
          ObjectNode body =
              Json.object()
                  .put("from", time(start.or(end.or(""))))
                  .put("to", time(end.or(start.or(""))));
          body.put("again", reset.isGiven() ? "all" : failed.isGiven() ? "failed" : "none");
          if (conf.isGiven()) {
            body.set("parameters", parse(conf.or("")));
          }
          boolean asks = reset.isGiven() && !yes.isGiven();
          return new Backfill(call.program(), call.client(), given.first(), body)
              .run(
                  dry.isGiven()
                      ? Backfill.Consent.NONE
                      : asks ? Backfill.Consent.ASK : Backfill.Consent.GIVEN,
                  false);
        });
  }

  /// As in Airflow, a date is its beginning in UTC, also at the end.
  private static String time(String date) {
    return date.length() == 10
        ? date + "T00:00:00Z"
        : date.matches(".*(Z|[+-]\\d\\d:?\\d\\d)") && date.length() > 19 ? date : date + "Z";
  }

  private static JsonNode parse(String conf) {
    try {
      return Json.parse(conf);
    } catch (JsonException e) {
      throw new UsageException("--conf is no JSON: %s.".formatted(e.getMessage()));
    }
  }
}
