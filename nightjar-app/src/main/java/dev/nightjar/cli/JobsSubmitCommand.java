package dev.nightjar.cli;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// `nightjar jobs submit`.
final class JobsSubmitCommand implements Command {
  private final Options options =
      new Options(
          "Has a server run a notebook, and prints the job's id. NOTEBOOK is a path below the"
              + " server's root, or with --upload a file of this machine. With --wait the exit"
              + " status is the job's: 0 if it succeeded, 1 if it failed, 3 if it was stopped.",
          """
          Examples:
            nightjar jobs submit reports/daily.ipynb -p day 2026-12-01
            nightjar jobs submit --upload my.ipynb --wait && echo done
            nightjar jobs submit etl.ipynb --timeout 30m --retries 2 --alert failure=slack:#etl
          """);
  private final Positionals notebook = options.positionals("NOTEBOOK");
  private final JobSettings settings = new JobSettings(options);
  private final Option<Boolean> wait =
      options.flag("--wait", "Wait for the job's end, and show its progress.");
  private final Option<String> key =
      options.text(
          "--idempotency-key TEXT",
          "Submit it once, however often this is called with the same key.");
  private final Connection connection;

  JobsSubmitCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    JsonNode body = settings.body(notebook.first(), connection.program());
    Map<String, String> headers = key.isGiven() ? Map.of("Idempotency-Key", key.or("")) : Map.of();
    return connection.with(
        client ->
            new NewJob(connection, client)
                .show(client.sendBody("POST", "/api/jobs", body, headers), wait.isGiven()));
  }
}
