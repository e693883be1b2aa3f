package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow connections …`. The server tells no passwords, so none are shown or exported.
final class AirflowConnectionCommands {
  private static final List<String> FIELDS =
      List.of("conn_type", "description", "login", "password", "host", "port", "schema", "extra");

  /// Nightjar's list has the extra parts, if asked; Airflow's has not.
  private static final AirflowKind CONNECTIONS =
      new AirflowKind("connections", "connection_id", "CONN_ID", "?extra=true");

  private AirflowConnectionCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put(
        "connections list",
        () ->
            CONNECTIONS.list(
                "Lists the connections, without passwords.", AirflowConnectionCommands::row));
    all.put("connections get", AirflowConnectionCommands::get);
    all.put("connections add", AirflowConnectionCommands::add);
    all.put(
        "connections delete",
        () ->
            CONNECTIONS.delete(
                "Deletes a connection.",
                "Successfully deleted connection with `conn_id`=%s",
                "Did not find a connection with `conn_id`=%s"));
    all.put("connections import", AirflowConnectionCommands::load);
    all.put("connections export", AirflowConnectionCommands::export);
  }

  private static ObjectNode row(JsonNode connection) {
    ObjectNode row = Json.object();
    row.set("conn_id", connection.path("connection_id"));
    for (String name : List.of("conn_type", "description", "host", "schema", "login")) {
      row.set(name, connection.path(name));
    }
    row.putNull("password");
    row.set("port", connection.path("port"));
    row.put("is_encrypted", true).put("is_extra_encrypted", true);
    JsonNode extra = connection.path("extra");
    try {
      row.set("extra_dejson", extra.isString() ? Json.parse(extra.stringValue()) : Json.object());
    } catch (JsonException e) {
      row.set("extra_dejson", extra);
    }
    return row;
  }

  private static AirflowDo get() {
    var options = new Options("Shows a connection, without its password.");
    var form = AirflowTable.option(options);
    var given = options.positionals("CONN_ID");
    return new AirflowDo(
        options,
        call -> {
          JsonNode found = CONNECTIONS.find(call, given.first());
          if (!found.has("connection_id")) {
            return call.fail("Connection not found.");
          }
          AirflowTable.print(call, form, List.of(row(found)));
          return 0;
        });
  }

  private static AirflowDo add() {
    var options =
        new Options(
            "Adds a connection.",
            """
            Examples:
              nightjar airflow connections add db --conn-uri postgres://user@host:5432/name
              nightjar airflow connections add web --conn-type http --conn-host https://x
            """);
    var uri = options.text("--conn-uri URI", "All of it as a URI.");
    var json = options.text("--conn-json JSON", "All of it as a JSON object.");
    Map<String, Option<String>> parts = new LinkedHashMap<>();
    for (String name :
        List.of("type", "description", "host", "login", "password", "schema", "port", "extra")) {
      parts.put(name, options.text("--conn-%s TEXT".formatted(name), "Its %s.".formatted(name)));
    }
    var given = options.positionals("CONN_ID");
    return new AirflowDo(
        options,
        call -> {
          if (CONNECTIONS.has(call, given.first())) {
            return call.fail(
                "A connection with `conn_id`=%s already exists.".formatted(given.first()));
          }
          if (uri.isGiven()) {
            return addUri(call, given.first(), uri.or(""));
          }
          ObjectNode body = Json.object();
          if (json.isGiven()) {
            try {
              take(body, Json.parse(json.or("")));
            } catch (JsonException e) {
              return call.fail("nightjar: --conn-json is not JSON: " + e.getMessage());
            }
          }
          parts.forEach((name, part) -> set(body, name.equals("type") ? "conn_type" : name, part));
          if (!body.has("conn_type")) {
            return call.fail("Must supply either conn-uri or conn-json if not supplying conn-type");
          }
          call.post("/connections", body.put("connection_id", given.first()));
          call.out()
              .println(
                  "Successfully added `conn_id`=%s : %s".formatted(given.first(), shown(body)));
          return 0;
        });
  }

  private static void set(ObjectNode body, String name, Option<String> part) {
    String text = part.orNull();
    if (text == null) {
      return;
    }
    if (name.equals("port")) {
      if (!text.matches("\\d{1,5}")) {
        throw new UsageException("'%s' is not a port.".formatted(text));
      }
      body.put(name, Integer.parseInt(text));
    } else {
      body.put(name, text);
    }
  }

  /// The fields of a connection in Airflow's JSON.
  private static void take(ObjectNode body, JsonNode json) {
    for (String name : FIELDS) {
      JsonNode value = json.path(name);
      if (name.equals("extra") && value.isObject()) {
        body.put(name, AirflowCall.dumps(value));
      } else if (!value.isMissingNode() && !value.isNull()) {
        body.set(name, value);
      }
    }
  }

  /// The server reads the URI, and hides the password in its answer.
  private static int addUri(AirflowCall call, String name, String uri) {
    return call.old("connections", Map.of("add", "", "conn_id", name, "conn_uri", uri));
  }

  private static String shown(ObjectNode body) {
    return "%s://%s:%s@%s:%s%s"
        .formatted(
            body.path("conn_type").asString(""),
            body.path("login").asString(""),
            body.has("password") ? "******" : "",
            body.path("host").asString(""),
            body.path("port").asString(""),
            body.has("schema") ? "/" + body.path("schema").asString("") : "");
  }

  private static AirflowDo load() {
    var options = new Options("Adds the connections of a JSON file.");
    var overwrite = options.flag("--overwrite", "In place of those that are there.");
    var given = options.positionals("FILE");
    return new AirflowDo(
        options,
        call -> {
          for (var one : AirflowFiles.read(call, given.first()).properties()) {
            String name = one.getKey();
            boolean there = CONNECTIONS.has(call, name);
            if (there && !overwrite.isGiven()) {
              call.err()
                  .println(
                      "Could not import connection %s: connection already exists.".formatted(name));
              continue;
            }
            if (there) {
              call.delete(CONNECTIONS.path(name));
            }
            if (one.getValue().isString()) {
              int status =
                  call.old(
                      "connections",
                      Map.of("add", "", "conn_id", name, "conn_uri", one.getValue().stringValue()));
              if (status != 0) {
                return status;
              }
            } else {
              ObjectNode body = Json.object().put("connection_id", name);
              take(body, one.getValue());
              call.post("/connections", body);
              call.out().println("Imported connection %s".formatted(name));
            }
          }
          return 0;
        });
  }

  private static AirflowDo export() {
    var options = new Options("Writes all connections, without passwords, to a JSON file.");
    options.text("--file-format FORM", "Only json.");
    return CONNECTIONS.export(
        options,
        "%d Connections successfully exported to %s.",
        connection -> {
          ObjectNode fields = Json.object();
          for (String field : FIELDS) {
            fields.set(
                field, connection.has(field) ? connection.path(field) : Json.object().nullNode());
          }
          return fields;
        });
  }
}
