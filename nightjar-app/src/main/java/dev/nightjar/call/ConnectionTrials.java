package dev.nightjar.call;

import dev.nightjar.executor.PreparationException;
import dev.nightjar.http.ConnectionTrial;
import dev.nightjar.store.ConnectionStore.Connection;
import dev.nightjar.workflow.HttpRequest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/// Tries connections as tasks of this server would use them: databases that SQL goes to, and
/// servers that answer HTTP. Thread-safe.
public final class ConnectionTrials implements ConnectionTrial {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int REFUSED = 400;
  private static final String WELL = "Connection successfully tested";

  private final Connections connections;
  private final HttpSender sender = new HttpSender();

  public ConnectionTrials(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Tried attempt(String name) throws InterruptedException {
    try {
      Connection connection = connections.require(name);
      return switch (connection.kind()) {
        case "http", "https" -> http(name);
        default -> sql(connection);
      };
    } catch (PreparationException | CallException failed) {
      return new Tried(false, String.valueOf(failed.getMessage()));
    }
  }

  private Tried http(String name) throws CallException, InterruptedException {
    var request = new HttpRequest("GET", "/", Map.of(), null, HttpRequest.WELL, name);
    HttpTarget target = HttpTarget.of(request, connections);
    try (HttpSender.Answer answer = sender.send(request, target, PATIENCE)) {
      return answer.status() < REFUSED
          ? new Tried(true, WELL)
          : new Tried(false, "%s answered %d".formatted(target.shown(), answer.status()));
    }
  }

  private static Tried sql(Connection connection) throws CallException {
    Jdbc jdbc = Jdbc.of(connection);
    try (var open = DriverManager.getConnection(jdbc.url(), jdbc.properties())) {
      boolean valid = open.isValid((int) PATIENCE.toSeconds());
      return new Tried(valid, valid ? WELL : "The database does not answer.");
    } catch (SQLException failed) {
      throw new CallException(SqlCall.line(failed));
    }
  }
}
