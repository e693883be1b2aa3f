package dev.nightjar.app;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.engine.NotebookEngine;
import dev.nightjar.executor.local.LocalExecutor;
import dev.nightjar.files.NotebookRoot;
import dev.nightjar.files.Snapshots;
import dev.nightjar.http.Access;
import dev.nightjar.http.HttpServer;
import dev.nightjar.http.Services;
import dev.nightjar.http.api.ApiRoutes;
import dev.nightjar.http.jupyter.DefinitionRoutes;
import dev.nightjar.http.jupyter.JobRoutes;
import dev.nightjar.http.jupyter.SettingsRoutes;
import dev.nightjar.scheduler.Capacity;
import dev.nightjar.scheduler.Definitions;
import dev.nightjar.scheduler.EventFeed;
import dev.nightjar.scheduler.Jobs;
import dev.nightjar.scheduler.Lease;
import dev.nightjar.scheduler.Presence;
import dev.nightjar.scheduler.Scheduler;
import dev.nightjar.store.Database;
import dev.nightjar.store.ServerStore;
import dev.nightjar.task.RuntimeEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
  private final EventFeed feed;
  private final Presence presence;
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
    this.feed = new EventFeed(database, scheduler.eventsBell(), clock);
    this.presence = new Presence(database, self(config, clock), scheduler::running, clock);
    this.http =
        new HttpServer(
            config.address(),
            config.port(),
            new Access(config.token()),
            List.of(
                new ApiRoutes(services, feed),
                new JobRoutes(services),
                new DefinitionRoutes(services),
                new SettingsRoutes(services)));
  }

  private ServerStore.Entry self(ServerConfig config, Clock clock) throws IOException {
    Instant now = clock.instant();
    return new ServerStore.Entry(
        data.serverId(),
        InetAddress.getLocalHost().getHostName(),
        NotebookEngine.VERSION,
        now,
        now,
        0,
        config.attempts());
  }

  int port() {
    return http.port();
  }

  /// Takes no more requests and no new work; what runs goes on, and is taken over at the next
  /// start.
  @Override
  public void close() {
    feed.close();
    http.close();
    presence.close();
    scheduler.drain(Duration.ZERO);
    scheduler.close();
    database.close();
    data.close();
  }
}
