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
  static final AirflowKind CONNECTIONS =
      new AirflowKind("connections", "connection_id", "CONN_ID", "?extra=true");

  private AirflowConnectionCommands() {}

  static void addTo(Map<String, Supplier<AirflowDo>> all) {
    all.put("connections list", AirflowConnectionTable::list);
    all.put("connections get", AirflowConnectionTable::get);
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
    all.put("connections test", AirflowConnectionCommands::test);
  }

  private static AirflowDo test() {
    var options =
        new Options(
            "Tries whether a connection leads somewhere: those of databases that SQL goes to, and of"
                + " HTTP.");
    var given = options.positionals("CONN_ID");
    return new AirflowDo(
        options, call -> call.old("connections", Map.of("test", "", "conn_id", given.first())));
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

  /// The server reads the URI, which is shown as it was given, but for its password.
  private static int addUri(AirflowCall call, String name, String uri) {
    Map<String, String> arguments = Map.of("add", "", "conn_id", name, "conn_uri", uri);
    JsonNode said = call.asked("connections", arguments);
    String err = said.path("stderr").asString("");
    if (!err.isEmpty()) {
      return call.fail(err.strip());
    }
    call.out()
        .println(
            "Successfully added `conn_id`=%s : %s"
                .formatted(name, uri.replaceFirst("^([^:/]+://[^:/@]*:)[^/?]*@", "$1******@")));
    return 0;
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
        2,
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
