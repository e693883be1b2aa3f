package dev.nightjar.call;

import dev.nightjar.executor.PreparationException;
import dev.nightjar.store.ConnectionStore.Connection;
import dev.nightjar.store.ConnectionStore.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How JDBC reaches the database of a connection.
///
/// @param properties with what lets in there
record Jdbc(String url, Properties properties) {
  private static final Pattern HOST = Pattern.compile("[\\w.-]+|\\[[0-9A-Fa-f:.]+]");
  private static final String PATIENCE_S = "10";

  /// Others could make drivers run code or read files.
  private static final List<String> POSTGRES_OPTIONS = List.of("sslmode", "sslrootcert");

  private static final List<String> MARIADB_OPTIONS = List.of("sslMode", "serverSslCert");

  /// @throws PreparationException if there is no driver for it, or something is missing
  static Jdbc of(Connection connection) {
    return switch (connection.kind()) {
      case "sqlite" -> sqlite(connection);
      case "postgres", "postgresql" -> {
        Jdbc jdbc = server("postgresql", connection, POSTGRES_OPTIONS);
        jdbc.properties().put("connectTimeout", PATIENCE_S);
        // texts become dates, numbers and whatever else their places want, as in other databases
        jdbc.properties().put("stringtype", "unspecified");
        yield jdbc;
      }
      case "mysql", "mariadb" -> {
        Jdbc jdbc = server("mariadb", connection, MARIADB_OPTIONS);
        jdbc.properties().put("connectTimeout", PATIENCE_S + "000");
        jdbc.properties().put("allowLocalInfile", "false");
        yield jdbc;
      }
      default ->
          throw new PreparationException(
              "Connection '%s' is of type '%s': SQL goes to sqlite, postgres, mysql and mariadb."
                  .formatted(connection.name(), connection.kind()));
    };
  }

  /// Without what is secret.
  @Override
  public String toString() {
    return url;
  }

  private static Jdbc sqlite(Connection connection) {
    Target to = connection.target();
    String file = filled(to.host()) != null ? filled(to.host()) : filled(to.schema());
    if (file == null) {
      throw new PreparationException(
          "Connection '%s' has no file: give its path as host.".formatted(connection.name()));
    }
    return new Jdbc("jdbc:sqlite:" + file, new Properties());
  }

  private static @Nullable String filled(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static Jdbc server(String driver, Connection connection, List<String> options) {
    Target to = connection.target();
    String host = filled(to.host());
    if (host == null || !HOST.matcher(host).matches()) {
      throw new PreparationException(
          "Connection '%s' has no host, or one that is no name or address."
              .formatted(connection.name()));
    }
    var properties = new Properties();
    for (Map.Entry<String, String> extra : Connections.extra(connection).entrySet()) {
      if (options.contains(extra.getKey())) {
        properties.put(extra.getKey(), extra.getValue());
      }
    }
    if (to.login() != null) {
      properties.put("user", to.login());
    }
    if (to.password() != null) {
      properties.put("password", to.password());
    }
    String url =
        "jdbc:%s://%s%s/%s"
            .formatted(
                driver,
                host,
                to.port() == null ? "" : ":" + to.port(),
                to.schema() == null ? "" : URLEncoder.encode(to.schema(), StandardCharsets.UTF_8));
    return new Jdbc(url, properties);
  }
}
