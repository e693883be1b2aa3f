package dev.nightjar.app;

import dev.nightjar.config.ConfigException;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.executor.local.LocalExecutor;
import dev.nightjar.files.NotebookRoot;
import dev.nightjar.files.Snapshots;
import dev.nightjar.http.Access;
import dev.nightjar.http.HttpServer;
import dev.nightjar.http.LoginRoutes;
import dev.nightjar.http.Services;
import dev.nightjar.http.Tokens;
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
import dev.nightjar.store.TokenStore;
import dev.nightjar.task.RuntimeEnvironment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A server: all its parts, put together here.
final class Server implements AutoCloseable {
  private final DataFolder data;
  private final Database database;
  private final Scheduler scheduler;
  private final HttpServer http;
  private final Duration drain;

  /// @param command what starts this program, without its words
  /// @param environments where notebooks can run
  Server(
      ServerConfig config,
      List<String> command,
      Supplier<List<RuntimeEnvironment>> environments,
      Clock clock)
      throws IOException {
    Path folder = Files.createDirectories(config.folders().data()).toRealPath();
    this.data = DataFolder.lock(folder);
    this.database = Databases.open(config);
    ServerConfig.Listen listen = config.listen();
    requireToken(listen);
    Path artifacts = Files.createDirectories(folder.resolve("artifacts"));
    ServerConfig.Work work = config.work();
    long memory = work.memory() == null ? Long.MAX_VALUE : work.memory();
    this.drain = work.drain();
    var settings =
        new Scheduler.Settings(
            data.serverId(),
            Map.of("local", new LocalExecutor(command, artifacts)),
            Map.of("local", new Capacity(work.kernels(), memory)),
            new Lease(work.lease(), Lease.DEFAULT.margin()),
            List.of());
    this.scheduler = new Scheduler(database, settings, clock);
    var services =
        new Services(
            database,
            new Jobs(database, scheduler, clock),
            new Definitions(database, scheduler, clock),
            new NotebookRoot(config.folders().root()),
            new Snapshots(artifacts, Snapshots.Bounds.DEFAULT),
            artifacts,
            environments,
            clock);
    scheduler.start();
    URI url = listen.url();
    var access =
        new Access(
            new Tokens(listen.token() == null ? null : listen.token().reveal(), database, clock),
            SecretFile.key(folder.resolve("session-key")),
            listen.isLoopback(),
            listen.tls() != null || url != null && "https".equals(url.getScheme()),
            url,
            clock);
    this.http =
        new HttpServer(
            listen.address(),
            listen.port(),
            listen.tls(),
            access,
            List.of(
                new LoginRoutes(access),
                new JobRoutes(services),
                new FileRoutes(services),
                new DefinitionRoutes(services),
                new SettingsRoutes(services)));
  }

  private void requireToken(ServerConfig.Listen listen) {
    if (!listen.isLoopback()
        && listen.token() == null
        && database.read(transaction -> new TokenStore().list(transaction)).isEmpty()) {
      throw new ConfigException(
          List.of(
              "server.bind: %s is reached from other machines, which needs a token: make one by `nightjar tokens create NAME --role admin`, or give server.token"
                  .formatted(listen.address())));
    }
  }

  int port() {
    return http.port();
  }

  /// Takes no more requests and no new work; what runs has a while to end, else it goes on, and is
  /// taken over at the next start.
  @Override
  public void close() {
    http.close();
    scheduler.drain(drain);
    scheduler.close();
    database.close();
    data.close();
  }
}
