package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow variables …`.
final class AirflowVariableCommands {
  private AirflowVariableCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("variables list", AirflowVariableCommands::list);
    all.put("variables get", AirflowVariableCommands::get);
    all.put("variables set", AirflowVariableCommands::set);
    all.put("variables delete", AirflowVariableCommands::delete);
    all.put("variables import", AirflowVariableCommands::load);
    all.put("variables export", AirflowVariableCommands::export);
  }

  private static String path(String key) {
    return "/variables/" + AirflowCall.part(key);
  }

  private static AirflowDo list() {
    var options = new Options("Lists the variables.");
    var form = AirflowTable.option(options);
    return new AirflowDo(
        options,
        call -> {
          AirflowTable.print(
              call,
              form,
              call.all("/variables", "variables").stream()
                  .map(variable -> AirflowDagCommands.row(variable, "key"))
                  .toList());
          return 0;
        });
  }

  private static AirflowDo get() {
    var options = new Options("Shows the value of a variable.");
    var json = options.flag("-j, --json", "It is JSON.");
    var otherwise = options.text("-d, --default VALUE", "Show this if there is no such variable.");
    var given = options.positionals("KEY");
    return new AirflowDo(
        options,
        call -> {
          JsonNode found = AirflowDagCommands.found(call, path(given.first()));
          if (!found.has("key") && !otherwise.isGiven()) {
            return call.fail("Variable %s does not exist".formatted(given.first()));
          }
          String value = found.path("value").asString(otherwise.or(""));
          call.out().println(json.isGiven() && found.has("key") ? dumps(value) : value);
          return 0;
        });
  }

  private static String dumps(String value) {
    try {
      return AirflowCall.dumps(Json.parse(value));
    } catch (JsonException e) {
      return value;
    }
  }

  private static AirflowDo set() {
    var options = new Options("Gives a variable a value.");
    var json = options.flag("-j, --json", "It is JSON.");
    var description = options.text("--description TEXT", "What it is for.");
    var given = options.positionals("KEY VALUE");
    return new AirflowDo(
        options,
        call -> {
          String value = given.given().get(1);
          if (json.isGiven()) {
            try {
              Json.parse(value);
            } catch (JsonException e) {
              return call.fail("nightjar: the value is not JSON: " + e.getMessage());
            }
          }
          put(call, given.first(), value, description);
          call.out().println("Variable %s created".formatted(given.first()));
          return 0;
        });
  }

  private static void put(AirflowCall call, String key, String value, Option<String> description) {
    ObjectNode body = Json.object().put("key", key).put("value", value);
    if (description.isGiven()) {
      body.put("description", description.orNull());
    }
    call.post("/variables", body);
  }

  private static AirflowDo delete() {
    var options = new Options("Deletes a variable.");
    var given = options.positionals("KEY");
    return new AirflowDo(
        options,
        call -> {
          try {
            call.delete(path(given.first()));
          } catch (ServerException e) {
            if (!e.isMissing()) {
              throw e;
            }
          }
          call.out().println("Variable %s deleted".formatted(given.first()));
          return 0;
        });
  }

  private static AirflowDo load() {
    var options = new Options("Sets the variables of a JSON file.");
    var given = options.positionals("FILE");
    var none = new Options("").text("--none TEXT", "");
    return new AirflowDo(
        options,
        call -> {
          ObjectNode all = AirflowFiles.read(call, given.first());
          for (var one : all.properties()) {
            JsonNode value = one.getValue();
            boolean text = value.isString();
            put(call, one.getKey(), text ? value.stringValue() : AirflowCall.dumps(value), none);
          }
          call.out()
              .println(
                  "%d of %d variables successfully updated.".formatted(all.size(), all.size()));
          return 0;
        });
  }

  private static AirflowDo export() {
    var options = new Options("Writes all variables to a JSON file.");
    var given = options.positionals("FILE");
    return new AirflowDo(
        options,
        call -> {
          ObjectNode all = Json.object();
          for (JsonNode variable : call.all("/variables", "variables")) {
            String value = variable.path("value").asString("");
            try {
              all.set(variable.path("key").asString(""), Json.parse(value));
            } catch (JsonException e) {
              all.put(variable.path("key").asString(""), value);
            }
          }
          if (AirflowFiles.write(call, given.first(), all)) {
            call.out()
                .println(
                    "%d Variables successfully exported to %s."
                        .formatted(all.size(), given.first()));
          }
          return 0;
        });
  }
}
