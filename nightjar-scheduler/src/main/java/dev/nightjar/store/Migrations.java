package dev.nightjar.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// Brings the tables of a database up to this version of Nightjar. A migration that is released is
/// never changed: its checksum is kept beside its number.
final class Migrations {
  private static final String TABLE = "nightjar_schema";

  /// In the order of their numbers, which count from 1.
  static final List<String> FILES = List.of("V1__runs.sql", "V2__workflows.sql");

  /// An arbitrary number that stands for this table among PostgreSQL's advisory locks.
  private static final long LOCK = 0x6e6967_68746a61L;

  private final Dialect dialect;
  private final List<String> files;

  Migrations(Dialect dialect, List<String> files) {
    this.dialect = dialect;
    this.files = files;
  }

  void run(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      if (missing(applied(connection)) == 0) {
        return;
      }
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        lock(statement);
        statement.execute(
            "CREATE TABLE IF NOT EXISTS %s (version INT NOT NULL PRIMARY KEY, checksum CHAR(64) NOT NULL)"
                .formatted(TABLE));
        Map<Integer, String> applied = applied(connection);
        for (int version = files.size() - missing(applied) + 1;
            version <= files.size();
            version++) {
          apply(statement, version);
        }
        connection.commit();
      } catch (SQLException problem) {
        connection.rollback();
        throw problem;
      } finally {
        unlock(connection);
        connection.setAutoCommit(true);
      }
    }
  }

  private static Map<Integer, String> applied(Connection connection) throws SQLException {
    Map<Integer, String> applied = new TreeMap<>();
    String schema = connection.getSchema();
    try (ResultSet tables =
        connection.getMetaData().getTables(connection.getCatalog(), schema, TABLE, null)) {
      if (!tables.next()) {
        return applied;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT version, checksum FROM " + TABLE)) {
      while (rows.next()) {
        applied.put(rows.getInt(1), rows.getString(2));
      }
    }
    return applied;
  }

  /// How many are still to be applied.
  private int missing(Map<Integer, String> applied) {
    applied.forEach(
        (version, checksum) -> {
          if (version > files.size()) {
            throw new StoreException(
                "the database was made by a newer Nightjar (its tables have version %d, this one knows up to %d): start that version, or restore a backup from before the update"
                    .formatted(version, files.size()),
                null);
          }
          if (!checksum.strip().equals(checksum(text(version)))) {
            throw new StoreException(
                "the tables of the database were made by another edition of %s: start the Nightjar that made them"
                    .formatted(files.get(version - 1)),
                null);
          }
        });
    return files.size() - applied.size();
  }

  private void apply(Statement statement, int version) throws SQLException {
    String text = text(version);
    for (String sql : statements(text)) {
      statement.execute(sql);
    }
    statement.execute(
        "INSERT INTO %s (version, checksum) VALUES (%d, '%s')"
            .formatted(TABLE, version, checksum(text)));
  }

  private List<String> statements(String text) {
    String sql = text.replaceAll("(?m)^--.*$", "");
    for (Map.Entry<String, String> type : dialect.types().entrySet()) {
      sql = sql.replace("${%s}".formatted(type.getKey()), type.getValue());
    }
    return Stream.of(sql.split(";\\s*\\n"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private String text(int version) {
    String name = files.get(version - 1);
    try (var file = Migrations.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in the program");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Servers that start at once wait for each other. SQLite's writers do in any case.
  private void lock(Statement statement) throws SQLException {
    switch (dialect) {
      case SQLITE -> {}
      case POSTGRESQL -> statement.execute("SELECT pg_advisory_xact_lock(%d)".formatted(LOCK));
      case MYSQL -> statement.execute("SELECT GET_LOCK('nightjar schema', 60)");
    }
  }

  private void unlock(Connection connection) throws SQLException {
    if (dialect == Dialect.MYSQL) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT RELEASE_LOCK('nightjar schema')");
      }
    }
  }
}
