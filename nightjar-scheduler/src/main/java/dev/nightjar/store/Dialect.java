package dev.nightjar.store;

import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What differs between the databases.
enum Dialect {
  SQLITE(
      "",
      Map.of(
          "id", "TEXT",
          "string", "TEXT",
          "word", "TEXT",
          "text", "TEXT",
          "autoincrement", "INTEGER PRIMARY KEY AUTOINCREMENT")),
  // Collation "C" compares bytes: prefixes are found by index, and ids sort by their time.
  POSTGRESQL(
      "FOR UPDATE SKIP LOCKED",
      Map.of(
          "id", "CHAR(36) COLLATE \"C\"",
          "string", "VARCHAR(255) COLLATE \"C\"",
          "word", "VARCHAR(24)",
          "text", "TEXT",
          "autoincrement", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")),
  MYSQL(
      "FOR UPDATE SKIP LOCKED",
      Map.of(
          "id", "CHAR(36) CHARACTER SET ascii COLLATE ascii_bin",
          "string", "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
          "word", "VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin",
          "text", "LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
          "autoincrement", "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY"));

  private final String skipLocked;

  @SuppressWarnings("ImmutableEnumChecker") // Map.of makes it so
  private final Map<String, String> types;

  Dialect(String skipLocked, Map<String, String> types) {
    this.skipLocked = skipLocked;
    this.types = types;
  }

  static Dialect of(String url) {
    if (url.startsWith("jdbc:sqlite:")) {
      return SQLITE;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return POSTGRESQL;
    }
    if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
      return MYSQL;
    }
    throw new StoreException(
        "database '%s' is none that Nightjar knows: give a URL that starts with jdbc:sqlite:, jdbc:postgresql:, jdbc:mariadb: or jdbc:mysql:"
            .formatted(Database.shown(url)),
        null);
  }

  /// What ends a SELECT whose rows this transaction is about to change, so that others pass them
  /// by.
  String skipLocked() {
    return skipLocked;
  }

  /// The words that stand for types in the migrations.
  Map<String, String> types() {
    return types;
  }

  /// Whether only one server can use the database at a time.
  boolean singleServer() {
    return this == SQLITE;
  }

  /// Whether the same transaction may well succeed when tried again.
  boolean passing(SQLException problem) {
    String state = problem.getSQLState();
    return switch (this) {
      case SQLITE -> problem.getErrorCode() == 5 || problem.getErrorCode() == 6;
      case POSTGRESQL -> "40001".equals(state) || "40P01".equals(state);
      case MYSQL -> "40001".equals(state) || problem.getErrorCode() == 1205;
    };
  }

  /// Whether a unique index refused a row.
  boolean duplicate(@Nullable Throwable problem) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return switch (this) {
          case SQLITE ->
              sql.getErrorCode() == 19 || String.valueOf(sql.getMessage()).contains("UNIQUE");
          case POSTGRESQL -> "23505".equals(sql.getSQLState());
          case MYSQL -> sql.getErrorCode() == 1062;
        };
      }
    }
    return false;
  }
}
