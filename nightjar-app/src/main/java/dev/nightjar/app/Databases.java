package dev.nightjar.app;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The database of a configuration.
final class Databases {
  private static final int CONNECTIONS = 8;

  private Databases() {}

  /// Opens it; makes the SQLite file where no other is configured.
  static Database open(ServerConfig config) throws IOException {
    ServerConfig.Store store = config.database();
    String url = store.url();
    return Database.open(
        url == null ? Database.sqliteUrl(file(config)) : url,
        store.user(),
        store.password() == null ? null : store.password().reveal(),
        CONNECTIONS);
  }

  /// The SQLite file.
  static Path file(ServerConfig config) throws IOException {
    return Files.createDirectories(config.folders().data()).toRealPath().resolve("nightjar.sqlite");
  }
}
