package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow pools …`.
final class AirflowPoolCommands {
  private static final AirflowKind POOLS = new AirflowKind("pools", "name", "NAME", "");

  private AirflowPoolCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("pools list", () -> POOLS.list("Lists the pools.", AirflowPoolCommands::row));
    all.put("pools get", AirflowPoolCommands::get);
    all.put("pools set", AirflowPoolCommands::set);
    all.put(
        "pools delete",
        () -> POOLS.delete("Deletes a pool.", "Pool %s deleted", "Pool %s does not exist"));
    all.put(
        "pools import",
        () ->
            POOLS.load(
                "Makes the pools of a JSON file.",
                "Uploaded %d pool(s)",
                (call, name, pool) ->
                    put(
                        call,
                        name,
                        pool.path("slots").asInt(0),
                        pool.path("description").asString(null))));
    all.put(
        "pools export",
        () ->
            POOLS.export(
                new Options("Writes all pools to a JSON file."),
                "Exported %d pools to %s",
                4,
                AirflowPoolCommands::exported));
  }

  private static ObjectNode row(JsonNode pool) {
    ObjectNode row = Json.object().put("pool", pool.path("name").asString(""));
    row.set("slots", pool.path("slots"));
    row.set("description", pool.path("description"));
    return row.set("include_deferred", pool.path("include_deferred"));
  }

  private static ObjectNode exported(JsonNode pool) {
    ObjectNode row = row(pool);
    row.remove("pool");
    return row;
  }

  private static AirflowDo get() {
    var options = new Options("Shows a pool.");
    var form = AirflowTable.option(options);
    var given = options.positionals("NAME");
    return new AirflowDo(
        options,
        call -> {
          JsonNode pool = POOLS.find(call, given.first());
          if (!pool.has("name")) {
            return call.fail("Pool %s does not exist".formatted(given.first()));
          }
          AirflowTable.print(call, form, List.of(row(pool)));
          return 0;
        });
  }

  private static void put(AirflowCall call, String name, int slots, @Nullable String description) {
    ObjectNode body = Json.object().put("name", name).put("slots", slots);
    body.put("description", description);
    if (POOLS.has(call, name)) {
      call.patch(POOLS.path(name), body);
    } else {
      call.post("/pools", body);
    }
  }

  private static AirflowDo set() {
    var options = new Options("Makes a pool, or changes one.");
    options.flag("--no-include-deferred", "Deferred tasks hold no slots: so it always is.");
    var given = options.positionals("NAME SLOTS DESCRIPTION");
    return new AirflowDo(
        options,
        call -> {
          String slots = given.given().get(1);
          if (!slots.matches("\\d{1,9}")) {
            throw new UsageException("'%s' is not a number of slots.".formatted(slots));
          }
          put(call, given.first(), Integer.parseInt(slots), given.given().get(2));
          call.out().println("Pool %s created".formatted(given.first()));
          return 0;
        });
  }
}
