package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `nightjar runs list`.
final class RunsListCommand implements Command {
  private final Options options =
      new Options(
          "Lists the runs of workflows, newest first.",
          """
          Examples:
            nightjar runs list --workflow sales --limit 5
            nightjar runs list --state failed --json | jq -r '.items[].id'
          """);
  private final Option<String> workflow = options.text("--workflow KEY", "Those of this workflow.");
  private final Option<String> state =
      options.text(
          "--state WORDS",
          "Those in these states: queued, running, stopping, success, failed, stopped.");
  private final Pages pages =
      Pages.plain(options, "created_at, state, logical_time, started_at, ended_at");
  private final Connection connection;

  RunsListCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    List<String> more = new ArrayList<>();
    workflow.values().forEach(key -> more.add("workflow=" + Client.encoded(key)));
    state.values().forEach(words -> more.add("state=" + Client.encoded(words)));
    return connection.show(client -> pages.get(client, "/api/runs", more), this::show);
  }

  private void show(JsonNode page) {
    Looks looks = connection.looks();
    var table = new Table("ID", "STATE", "CREATED", "TOOK", "WORKFLOW", "KEY");
    for (JsonNode run : page.path("items")) {
      table.add(
          run.path("id").asString(""),
          looks.state(run.path("state")),
          looks.time(run.path("created_at")),
          looks.took(run.path("started_at"), run.path("ended_at")),
          Table.beginning(Looks.text(run.path("workflow")), 40),
          Table.beginning(Looks.text(run.path("key")), 50));
    }
    connection.print(table);
    Pages.tellMore(page, connection);
  }
}
