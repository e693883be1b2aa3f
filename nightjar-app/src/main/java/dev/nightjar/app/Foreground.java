package dev.nightjar.app;

import dev.nightjar.alert.AlertChannels;
import dev.nightjar.alert.JobSecrets;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.executor.Preparation;
import dev.nightjar.files.Snapshots;
import dev.nightjar.folder.SingleFile;
import dev.nightjar.http.Access;
import dev.nightjar.http.AttemptTokens;
import dev.nightjar.http.HttpServer;
import dev.nightjar.http.Tokens;
import dev.nightjar.scheduler.AlertSender;
import dev.nightjar.scheduler.Lease;
import dev.nightjar.scheduler.Scheduler;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Database;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The parts of a server that runs in the foreground need: a database, a scheduler with the same
/// executors, and an address that only its tasks may ask. Nobody else gets in, nothing is watched,
/// and alerts are not sent, but what tasks tell is, and callbacks of DAGs are called.
final class Foreground implements AutoCloseable {
  private static final int ALERTS_AT_ONCE = 20;
  private static final Duration HELD = Duration.ofDays(1);

  private final Clock clock;
  private final DataFolder data;
  private final Database database;
  private final Path artifacts;
  private final FileWorkflowParts files;
  private final Scheduler scheduler;
  private final Workflows workflows;
  private final HttpServer http;
  private final AlertStore alerts;

  /// @param command what starts this program, without its words
  /// @param watched sees how templates are filled in
  Foreground(
      ServerConfig config, List<String> command, UnaryOperator<Preparation> watched, Clock clock)
      throws IOException {
    Path folder = Files.createDirectories(config.folders().data()).toRealPath();
    this.clock = clock;
    this.data = DataFolder.lock(folder);
    this.database = Databases.open(config);
    this.artifacts = Files.createDirectories(config.folders().artifacts());
    byte[] key = SecretFile.key(folder.resolve("session-key"));
    var seal = new Seal(SecretFile.key(folder.resolve("values-key")));
    var secrets = new JobSecrets(config.folders().secrets().resolve("jobs"));
    var channels = new AlertChannels(config.alerts(), secrets, database, artifacts, null, clock);
    this.files =
        new FileWorkflowParts(
            config, database, command, new AttemptTokens(key), seal, channels, clock);
    var settings =
        new Scheduler.Settings(
            data.serverId(),
            files.executors(artifacts),
            files.capacities(),
            new Lease(config.work().lease(), Lease.DEFAULT.margin()),
            List.of(),
            watched.apply(files.preparation()),
            files.formerWork(artifacts),
            files.probe());
    this.scheduler = new Scheduler(database, settings, clock);
    this.workflows = new Workflows(database, scheduler, clock);
    String nobody = Base64.getEncoder().encodeToString(key);
    this.http =
        new HttpServer(
            "127.0.0.1",
            0,
            new Access(new Tokens(nobody, null, clock), key, true, false, null, clock),
            List.of(files.routes(workflows)));
    this.alerts = new AlertStore(clock);
    files.listensAt("http://127.0.0.1:" + http.port());
    scheduler.start();
  }

  Database database() {
    return database;
  }

  /// The folder of what runs start with and leave.
  Path artifacts() {
    return artifacts;
  }

  Workflows workflows() {
    return workflows;
  }

  /// The runs that have not ended, of whichever workflow: a task may have started others.
  List<String> open() {
    return database.read(
        transaction ->
            new FileWorkflows()
                .present(transaction).stream()
                    .flatMap(known -> new RunLists().active(transaction, known.id()).stream())
                    .toList());
  }

  /// Calls the callbacks of DAGs whose runs have ended. Other alerts are let go.
  ///
  /// @param said is given what they print, and what went wrong
  void callBack(Consumer<String> said) throws InterruptedException {
    AlertSender sender = files.sender(_ -> new AlertSender.Result.Sent(), said);
    for (List<AlertStore.Alert> due = claim(); !due.isEmpty(); due = claim()) {
      for (AlertStore.Alert alert : due) {
        if (sender.send(alert) instanceof AlertSender.Result.Failed(String problem, _)) {
          said.accept("%s could not be called: %s".formatted(alert.target(), problem));
        }
        database.change(transaction -> alerts.sent(transaction, alert.id()));
      }
    }
  }

  private List<AlertStore.Alert> claim() {
    return database.write(
        transaction -> alerts.claim(transaction, ALERTS_AT_ONCE, clock.instant().plus(HELD)));
  }

  /// Stops them.
  void stop(String by) {
    open().forEach(run -> workflows.interventions().stop(run, by, "Stopped on request."));
  }

  /// What reads the files of the folder of workflow files.
  SingleFile reader() {
    return files.reader(new Snapshots(artifacts, Snapshots.Bounds.DEFAULT));
  }

  @Override
  public void close() {
    scheduler.close();
    http.close();
    database.close();
    data.close();
  }
}
