package dev.nightjar.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// `nightjar definitions list`.
final class DefinitionsListCommand implements Command {
  private final Options options = new Options("Lists the definitions of a server, newest first.");
  private final Option<Boolean> paused =
      options.flag("--paused", "Those that are paused.", "--active", "Those that are not.");
  private final Pages pages = new Pages(options, "name, created_at, updated_at, paused");
  private final Connection connection;

  DefinitionsListCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    List<String> more = paused.isGiven() ? List.of("paused=" + paused.or(true)) : List.of();
    return connection.show(client -> pages.get(client, "/api/definitions", more), this::show);
  }

  private void show(JsonNode page) {
    Looks looks = connection.looks();
    var table = new Table("ID", "STATE", "NEXT", "NAME", "SCHEDULE");
    for (JsonNode definition : page.path("items")) {
      table.add(
          definition.path("id").asString(""),
          DefinitionsShowCommand.state(definition, looks),
          looks.time(definition.path("next_due")),
          Table.beginning(Looks.text(definition.path("name")), 40),
          Table.beginning(Looks.text(definition.at("/schedule/description")), 60));
    }
    connection.print(table);
    Pages.tellMore(page, connection);
  }
}
