package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `nightjar pools list` and `nightjar pools set`.
final class PoolsCommand implements Command {
  private final Options options;
  private final Positionals given;
  private final Connection connection;

  private PoolsCommand(Program program, Options options, String form) {
    this.options = options;
    this.given = options.positionals(form);
    this.connection = new Connection(options, program);
  }

  static PoolsCommand list(Program program) {
    return new PoolsCommand(
        program, new Options("Lists the pools, and how many of their slots are taken."), "");
  }

  static PoolsCommand set(Program program) {
    return new PoolsCommand(
        program,
        new Options(
            "Makes a pool, or changes how many jobs may hold a slot of it at a time.",
            """
            Example:
              nightjar pools set gpu 2
            """),
        "POOL SLOTS");
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return connection.show(
        client -> given.given().isEmpty() ? client.get("/api/pools") : put(client), this::show);
  }

  private void show(JsonNode answer) {
    var table = new Table(List.of("POOL", "SLOTS", "TAKEN"), Set.of(1, 2));
    for (JsonNode pool : answer.has("items") ? answer.path("items") : Json.array().add(answer)) {
      table.add(
          Looks.text(pool.path("name")),
          pool.path("slots").asString(""),
          pool.path("taken").asString(""));
    }
    connection.print(table);
  }

  private JsonNode put(Client client) {
    try {
      return client.sendBody(
          "PUT",
          "/api/pools/" + Client.encoded(given.first()),
          Json.object().put("slots", Integer.parseInt(given.given().get(1))),
          Map.of());
    } catch (NumberFormatException e) {
      throw new UsageException("'%s' is not a number of slots.".formatted(given.given().get(1)));
    }
  }
}
