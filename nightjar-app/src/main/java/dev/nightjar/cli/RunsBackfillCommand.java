package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar runs backfill`.
final class RunsBackfillCommand implements Command {
  private static final int USUAL_JOBS = 4;

  private final Options options =
      new Options(
          "Runs a workflow for times that have passed: once for each interval of its schedule that"
              + " has no run. Shows first what it would do, asks, and then shows how it goes on. Where"
              + " it is interrupted, runs that were begun go on and no others are made; the same"
              + " command goes on with what is missing.",
          """
          Examples:
            nightjar runs backfill sales --from 2026-11-01 --to 2026-11-30 --dry-run
            nightjar runs backfill sales --from 2026-11-01 --to 2026-11-30 --jobs 2 -y

          Exit status: 0 all runs succeeded, 1 some did not, 2 wrong usage.
          """);
  private final Positionals given = options.positionals("WORKFLOW");
  private final Option<String> from =
      options.text("--from DATE", "The first day, or time: intervals that start then.");
  private final Option<String> to =
      options.text("--to DATE", "The last day, which is included, or time.");
  private final Option<Integer> jobs =
      options.integer(
          "--jobs N", "So many of the runs go on at a time (default: %d).".formatted(USUAL_JOBS));
  private final Option<Boolean> failed =
      options.flag("--rerun-failed", "What failed of earlier runs runs again.");
  private final Option<Boolean> reset =
      options.flag("--reset", "Earlier runs run again, all of their tasks.");
  private final Option<Boolean> dry = options.flag("--dry-run", "Only show what would be done.");
  private final Option<Boolean> yes = options.flag("-y, --yes", "Do not ask.");
  private final Option<Map.Entry<String, String>> parameters =
      options.pair(
          "-p, --parameters NAME VALUE",
          "Name and value of a parameter of the new runs; may be repeated.");
  private final Connection connection;

  RunsBackfillCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    if (!from.isGiven() || !to.isGiven()) {
      throw new UsageException("Give the times by --from and --to.");
    }
    if (failed.isGiven() && reset.isGiven()) {
      throw new UsageException("Give one of --rerun-failed and --reset.");
    }
    ObjectNode body = Json.object().put("from", from.or("")).put("to", to.or(""));
    body.put("again", reset.isGiven() ? "all" : failed.isGiven() ? "failed" : "none");
    body.put("jobs", jobs.or(USUAL_JOBS));
    Parameters own = Parameters.empty();
    for (var one : parameters.values()) {
      own = own.with(one.getKey(), ParameterValue.infer(one.getValue()));
    }
    body.set("parameters", own.toJson());
    return connection.with(
        client ->
            new Backfill(connection.program(), client, given.first(), body)
                .run(
                    dry.isGiven()
                        ? Backfill.Consent.NONE
                        : yes.isGiven() ? Backfill.Consent.GIVEN : Backfill.Consent.ASK,
                    connection.isForScripts()));
  }
}
