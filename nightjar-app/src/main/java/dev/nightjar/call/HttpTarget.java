package dev.nightjar.call;

import dev.nightjar.executor.PreparationException;
import dev.nightjar.store.ConnectionStore.Connection;
import dev.nightjar.store.ConnectionStore.Target;
import dev.nightjar.workflow.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a request goes, and what lets it in there.
///
/// @param secrets headers of the connection
record HttpTarget(URI url, Map<String, String> secrets) {
  private static final List<String> PROTOCOLS = List.of("http", "https");

  /// Without what is secret.
  @Override
  public String toString() {
    return shown();
  }

  /// For people: without a query, which may hold secrets.
  String shown() {
    int port = url.getPort();
    return "%s://%s%s%s%s"
        .formatted(
            url.getScheme(),
            url.getHost(),
            port < 0 ? "" : ":" + port,
            url.getRawPath() == null ? "" : url.getRawPath(),
            url.getRawQuery() == null ? "" : "?…");
  }

  /// @throws PreparationException if that is no address
  static HttpTarget of(HttpRequest request, Connections connections) {
    if (request.connection() == null) {
      return new HttpTarget(address(request.url(), request.url()), Map.of());
    }
    Connection connection = connections.require(request.connection());
    String base = base(connection);
    if (request.url().contains("://")) {
      // what lets in at the one place is not shown to another
      throw new PreparationException(
          "url '%s' must be a path below connection '%s', such as /v1/items"
              .formatted(withoutQuery(request.url()), connection.name()));
    }
    String path = request.url().startsWith("/") ? request.url() : "/" + request.url();
    return new HttpTarget(address(base + path, request.url()), secrets(connection));
  }

  private static URI address(String text, String said) {
    try {
      URI url = URI.create(text.strip());
      if (url.getHost() != null && PROTOCOLS.contains(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new PreparationException(
        "url '%s' is no address: write https://HOST/PATH, spaces as %%20"
            .formatted(withoutQuery(said)));
  }

  private static String withoutQuery(String url) {
    return url.replaceFirst("\\?.*", "?…").replaceFirst("//[^/@]*@", "//…@");
  }

  /// As Airflow reads connections: the schema is the protocol; else it is a path.
  private static String base(Connection connection) {
    Target to = connection.target();
    String host = to.host() == null ? "" : to.host();
    String schema = to.schema() == null ? "" : to.schema();
    if (host.contains("://")) {
      return host.replaceFirst("/+$", "");
    }
    boolean protocol = PROTOCOLS.contains(schema.toLowerCase(Locale.ROOT));
    String by =
        protocol
            ? schema.toLowerCase(Locale.ROOT)
            : connection.kind().equals("https") ? "https" : "http";
    return "%s://%s%s%s"
        .formatted(
            by,
            host,
            to.port() == null ? "" : ":" + to.port(),
            protocol || schema.isEmpty() ? "" : "/" + schema.replaceAll("^/+|/+$", ""));
  }

  private static Map<String, String> secrets(Connection connection) {
    Map<String, String> headers = new LinkedHashMap<>(Connections.extra(connection));
    String authorization = authorization(connection.target());
    if (authorization != null) {
      headers.put("Authorization", authorization);
    }
    return headers;
  }

  private static @Nullable String authorization(Target to) {
    if (to.password() == null || to.password().isEmpty()) {
      return null;
    }
    if (to.login() == null || to.login().isEmpty()) {
      return "Bearer " + to.password();
    }
    byte[] both = (to.login() + ":" + to.password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }
}
