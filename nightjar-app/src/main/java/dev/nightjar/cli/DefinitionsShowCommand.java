package dev.nightjar.cli;

import dev.nightjar.json.Json;
import tools.jackson.databind.JsonNode;

/// `nightjar definitions show`.
final class DefinitionsShowCommand implements Command {
  private final Options options = new Options("Shows a definition, and when it is due.");
  private final Positionals ids = options.positionals("DEFINITION");
  private final Connection connection;

  DefinitionsShowCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return connection.show(
        client -> client.get("/api/definitions/" + Client.encoded(ids.first())), this::show);
  }

  /// Whether it is active or paused, as people see it.
  static String state(JsonNode definition, Looks looks) {
    String word =
        definition.path("paused").asBoolean(false)
            ? "paused"
            : definition.path("schedule").isNull() ? "-" : "active";
    return looks.state(Json.object().put("state", word).path("state"));
  }

  private void show(JsonNode definition) {
    Looks looks = connection.looks();
    JsonNode schedule = definition.path("schedule");
    var facts =
        new Facts()
            .add("definition", definition.path("id").asString(""))
            .add("name", Looks.text(definition.path("name")))
            .add("state", state(definition, looks))
            .add("version", definition.path("version").asString(""));
    if (schedule.isObject()) {
      facts
          .add(
              "schedule",
              "%s (%s, %s)"
                  .formatted(
                      Looks.text(schedule.path("description")),
                      Looks.text(schedule.path("expression")),
                      Looks.text(schedule.path("timezone"))))
          .add("misfire", Looks.text(schedule.path("misfire")))
          .add("overlap", Looks.text(schedule.path("overlap")))
          .add("next", looks.time(definition.path("next_due")));
    }
    facts.add(
        "created",
        "%s by %s"
            .formatted(
                looks.time(definition.path("created_at")),
                Looks.text(definition.path("created_by"))));
    WorkFacts.add(facts, definition);
    facts.print(connection.out());
  }
}
