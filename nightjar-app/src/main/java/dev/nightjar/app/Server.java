package dev.nightjar.app;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.executor.local.LocalExecutor;
import dev.nightjar.files.NotebookRoot;
import dev.nightjar.files.Snapshots;
import dev.nightjar.http.Access;
import dev.nightjar.http.HttpServer;
import dev.nightjar.http.Services;
import dev.nightjar.http.jupyter.DefinitionRoutes;
import dev.nightjar.http.jupyter.FileRoutes;
import dev.nightjar.http.jupyter.JobRoutes;
import dev.nightjar.http.jupyter.SettingsRoutes;
import dev.nightjar.scheduler.Capacity;
import dev.nightjar.scheduler.Definitions;
import dev.nightjar.scheduler.Jobs;
import dev.nightjar.scheduler.Lease;
import dev.nightjar.scheduler.Scheduler;
import dev.nightjar.store.Database;
import dev.nightjar.task.RuntimeEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// A server: all its parts, put together here.
final class Server implements AutoCloseable {
  private static final int CONNECTIONS = 8;

  private final DataFolder data;
  private final Database database;
  private final Scheduler scheduler;
  private final HttpServer http;

  /// @param command what starts this program, without its words
  /// @param environments where notebooks can run
  Server(
      ServerConfig config,
      List<String> command,
      Supplier<List<RuntimeEnvironment>> environments,
      Clock clock)
      throws IOException {
    Path folder = Files.createDirectories(config.data()).toRealPath();
    this.data = DataFolder.lock(folder);
    this.database =
        Database.open(
            Objects.requireNonNullElse(
                config.database(), Database.sqliteUrl(folder.resolve("nightjar.sqlite"))),
            null,
            null,
            CONNECTIONS);
    Path artifacts = Files.createDirectories(folder.resolve("artifacts"));
    var settings =
        new Scheduler.Settings(
            data.serverId(),
            Map.of("local", new LocalExecutor(command, artifacts)),
            Map.of("local", new Capacity(config.attempts(), Long.MAX_VALUE)),
            Lease.DEFAULT,
            List.of());
    this.scheduler = new Scheduler(database, settings, clock);
    var services =
        new Services(
            database,
            new Jobs(database, scheduler, clock),
            new Definitions(database, scheduler, clock),
            new NotebookRoot(config.root()),
            new Snapshots(artifacts, Snapshots.Bounds.DEFAULT),
            artifacts,
            environments,
            clock);
    scheduler.start();
    this.http =
        new HttpServer(
            config.address(),
            config.port(),
            new Access(config.token()),
            List.of(
                new JobRoutes(services),
                new FileRoutes(services),
                new DefinitionRoutes(services),
                new SettingsRoutes(services)));
  }

  int port() {
    return http.port();
  }

  /// Takes no more requests and no new work; what runs goes on, and is taken over at the next
  /// start.
  @Override
  public void close() {
    http.close();
    scheduler.drain(Duration.ZERO);
    scheduler.close();
    database.close();
    data.close();
  }
}
