package dev.nightjar.call;

import dev.nightjar.executor.PreparationException;
import dev.nightjar.http.ConnectionUri;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.store.ConnectionStore;
import dev.nightjar.store.ConnectionStore.Connection;
import dev.nightjar.store.Database;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Finds connections by their names: first in `AIRFLOW_CONN_NAME` of the environment, as Airflow
/// does, then in the database.
public final class Connections {
  private final Database database;
  private final ConnectionStore store;
  private final Map<String, String> environment;

  public Connections(Database database, ConnectionStore store, Map<String, String> environment) {
    this.database = database;
    this.store = store;
    this.environment = Map.copyOf(environment);
  }

  /// @throws PreparationException if there is none of that name
  Connection require(String name) {
    String variable = "AIRFLOW_CONN_" + name.toUpperCase(Locale.ROOT);
    String uri = environment.get(variable);
    if (uri != null) {
      Connection connection = ConnectionUri.parse(name, uri);
      if (connection == null) {
        throw new PreparationException(
            "%s is no address of a connection: write TYPE://USER:PASSWORD@HOST:PORT/NAME"
                .formatted(variable));
      }
      return connection;
    }
    return database
        .read(transaction -> store.find(transaction, name))
        .orElseThrow(
            () ->
                new PreparationException(
                    "There is no connection '%s': add it with `nightjar connections add %s`."
                        .formatted(name, name)));
  }

  /// What else a connection says, as texts.
  static Map<String, String> extra(Connection connection) {
    Map<String, String> extra = new LinkedHashMap<>();
    String text = connection.target().extra();
    if (text != null && !text.isBlank()) {
      try {
        for (Map.Entry<String, JsonNode> entry : Json.parse(text).properties()) {
          if (!entry.getValue().isContainer() && !entry.getValue().isNull()) {
            extra.put(entry.getKey(), entry.getValue().asString());
          }
        }
      } catch (JsonException unread) {
        throw new PreparationException(
            "The extra of connection '%s' is not JSON.".formatted(connection.name()));
      }
    }
    return extra;
  }
}
