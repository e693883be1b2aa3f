package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow connections list` and `get`: connections as rows, without their passwords.
final class AirflowConnectionTable {
  private AirflowConnectionTable() {}

  /// A row for each connection; its id is its place.
  private static List<ObjectNode> rows(AirflowCall call) {
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode connection : AirflowConnectionCommands.CONNECTIONS.all(call)) {
      rows.add(row(rows.size() + 1, connection));
    }
    return rows;
  }

  private static ObjectNode row(int id, JsonNode connection) {
    ObjectNode row = Json.object().put("id", id);
    row.set("conn_id", connection.path("connection_id"));
    for (String name : List.of("conn_type", "description", "host", "schema", "login")) {
      row.set(name, connection.path(name));
    }
    row.putNull("password");
    row.set("port", connection.path("port"));
    row.put("is_encrypted", true).put("is_extra_encrypted", true);
    JsonNode extra = extra(connection.path("extra"));
    row.set("extra_dejson", extra);
    return row.put("get_uri", AirflowUri.of(connection, extra));
  }

  private static JsonNode extra(JsonNode text) {
    try {
      return text.isString() ? Json.parse(text.stringValue()) : Json.object();
    } catch (JsonException e) {
      return text;
    }
  }

  private static boolean called(ObjectNode row, String name) {
    return row.path("conn_id").asString("").equals(name);
  }

  static AirflowDo list() {
    var options = new Options("Lists the connections, without passwords.");
    var name = options.text("--conn-id ID", "Only the one of that name.");
    var form = AirflowTable.option(options);
    return new AirflowDo(
        options,
        call -> {
          AirflowTable.print(
              call,
              form,
              rows(call).stream()
                  .filter(row -> !name.isGiven() || called(row, name.or("")))
                  .toList());
          return 0;
        });
  }

  static AirflowDo get() {
    var options = new Options("Shows a connection, without its password.");
    var form = AirflowTable.option(options);
    var given = options.positionals("CONN_ID");
    return new AirflowDo(
        options,
        call -> {
          List<ObjectNode> found =
              rows(call).stream().filter(row -> called(row, given.first())).toList();
          if (found.isEmpty()) {
            return call.fail("Connection not found.");
          }
          AirflowTable.print(call, form, found);
          return 0;
        });
  }
}
