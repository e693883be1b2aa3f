package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar workflows trigger`.
final class WorkflowsTriggerCommand implements Command {
  private final Options options =
      new Options(
          "Runs a workflow of a server now, and prints the run's id. Parameters given here are taken"
              + " over those of the workflow.",
          """
          Examples:
            nightjar workflows trigger sales -p day 2026-12-01 --wait
            nightjar workflows trigger sales --time 2026-12-01T06:00:00Z --key again
          """);
  private final Positionals keys = options.positionals("WORKFLOW");
  private final ParameterArguments parameters = new ParameterArguments(options);
  private final Option<String> time =
      options.text("--time TIME", "The logical time of the run (default: now).");
  private final Option<String> key =
      options.text("--key NAME", "What the run is called (default: manual__ and the time).");
  private final Option<Boolean> noReuse =
      options.flag("--no-reuse", "Do all work, also what was done for the same inputs before.");
  private final Option<String> forced =
      options.text("--force TASK", "Do the work of this task in any case; may be repeated.");
  private final Option<Boolean> wait =
      options.flag("--wait", "Wait for the run's end, and exit with its outcome.");
  private final Connection connection;

  WorkflowsTriggerCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    ObjectNode body = Json.object();
    ObjectNode given =
        parameters.merge(Parameters.empty(), connection.program().storages()).toJson();
    if (!given.isEmpty()) {
      body.set("parameters", given);
    }
    if (time.isGiven()) {
      body.put("logical_time", time.or(""));
    }
    if (key.isGiven()) {
      body.put("key", key.or(""));
    }
    if (noReuse.isGiven()) {
      body.put("reuse", false);
    }
    if (forced.isGiven()) {
      var names = body.putArray("force");
      forced.values().forEach(names::add);
    }
    return connection.with(
        client -> {
          JsonNode run =
              client.post("/api/workflows/%s/runs".formatted(Client.encoded(keys.first())), body);
          if (!wait.isGiven()) {
            connection.tell(run, made -> connection.out().println(made.path("id").asString("")));
            return 0;
          }
          JsonNode ended = JobWatch.ofRun(connection, client).await(run.path("id").asString(""));
          connection.tell(
              ended,
              told -> JobWatch.told(told, connection.looks()).forEach(connection.out()::println));
          return JobWatch.exitStatus(ended);
        });
  }
}
