package dev.nightjar.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `nightjar status`.
final class StatusCommand implements Command {
  private final Options options =
      new Options(
          "Shows how things stand: servers, jobs that wait and run, what failed, what is due.");
  private final Connection connection;

  StatusCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return connection.show(client -> client.get("/api/status"), this::show);
  }

  private void show(JsonNode status) {
    Looks looks = connection.looks();
    PrintStream out = connection.out();
    new Facts()
        .add("queued", status.path("queued").asString(""))
        .add("running", status.path("running").asString(""))
        .add(
            "last day",
            "%s succeeded, %s failed, %s stopped"
                .formatted(
                    status.at("/last_day/success").asString(""),
                    status.at("/last_day/failed").asString(""),
                    status.at("/last_day/stopped").asString("")))
        .print(out);
    out.println();
    var servers = new Table(List.of("SERVER", "VERSION", "UP", "RUNNING", "OF"), Set.of(3, 4));
    for (JsonNode server : status.path("servers")) {
      servers.add(
          Looks.text(server.path("id")),
          Looks.text(server.path("version")),
          looks.took(server.path("started_at"), status.path("time")),
          server.path("running").asString(""),
          server.path("capacity").asString(""));
    }
    connection.print(servers);
    if (!status.path("next_due").isEmpty()) {
      out.println();
      var next = new Table("NEXT", "NAME", "DEFINITION");
      for (JsonNode due : status.path("next_due")) {
        next.add(
            looks.time(due.path("due_at")),
            Looks.text(due.path("name")),
            due.path("definition_id").asString(""));
      }
      connection.print(next);
    }
  }
}
