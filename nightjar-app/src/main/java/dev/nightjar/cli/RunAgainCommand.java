package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.Parameters;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar jobs rerun` and `nightjar definitions run`: a new job of what there is.
final class RunAgainCommand implements Command {
  private final Options options;
  private final Positionals ids;
  private final ParameterArguments parameters;
  private final Option<Boolean> wait;
  private final @Nullable Option<Boolean> current;
  private final String path;
  private final Connection connection;

  private RunAgainCommand(
      Program program, Options options, String form, String path, boolean hasVersion) {
    this.options = options;
    this.ids = options.positionals(form);
    this.parameters = new ParameterArguments(options);
    this.wait = options.flag("--wait", "Wait for the job's end, and exit with its outcome.");
    this.current =
        hasVersion
            ? options.flag("--current", "Run a job of a definition by what that says now.")
            : null;
    this.path = path;
    this.connection = new Connection(options, program);
  }

  static RunAgainCommand ofJob(Program program) {
    return new RunAgainCommand(
        program,
        new Options(
            "Runs a job again, and prints the new one's id. Parameters given here take the place of"
                + " all that it had. A job of a definition is run by the version that it ran, unless"
                + " --current says otherwise.",
            """
            Example:
              nightjar jobs rerun --wait JOB
            """),
        "JOB",
        "/api/jobs/%s/rerun",
        true);
  }

  static RunAgainCommand ofDefinition(Program program) {
    return new RunAgainCommand(
        program,
        new Options(
            "Runs a definition now, paused or not, and prints the job's id. Parameters given here"
                + " take the place of all that it has.",
            """
            Example:
              nightjar definitions run DEFINITION -p day 2026-12-01 --wait
            """),
        "DEFINITION",
        "/api/definitions/%s/run",
        false);
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
    if (current != null && current.isGiven()) {
      body.put("current", true);
    }
    return connection.with(
        client ->
            new NewJob(connection, client)
                .show(
                    client.post(path.formatted(Client.encoded(ids.first())), body),
                    wait.isGiven()));
  }
}
