package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One command of Airflow that is done by a server.
///
/// @param client talks to the server
/// @param program where it prints
record AirflowCall(Client client, Program program) {
  private static final String API = "/airflow/api/v1";
  private static final String OLD = "/airflow/admin/rest_api/api";
  private static final int PAGE = 100;

  PrintStream out() {
    return program.terminal().out();
  }

  PrintStream err() {
    return program.terminal().err();
  }

  /// A part of an address.
  static String part(String text) {
    return Client.encoded(text);
  }

  JsonNode get(String path) {
    return client.get(API + path);
  }

  JsonNode post(String path, ObjectNode body) {
    return client.post(API + path, body);
  }

  JsonNode patch(String path, ObjectNode body) {
    return client.sendBody("PATCH", API + path, body, Map.of());
  }

  void delete(String path) {
    client.delete(API + path);
  }

  /// What is there; nothing if the server does not have it.
  JsonNode found(String path) {
    try {
      return get(path);
    } catch (ServerException e) {
      if (e.isMissing()) {
        return Json.object();
      }
      throw e;
    }
  }

  /// All items of a list.
  ///
  /// @param path with or without parameters
  List<JsonNode> all(String path, String items) {
    List<JsonNode> all = new ArrayList<>();
    JsonNode page;
    do {
      String and = path.contains("?") ? "&" : "?";
      page = get("%s%slimit=%d&offset=%d".formatted(path, and, PAGE, all.size()));
      page.path(items).forEach(all::add);
    } while (!page.path(items).isEmpty() && all.size() < page.path("total_entries").asInt(0));
    return all;
  }

  /// Has the server do a command of Airflow 1.10, and prints what that prints.
  ///
  /// @return the exit status
  int old(String command, Map<String, String> arguments) {
    JsonNode said = asked(command, arguments);
    out().print(said.path("stdout").asString(""));
    String err = said.path("stderr").asString("");
    err().print(err);
    return err.isEmpty() || err.startsWith("[INFO]") || err.startsWith("[WARN]") ? 0 : 1;
  }

  /// What a command of Airflow 1.10 prints when the server does it.
  JsonNode asked(String command, Map<String, String> arguments) {
    Map<String, String> form = new LinkedHashMap<>(arguments);
    form.put("api", command);
    return client.postForm(OLD, form).path("output");
  }

  /// Says why it can't be done.
  ///
  /// @return the exit status for that
  int fail(String why) {
    err().println(why);
    return 1;
  }

  /// Whether somebody says yes.
  boolean confirmed(String question) {
    out().print(question + " (y/n) ");
    out().flush();
    try {
      var in = new InputStreamReader(program.terminal().in(), StandardCharsets.UTF_8);
      int typed = in.read();
      out().println();
      return typed == 'y' || typed == 'Y';
    } catch (IOException e) {
      return false;
    }
  }

  /// JSON as Python's `json.dumps` writes it.
  static String dumps(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> {
        List<String> parts = new ArrayList<>();
        value.forEach(one -> parts.add(dumps(one)));
        yield "[" + String.join(", ", parts) + "]";
      }
      case OBJECT -> {
        List<String> parts = new ArrayList<>();
        value
            .properties()
            .forEach(one -> parts.add(quoted(one.getKey()) + ": " + dumps(one.getValue())));
        yield "{" + String.join(", ", parts) + "}";
      }
      default -> new String(Json.compact(value), StandardCharsets.UTF_8);
    };
  }

  private static String quoted(String text) {
    return new String(Json.compact(Json.array().add(text).path(0)), StandardCharsets.UTF_8);
  }
}
