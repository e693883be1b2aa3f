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
  private AirflowPoolCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("pools list", AirflowPoolCommands::list);
    all.put("pools get", AirflowPoolCommands::get);
    all.put("pools set", AirflowPoolCommands::set);
    all.put("pools delete", AirflowPoolCommands::delete);
    all.put("pools import", AirflowPoolCommands::load);
    all.put("pools export", AirflowPoolCommands::export);
  }

  private static ObjectNode row(JsonNode pool) {
    ObjectNode row = Json.object().put("pool", pool.path("name").asString(""));
    row.set("slots", pool.path("slots"));
    row.set("description", pool.path("description"));
    return row.set("include_deferred", pool.path("include_deferred"));
  }

  private static AirflowDo list() {
    var options = new Options("Lists the pools.");
    var form = AirflowTable.option(options);
    return new AirflowDo(
        options,
        call -> {
          AirflowTable.print(
              call,
              form,
              call.all("/pools", "pools").stream().map(AirflowPoolCommands::row).toList());
          return 0;
        });
  }

  private static AirflowDo get() {
    var options = new Options("Shows a pool.");
    var form = AirflowTable.option(options);
    var given = options.positionals("NAME");
    return new AirflowDo(
        options,
        call -> {
          JsonNode pool =
              AirflowDagCommands.found(call, "/pools/" + AirflowCall.part(given.first()));
          if (!pool.has("name")) {
            return call.fail("Pool %s does not exist".formatted(given.first()));
          }
          AirflowTable.print(call, form, List.of(row(pool)));
          return 0;
        });
  }

  private static void put(AirflowCall call, String name, int slots, @Nullable String description) {
    String path = "/pools/" + AirflowCall.part(name);
    ObjectNode body = Json.object().put("name", name).put("slots", slots);
    body.put("description", description);
    if (AirflowDagCommands.found(call, path).has("name")) {
      call.patch(path, body);
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

  private static AirflowDo delete() {
    var options = new Options("Deletes a pool.");
    var given = options.positionals("NAME");
    return new AirflowDo(
        options,
        call -> {
          try {
            call.delete("/pools/" + AirflowCall.part(given.first()));
          } catch (ServerException e) {
            return call.fail(
                e.isMissing()
                    ? "Pool %s does not exist".formatted(given.first())
                    : String.valueOf(e.getMessage()));
          }
          call.out().println("Pool %s deleted".formatted(given.first()));
          return 0;
        });
  }

  private static AirflowDo load() {
    var options = new Options("Makes the pools of a JSON file.");
    var given = options.positionals("FILE");
    return new AirflowDo(
        options,
        call -> {
          ObjectNode all = AirflowFiles.read(call, given.first());
          for (var one : all.properties()) {
            JsonNode pool = one.getValue();
            put(
                call,
                one.getKey(),
                pool.path("slots").asInt(0),
                pool.path("description").asString(null));
          }
          call.out().println("Uploaded %d pool(s)".formatted(all.size()));
          return 0;
        });
  }

  private static AirflowDo export() {
    var options = new Options("Writes all pools to a JSON file.");
    var given = options.positionals("FILE");
    return new AirflowDo(
        options,
        call -> {
          ObjectNode all = Json.object();
          for (JsonNode pool : call.all("/pools", "pools")) {
            ObjectNode row = row(pool);
            row.remove("pool");
            all.set(pool.path("name").asString(""), row);
          }
          if (AirflowFiles.write(call, given.first(), all)) {
            call.out().println("Exported %d pools to %s".formatted(all.size(), given.first()));
          }
          return 0;
        });
  }
}
