package dev.nightjar.http;

import dev.nightjar.json.Json;
import dev.nightjar.store.ConnectionStore.Connection;
import dev.nightjar.store.ConnectionStore.Target;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// Connections as URIs, such as `postgres://user:p%40ss@host:5432/db?sslmode=require`.
public final class ConnectionUri {
  private ConnectionUri() {}

  /// The connection that a URI describes; null if it is none.
  public static @Nullable Connection parse(String name, String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    String scheme = uri.getScheme();
    if (scheme == null || uri.isOpaque()) {
      return null;
    }
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    String user = at < 0 ? "" : authority.substring(0, at);
    String place = authority.substring(at + 1);
    int colon = user.indexOf(':');
    int port = place.lastIndexOf(':');
    boolean ported = port >= 0 && place.substring(port + 1).matches("\\d{1,5}");
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new Connection(
        name,
        scheme.equals("postgresql") ? "postgres" : scheme.replace('-', '_'),
        null,
        new Target(
            decoded(ported ? place.substring(0, port) : place.replaceFirst(":$", "")),
            ported ? Integer.valueOf(place.substring(port + 1)) : null,
            path.length() > 1 ? decoded(path.substring(1)) : "",
            at < 0 ? null : decoded(colon < 0 ? user : user.substring(0, colon)),
            colon < 0 ? null : decoded(user.substring(colon + 1)),
            extra(uri.getRawQuery())));
  }

  private static @Nullable String extra(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return null;
    }
    Map<String, String> extra = new LinkedHashMap<>();
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = decoded(equals < 0 ? part : part.substring(0, equals));
      String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
      if (name.equals("__extra__")) {
        return value;
      }
      extra.put(name, value);
    }
    return extra.entrySet().stream()
        .map(one -> "%s: %s".formatted(json(one.getKey()), json(one.getValue())))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String json(String text) {
    return new String(
        Json.compact(JsonNodeFactory.instance.stringNode(text)), StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// The URI of a connection, its password hidden.
  public static String shown(Connection connection) {
    Target to = connection.target();
    String login = to.login() == null ? "" : to.login();
    String password = to.password() == null ? "" : "******";
    return "%s://%s:%s@%s:%s/%s"
        .formatted(
            connection.kind(),
            login,
            password,
            to.host() == null ? "" : to.host(),
            to.port() == null ? "" : to.port(),
            to.schema() == null ? "" : to.schema());
  }
}
