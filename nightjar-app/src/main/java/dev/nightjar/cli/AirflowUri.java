package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.ParameterValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Connections as the URIs that Airflow makes of them, but for their passwords.
final class AirflowUri {
  private AirflowUri() {}

  /// @param connection as the server shows it
  /// @param extra what else it says
  static String of(JsonNode connection, JsonNode extra) {
    String host = connection.path("host").asString("");
    int protocol = host.indexOf("://") < 0 ? 0 : host.indexOf("://") + 3;
    String login = connection.path("login").asString("");
    String port = connection.path("port").asString("");
    String schema = connection.path("schema").asString("");
    String kind = connection.path("conn_type").asString("").toLowerCase(Locale.ROOT);
    return "%s://%s%s%s%s%s%s"
        .formatted(
            kind.replace('_', '-'),
            host.substring(0, protocol),
            login.isEmpty() ? "" : quoted(login) + "@",
            quoted(host.substring(protocol)),
            port.isEmpty() ? "" : (host.isEmpty() && login.isEmpty() ? "@:" : ":") + port,
            schema.isEmpty() ? "" : "/" + quoted(schema),
            query(extra, connection.path("extra"), schema.isEmpty() ? "/?" : "?"));
  }

  /// Texts by their names; what is more than that, as JSON.
  private static String query(JsonNode extra, JsonNode text, String mark) {
    if (extra.isEmpty()) {
      return "";
    }
    boolean texts = extra.isObject() && extra.valueStream().allMatch(JsonNode::isString);
    JsonNode fields = texts ? extra : Json.object().set("__extra__", text);
    return fields.properties().stream()
        .map(one -> one.getKey() + "=" + plus(ParameterValue.of(one.getValue()).str()))
        .collect(Collectors.joining("&", mark, ""));
  }

  private static String plus(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    return plus(text).replace("+", "%20");
  }
}
