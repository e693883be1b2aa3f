package dev.nightjar.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Set;

/// What differs between the databases.
enum Dialect {
  SQLITE,
  POSTGRESQL,
  MYSQL;

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

  /// What ends a SELECT whose rows this transaction is about to change, so that others wait for
  /// it.
  String lock() {
    return this == SQLITE ? "" : " FOR UPDATE";
  }

  /// As [#lock], but others pass these rows by.
  String skipLocked() {
    return this == SQLITE ? "" : " FOR UPDATE SKIP LOCKED";
  }

  /// What stands in `(…) IN (…)` before a list of rows.
  String rows() {
    return this == MYSQL ? "" : "VALUES ";
  }

  /// The words that stand for types, and for where an index to be dropped is, in the migrations.
  /// Text is compared by its bytes everywhere, so that ids sort by their time and an index finds
  /// the names that start so.
  Map<String, String> types() {
    return switch (this) {
      case SQLITE ->
          Map.of(
              "id", "TEXT",
              "string", "TEXT",
              "word", "TEXT",
              "text", "TEXT",
              "first", "",
              "of_alert", "",
              "autoincrement", "INTEGER PRIMARY KEY AUTOINCREMENT");
      case POSTGRESQL ->
          Map.of(
              "id", "VARCHAR(36) COLLATE \"C\"",
              "string", "VARCHAR(255) COLLATE \"C\"",
              "word", "VARCHAR(24) COLLATE \"C\"",
              "text", "TEXT",
              "first", "NULLS FIRST",
              "of_alert", "",
              "autoincrement", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
      case MYSQL ->
          Map.of(
              "id", "VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin",
              "string", "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
              "word", "VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin",
              "text", "LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
              "first", "",
              "of_alert", " ON alert",
              "autoincrement", "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY");
    };
  }

  /// Whether only one server can use the database at a time.
  boolean singleServer() {
    return this == SQLITE;
  }

  /// Whether the same transaction may well succeed when tried again.
  boolean passing(SQLException problem) {
    String state = problem.getSQLState();
    return switch (this) {
      case SQLITE -> Set.of(5, 6).contains(problem.getErrorCode() & 0xff);
      case POSTGRESQL -> "40001".equals(state) || "40P01".equals(state);
      case MYSQL -> "40001".equals(state) || problem.getErrorCode() == 1205;
    };
  }

  /// Whether the database could not be reached, or went away: it is not known whether what was
  /// asked of it was done.
  boolean away(SQLException problem) {
    String state = String.valueOf(problem.getSQLState());
    return problem instanceof SQLTransientConnectionException
        || problem instanceof SQLNonTransientConnectionException
        || problem instanceof SQLRecoverableException
        || state.startsWith("08")
        || switch (this) {
          // The file is locked, or its disk fails or is full.
          case SQLITE -> Set.of(5, 6, 10, 13, 14).contains(problem.getErrorCode() & 0xff);
          case POSTGRESQL -> state.startsWith("57P") || state.startsWith("53");
          case MYSQL ->
              state.startsWith("70100")
                  || Set.of(1053, 1040, 1290).contains(problem.getErrorCode());
        };
  }

  /// Whether a unique index refused a row.
  boolean duplicate(SQLException problem) {
    return switch (this) {
      case SQLITE ->
          (problem.getErrorCode() & 0xff) == 19
              && String.valueOf(problem.getMessage()).contains("UNIQUE");
      case POSTGRESQL -> "23505".equals(problem.getSQLState());
      case MYSQL -> problem.getErrorCode() == 1062;
    };
  }
}
