package dev.nightjar.cli;

import dev.nightjar.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar definitions next`.
final class DefinitionsNextCommand implements Command {
  private final Options options =
      new Options(
          "Shows when a definition is due next, or with --schedule when one would be.",
          """
          Examples:
            nightjar definitions next DEFINITION --count 10
            nightjar definitions next --schedule '0 6 * * MON-FRI' --timezone Europe/Paris
          """);
  private final Positionals ids = options.positionals("[DEFINITION]");
  private final ScheduleSettings schedule = new ScheduleSettings(options);
  private final Option<Integer> count = options.integer("--count N", "So many times (default: 5).");
  private final Connection connection;

  DefinitionsNextCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    ObjectNode body = Json.object();
    schedule.addTo(body);
    boolean preview = body.path("schedule") instanceof ObjectNode;
    if (preview != ids.given().isEmpty()) {
      throw new UsageException("Give a definition, or a schedule by --schedule.");
    }
    return connection.show(
        client ->
            body.path("schedule") instanceof ObjectNode wanted
                ? client.post("/api/schedules/preview", wanted.put("count", count.or(5)))
                : client.get(
                    "/api/definitions/%s/next?count=%d"
                        .formatted(Client.encoded(ids.first()), count.or(5))),
        this::show);
  }

  private void show(JsonNode times) {
    connection
        .out()
        .println(
            "%s (%s)"
                .formatted(
                    Looks.text(times.path("description")), Looks.text(times.path("timezone"))));
    for (JsonNode time : times.path("next")) {
      connection
          .out()
          .println("  %s  %s".formatted(time.asString(""), connection.looks().time(time)));
    }
  }
}
