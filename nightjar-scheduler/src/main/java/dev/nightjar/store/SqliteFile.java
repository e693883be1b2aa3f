package dev.nightjar.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// SQLite files apart from the open database: copies of it, and files of others.
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

  /// All rows of a table of a file that is not ours, which is only read: their columns by name,
  /// without those that are null.
  ///
  /// @param table a name from the program, never from a user
  /// @throws StoreException if it can't be read, or has no such table
  public static List<Map<String, Object>> rows(Path file, String table) {
    if (!Files.isRegularFile(file)) {
      throw new StoreException("there is no file " + file, null);
    }
    var readOnly = new Properties();
    readOnly.setProperty("open_mode", "1");
    try (Connection connection = DriverManager.getConnection(Database.sqliteUrl(file), readOnly);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
      List<Map<String, Object>> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        Map<String, Object> row = new HashMap<>();
        for (int i = 1; i <= columns; i++) {
          Object value = result.getObject(i);
          if (value != null) {
            row.put(result.getMetaData().getColumnName(i), value);
          }
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new StoreException(
          "the table %s of %s can't be read: %s".formatted(table, file, e.getMessage()), e);
    }
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection(Database.sqliteUrl(file));
  }
}
