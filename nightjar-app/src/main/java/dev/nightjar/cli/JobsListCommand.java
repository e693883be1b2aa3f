package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `nightjar jobs list`.
final class JobsListCommand implements Command {
  private final Options options =
      new Options(
          "Lists the jobs of a server, newest first.",
          """
          Examples:
            nightjar jobs list --state failed --limit 5
            nightjar jobs list --json --all | jq -r '.items[].id'
          """);
  private final Option<String> state =
      options.text(
          "--state WORDS",
          "Those in these states: queued, running, stopping, success, failed, stopped.");
  private final Option<String> definition =
      options.text("--definition ID", "Those of this definition.");
  private final Pages pages =
      new Pages(options, "name, state, created_at, updated_at, started_at, ended_at");
  private final Connection connection;

  JobsListCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    List<String> more = new ArrayList<>();
    state.values().forEach(words -> more.add("state=" + Client.encoded(words)));
    if (definition.isGiven()) {
      more.add("definition=" + Client.encoded(definition.or("")));
    }
    return connection.show(client -> pages.get(client, "/api/jobs", more), this::show);
  }

  private void show(JsonNode page) {
    Looks looks = connection.looks();
    var table = new Table("ID", "STATE", "CREATED", "TOOK", "NAME", "MESSAGE");
    for (JsonNode job : page.path("items")) {
      table.add(
          job.path("id").asString(""),
          looks.state(job.path("state")),
          looks.time(job.path("created_at")),
          looks.took(job.path("started_at"), job.path("ended_at")),
          Table.beginning(Looks.text(job.path("name")), 40),
          Table.beginning(job.path("message").isNull() ? "" : Looks.text(job.path("message")), 60));
    }
    connection.print(table);
    Pages.tellMore(page, connection);
  }
}
