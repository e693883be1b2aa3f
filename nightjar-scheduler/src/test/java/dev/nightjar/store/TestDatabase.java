package dev.nightjar.store;

import dev.nightjar.testkit.DatabaseServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The databases that tests run on, each shared by all tests of this JVM.
public enum TestDatabase {
  SQLITE,
  POSTGRESQL,
  MARIADB;

  private static final List<String> TABLES =
      List.of(
          "alert",
          "arrival",
          "artifact",
          "attempt",
          "connection",
          "deadline",
          "event",
          "import_error",
          "pool",
          "request",
          "run",
          "run_count",
          "run_tag",
          "schedule",
          "task_run",
          "task_value",
          "memo",
          "variable",
          "workflow",
          "workflow_tag",
          "workflow_version");

  private static final Map<TestDatabase, Database> SHARED = new ConcurrentHashMap<>();

  /// The JDBC URL of a new, empty database.
  public String newUrl() {
    return switch (this) {
      case SQLITE -> Database.sqliteUrl(temporaryFile());
      case POSTGRESQL -> DatabaseServers.postgresql();
      case MARIADB -> DatabaseServers.mariadb();
    };
  }

  private static Path temporaryFile() {
    try {
      Path folder = Files.createTempDirectory("nightjar-sqlite");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder.resolve("nightjar.sqlite");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The shared one, emptied.
  public Database empty() {
    Database shared =
        SHARED.computeIfAbsent(this, kind -> Database.open(kind.newUrl(), null, null, 12));
    shared.change(
        transaction ->
            TABLES.forEach(table -> transaction.handle().execute("DELETE FROM " + table)));
    return shared;
  }
}
