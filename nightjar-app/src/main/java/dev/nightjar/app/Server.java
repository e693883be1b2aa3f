package dev.nightjar.app;

import dev.nightjar.alert.AlertChannels;
import dev.nightjar.alert.JobSecrets;
import dev.nightjar.alert.SlackParameters;
import dev.nightjar.config.ConfigException;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.engine.NotebookEngine;
import dev.nightjar.files.NotebookRoot;
import dev.nightjar.files.Snapshots;
import dev.nightjar.http.Access;
import dev.nightjar.http.AttemptTokens;
import dev.nightjar.http.HttpServer;
import dev.nightjar.http.LoginRoutes;
import dev.nightjar.http.OperatingRoutes;
import dev.nightjar.http.Services;
import dev.nightjar.http.Tokens;
import dev.nightjar.http.airflow.AirflowRoutes;
import dev.nightjar.http.airflow.AirflowServices;
import dev.nightjar.http.api.ApiRoutes;
import dev.nightjar.http.jupyter.DefinitionRoutes;
import dev.nightjar.http.jupyter.FileRoutes;
import dev.nightjar.http.jupyter.JobRoutes;
import dev.nightjar.http.jupyter.SettingsRoutes;
import dev.nightjar.scheduler.AlertDelivery;
import dev.nightjar.scheduler.Definitions;
import dev.nightjar.scheduler.EventFeed;
import dev.nightjar.scheduler.Jobs;
import dev.nightjar.scheduler.Lease;
import dev.nightjar.scheduler.Presence;
import dev.nightjar.scheduler.Scheduler;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.Database;
import dev.nightjar.store.Seal;
import dev.nightjar.store.ServerStore;
import dev.nightjar.store.TokenStore;
import dev.nightjar.task.RuntimeEnvironment;
import dev.nightjar.web.WebRoutes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server: all its parts, put together here.
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final DataFolder data;
  private final Database database;
  private final Scheduler scheduler;
  private final AlertDelivery alerts;
  private final Daily daily;
  private final EventFeed feed;
  private final Presence presence;
  private final FileWorkflowParts files;
  private final @Nullable HttpServer http;
  private final Duration drain;

  /// @param command what starts this program, without its words
  /// @param environments where notebooks can run
  /// @param listens whether it answers requests, or only works
  Server(
      ServerConfig config,
      List<String> command,
      Supplier<List<RuntimeEnvironment>> environments,
      boolean listens,
      Clock clock)
      throws IOException {
    Path folder = Files.createDirectories(config.folders().data()).toRealPath();
    this.data = DataFolder.lock(folder);
    this.database = Databases.open(config);
    ServerConfig.Listen listen = config.listen();
    if (listens) {
      requireToken(listen);
    }
    Path artifacts = Files.createDirectories(config.folders().artifacts());
    ServerConfig.Work work = config.work();
    byte[] key = SecretFile.key(folder.resolve("session-key"));
    var seal = new Seal(SecretFile.key(folder.resolve("values-key")));
    var secrets = new JobSecrets(config.folders().secrets().resolve("jobs"));
    var channels =
        new AlertChannels(config.alerts(), secrets, database, artifacts, publicUrl(listen), clock);
    this.files =
        new FileWorkflowParts(
            config, database, command, new AttemptTokens(key), seal, channels, clock);
    this.drain = work.drain();
    var settings =
        new Scheduler.Settings(
            data.serverId(),
            files.executors(artifacts),
            files.capacities(),
            new Lease(work.lease(), Lease.DEFAULT.margin()),
            AlertChannels.rules(config.alerts()),
            files.preparation(),
            files.formerWork(artifacts),
            files.probe());
    this.scheduler = new Scheduler(database, settings, clock);
    this.alerts =
        new AlertDelivery(database, files.sender(channels, _ -> {}), scheduler.alertsBell(), clock);
    var admission = new SlackParameters(secrets);
    var services =
        new Services(
            database,
            new Jobs(database, scheduler, clock, admission),
            new Definitions(database, scheduler, clock, admission),
            new NotebookRoot(config.folders().root()),
            new Snapshots(artifacts, Snapshots.Bounds.DEFAULT),
            artifacts,
            environments,
            clock);
    var workflows = new Workflows(database, scheduler, clock);
    scheduler.start();
    alerts.start();
    var retention = new Retention(database, artifacts, config.retention(), clock);
    this.daily =
        new Daily(
            "retention",
            () -> {
              retention.apply();
              database.optimize();
            });
    URI url = listen.url();
    var access =
        new Access(
            new Tokens(listen.token() == null ? null : listen.token().reveal(), database, clock),
            key,
            listen.isLoopback(),
            listen.tls() != null || url != null && "https".equals(url.getScheme()),
            url,
            clock);
    this.feed = new EventFeed(database, scheduler.eventsBell(), clock);
    this.presence = new Presence(database, self(config, clock), scheduler::running, clock);
    this.http =
        listens
            ? new HttpServer(
                listen.address(),
                listen.port(),
                listen.tls(),
                access,
                List.of(
                    new LoginRoutes(access),
                    new OperatingRoutes(database, scheduler, clock),
                    new ApiRoutes(services, feed, workflows, seal),
                    new JobRoutes(services),
                    new FileRoutes(services),
                    new DefinitionRoutes(services),
                    new SettingsRoutes(services),
                    new AirflowRoutes(
                        new AirflowServices(
                            services,
                            new WorkflowDags(services, workflows, scheduler),
                            files.trials(),
                            files.connectionTrial(),
                            config.workflows().folder(),
                            seal)),
                    files.routes(workflows),
                    new WebRoutes(services, feed, workflows, seal)))
            : null;
    if (http != null) {
      files.listensAt(
          "%s://%s:%d"
              .formatted(
                  listen.tls() == null ? "http" : "https",
                  listen.isLoopback() ? listen.address() : "127.0.0.1",
                  http.port()));
    }
    files.watch(workflows, services.snapshots());
  }

  private static @Nullable URI publicUrl(ServerConfig.Listen listen) {
    if (listen.url() != null || listen.port() == 0 || !listen.isLoopback()) {
      return listen.url();
    }
    return URI.create(
        "%s://%s:%d"
            .formatted(listen.tls() == null ? "http" : "https", listen.address(), listen.port()));
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

  private ServerStore.Entry self(ServerConfig config, Clock clock) throws IOException {
    Instant now = clock.instant();
    return new ServerStore.Entry(
        data.serverId(),
        InetAddress.getLocalHost().getHostName(),
        NotebookEngine.VERSION,
        now,
        now,
        0,
        config.work().kernels(),
        config.work().memory());
  }

  /// The port it listens on; 0 if it does not.
  int port() {
    return http == null ? 0 : http.port();
  }

  /// Takes no new work on. What runs has a while to end, in which requests are still answered; then
  /// it goes on by itself, and is taken over at the next start or by another server.
  @Override
  public void close() {
    files.close();
    daily.close();
    if (scheduler.running() > 0) {
      LOG.info(
          "{} notebooks are running: waits up to {} s", scheduler.running(), drain.toSeconds());
    }
    if (!scheduler.drain(drain)) {
      LOG.info("{} notebooks go on by themselves", scheduler.running());
    }
    feed.close();
    if (http != null) {
      http.close();
    }
    presence.close();
    alerts.close();
    scheduler.close();
    database.close();
    data.close();
  }
}
