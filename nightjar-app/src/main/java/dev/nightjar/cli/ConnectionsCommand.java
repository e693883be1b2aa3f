package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `nightjar connections list` and `show`.
final class ConnectionsCommand implements Command {
  private final Options options;
  private final Positionals given;
  private final Connection connection;

  private ConnectionsCommand(Program program, Options options, String form) {
    this.options = options;
    this.given = options.positionals(form);
    this.connection = new Connection(options, program);
  }

  static ConnectionsCommand list(Program program) {
    return new ConnectionsCommand(
        program, new Options("Lists the connections by which tasks reach other systems."), "");
  }

  static ConnectionsCommand show(Program program) {
    return new ConnectionsCommand(
        program,
        new Options("Shows a connection, but neither its password nor the values of its extra."),
        "NAME");
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return given.given().isEmpty()
        ? connection.show(client -> client.get("/api/connections"), this::list)
        : connection.show(
            client -> client.get("/api/connections/" + Client.encoded(given.first())), this::show);
  }

  private void list(JsonNode answer) {
    var table = new Table("NAME", "TYPE", "HOST", "PORT", "SCHEMA", "LOGIN");
    for (JsonNode one : answer.path("items")) {
      table.add(
          Looks.text(one.path("name")),
          Looks.text(one.path("type")),
          Looks.text(one.path("host")),
          Looks.text(one.path("port")),
          Looks.text(one.path("schema")),
          Looks.text(one.path("login")));
    }
    connection.print(table);
  }

  private void show(JsonNode one) {
    List<String> names = new ArrayList<>();
    one.path("extra_names").forEach(name -> names.add(Looks.text(name)));
    var facts = new Facts();
    for (String name : List.of("name", "type", "description", "host", "port", "schema", "login")) {
      facts.add(name, Looks.text(one.path(name)));
    }
    facts
        .add("password", one.path("has_password").asBoolean(false) ? "is set" : "-")
        .add("extra", names.isEmpty() ? "-" : String.join(", ", names))
        .print(connection.out());
  }
}
