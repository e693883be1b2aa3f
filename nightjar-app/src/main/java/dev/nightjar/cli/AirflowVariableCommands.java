package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow variables …`.
final class AirflowVariableCommands {
  private static final AirflowKind VARIABLES = new AirflowKind("variables", "key", "KEY", "");

  private AirflowVariableCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put(
        "variables list",
        () ->
            VARIABLES.list("Lists the variables.", variable -> AirflowTable.row(variable, "key")));
    all.put("variables get", AirflowVariableCommands::get);
    all.put("variables set", AirflowVariableCommands::set);
    all.put(
        "variables delete",
        () -> VARIABLES.delete("Deletes a variable.", "Variable %s deleted", null));
    all.put(
        "variables import",
        () ->
            VARIABLES.load(
                "Sets the variables of a JSON file.",
                "%1$d of %1$d variables successfully updated.",
                (call, key, value) ->
                    put(
                        call,
                        key,
                        value.isString() ? value.stringValue() : AirflowCall.dumps(value),
                        null)));
    all.put(
        "variables export",
        () ->
            VARIABLES.export(
                new Options("Writes all variables to a JSON file."),
                "%d Variables successfully exported to %s.",
                4,
                AirflowVariableCommands::value));
  }

  private static AirflowDo get() {
    var options = new Options("Shows the value of a variable.");
    var json = options.flag("-j, --json", "It is JSON.");
    var otherwise = options.text("-d, --default VALUE", "Show this if there is no such variable.");
    var given = options.positionals("KEY");
    return new AirflowDo(
        options,
        call -> {
          JsonNode found = VARIABLES.find(call, given.first());
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
          put(call, given.first(), value, description.orNull());
          call.out().println("Variable %s created".formatted(given.first()));
          return 0;
        });
  }

  private static void put(
      AirflowCall call, String key, String value, @Nullable String description) {
    ObjectNode body = Json.object().put("key", key).put("value", value);
    if (description != null) {
      body.put("description", description);
    }
    call.post("/variables", body);
  }

  /// What is JSON as such, else the text.
  private static JsonNode value(JsonNode variable) {
    try {
      return Json.parse(variable.path("value").asString(""));
    } catch (JsonException e) {
      return variable.path("value");
    }
  }
}
