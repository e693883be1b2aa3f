package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `nightjar workflows list`.
final class WorkflowsListCommand implements Command {
  private final Options options =
      new Options(
          "Lists the workflows that a server read from files, and the files that it can't read.",
          """
          Examples:
            nightjar workflows list --tag daily --active
            nightjar workflows list --json --all | jq -r '.items[].key'
          """);
  private final Option<String> name =
      options.text("--name TEXT", "Those whose keys have this in them.");
  private final Option<String> tags =
      options.text("--tag TEXT", "Those that have this tag; may be repeated.");
  private final Option<Boolean> paused =
      options.flag("--paused", "Those that are paused.", "--active", "Those that are not.");
  private final Pages pages = Pages.plain(options, "key, paused, updated_at");
  private final Connection connection;

  WorkflowsListCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    List<String> more = new ArrayList<>();
    name.values().forEach(text -> more.add("name=" + Client.encoded(text)));
    tags.values().forEach(tag -> more.add("tag=" + Client.encoded(tag)));
    if (paused.isGiven()) {
      more.add("paused=" + paused.or(true));
    }
    return connection.with(
        client -> {
          connection.tell(pages.get(client, "/api/workflows", more), this::show);
          if (!connection.isForScripts()) {
            client.get("/api/import-errors").path("items").forEach(this::tell);
          }
          return 0;
        });
  }

  private void show(JsonNode page) {
    Looks looks = connection.looks();
    var table = new Table("KEY", "STATE", "NEXT", "SCHEDULE", "FILE");
    for (JsonNode workflow : page.path("items")) {
      table.add(
          Looks.text(workflow.path("key")),
          state(workflow, looks),
          looks.due(workflow.path("next_due")),
          Table.beginning(starts(workflow), 50),
          Table.end(Looks.text(workflow.path("file")), 50));
    }
    connection.print(table);
    Pages.tellMore(page, connection);
  }

  private static String starts(JsonNode workflow) {
    JsonNode files = workflow.at("/on/file");
    return files.isString()
        ? "file " + files.stringValue()
        : Looks.text(workflow.at("/schedule/description"));
  }

  private static String state(JsonNode workflow, Looks looks) {
    return workflow.path("present").asBoolean(true)
        ? DefinitionsShowCommand.state(workflow, looks)
        : "gone";
  }

  private void tell(JsonNode error) {
    connection
        .err()
        .println(
            "%s%s: %s"
                .formatted(
                    Looks.text(error.path("file")),
                    error.path("line").isNumber() ? ":" + error.path("line").intValue() : "",
                    Looks.text(error.path("message"))));
  }
}
