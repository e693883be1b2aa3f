package dev.nightjar.call;

import dev.nightjar.run.Report;
import dev.nightjar.workflow.SqlWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// SQL of a task, in one transaction: all of it is done, or nothing.
final class SqlCall implements Call {
  private static final int LONGEST_VALUE = 1 << 20;
  private static final int LONGEST_FILE = 4 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final Connections connections;
  private final SqlWork work;
  private volatile @Nullable Statement running;
  private volatile boolean stopped;

  SqlCall(Connections connections, SqlWork work) {
    this.connections = connections;
    this.work = work;
  }

  @Override
  public List<Report.Value> make(CallLog log) throws CallException {
    List<SqlStatement> statements = SqlStatement.of(text());
    if (statements.isEmpty()) {
      throw new CallException("There is no statement in the SQL.");
    }
    for (SqlStatement statement : statements) {
      requireParameters(statement);
    }
    Jdbc jdbc = Jdbc.of(connections.require(work.connection()));
    try (Connection connection = DriverManager.getConnection(jdbc.url(), jdbc.properties())) {
      connection.setAutoCommit(false);
      try {
        String value = "null";
        for (SqlStatement statement : statements) {
          value = run(connection, statement, log);
        }
        connection.commit();
        return List.of(new Report.Value(Report.Value.RETURNED, value, null));
      } catch (SQLException | CallException failed) {
        connection.rollback();
        throw failed;
      }
    } catch (SQLException failed) {
      throw new CallException(line(failed));
    }
  }

  private String text() throws CallException {
    String query = work.query();
    if (query != null) {
      return query;
    }
    Path file = Path.of(String.valueOf(work.file()));
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new CallException("%s has more than 4 MiB.".formatted(file));
      }
      return Files.readString(file);
    } catch (IOException unread) {
      throw new CallException("%s is not there, or can't be read as UTF-8.".formatted(file));
    }
  }

  private void requireParameters(SqlStatement statement) throws CallException {
    for (String name : statement.parameters()) {
      if (!work.parameters().containsKey(name)) {
        throw new CallException(
            "The SQL has a parameter ':%s', which is not given (given: %s)."
                .formatted(name, String.join(", ", work.parameters().keySet())));
      }
      if (work.parameters().get(name) instanceof List<?>
          || work.parameters().get(name) instanceof Map<?, ?>) {
        throw new CallException(
            "The parameter '%s' is a list or map: SQL takes texts, numbers and truth values."
                .formatted(name));
      }
    }
  }

  /// Its value as JSON: rows, or how many it changed.
  private String run(Connection connection, SqlStatement sql, CallLog log)
      throws SQLException, CallException {
    log.say(sql.text());
    try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
      for (int i = 0; i < sql.parameters().size(); i++) {
        statement.setObject(i + 1, work.parameters().get(sql.parameters().get(i)));
      }
      running = statement;
      if (stopped) {
        throw new CallException("Stopped.");
      }
      if (statement.execute()) {
        try (ResultSet result = statement.getResultSet()) {
          return value(SqlRows.of(result), log);
        }
      }
      log.say("-- %d rows changed".formatted(Math.max(0, statement.getUpdateCount())));
      return Integer.toString(Math.max(0, statement.getUpdateCount()));
    } finally {
      running = null;
    }
  }

  private static String value(SqlRows rows, CallLog log) {
    String json = JSON.writeValueAsString(rows.rows());
    String value = json.length() > LONGEST_VALUE ? "null" : json;
    log.say(
        "-- %d rows%s%s"
            .formatted(
                rows.rows().size(),
                rows.whole() ? "" : ", and more, which are left out of its value",
                json.length() > LONGEST_VALUE
                    ? "; more than 1 MiB, so they are not its value"
                    : ""));
    return value;
  }

  /// What a database says, on one line.
  static String line(SQLException failed) {
    String message = String.valueOf(failed.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    return "The database says: " + message;
  }

  @Override
  public void stop() {
    stopped = true;
    Statement statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException over) {
        // it has ended meanwhile
      }
    }
  }
}
