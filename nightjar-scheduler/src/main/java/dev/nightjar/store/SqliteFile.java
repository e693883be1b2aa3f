package dev.nightjar.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Copies of the SQLite file.
public final class SqliteFile {
  private SqliteFile() {}

  /// Copies a database as it is at one moment, while servers write to it.
  ///
  /// @throws StoreException if the copy is there already, or cannot be made
  public static void backup(Path database, Path copy) {
    if (!Files.isRegularFile(database)) {
      throw new StoreException("there is no database " + database, null);
    }
    if (Files.exists(copy)) {
      throw new StoreException(
          "%s is there already: delete it, or give another name".formatted(copy), null);
    }
    try (Connection connection = open(database);
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, copy.toString());
      vacuum.execute();
    } catch (SQLException e) {
      throw new StoreException(
          "%s can't be copied to %s: %s".formatted(database, copy, e.getMessage()), e);
    }
  }

  /// Refuses a file that is no undamaged database of Nightjar.
  ///
  /// @throws StoreException if it is none
  public static void check(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StoreException("there is no file " + file, null);
    }
    try (Connection connection = open(file);
        Statement statement = connection.createStatement()) {
      try (ResultSet integrity = statement.executeQuery("PRAGMA integrity_check")) {
        if (!integrity.next() || !integrity.getString(1).equals("ok")) {
          throw new StoreException(file + " is damaged", null);
        }
      }
      try (ResultSet _ = statement.executeQuery("SELECT COUNT(*) FROM run")) {
        // it has our tables
      }
    } catch (SQLException e) {
      throw new StoreException(
          "%s is no database of Nightjar: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection(Database.sqliteUrl(file));
  }
}
