package dev.nightjar.app;

import dev.nightjar.airflow.DagCallbacks;
import dev.nightjar.airflow.DagFiles;
import dev.nightjar.airflow.DagOrders;
import dev.nightjar.airflow.DagReader;
import dev.nightjar.airflow.DagTrials;
import dev.nightjar.airflow.Shim;
import dev.nightjar.alert.AlertChannels;
import dev.nightjar.call.Calls;
import dev.nightjar.call.ConnectionTrials;
import dev.nightjar.call.Connections;
import dev.nightjar.call.ServerExecutor;
import dev.nightjar.config.Environment;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.executor.Executor;
import dev.nightjar.executor.FormerWork;
import dev.nightjar.executor.Preparation;
import dev.nightjar.executor.Probe;
import dev.nightjar.executor.local.LocalExecutor;
import dev.nightjar.files.Snapshots;
import dev.nightjar.folder.SingleFile;
import dev.nightjar.folder.TaskTemplates;
import dev.nightjar.folder.WorkflowFolder;
import dev.nightjar.http.AttemptTokens;
import dev.nightjar.http.ConnectionTrial;
import dev.nightjar.http.Routes;
import dev.nightjar.http.airflow.Trials;
import dev.nightjar.http.attempt.AttemptRoutes;
import dev.nightjar.reuse.FormerFiles;
import dev.nightjar.scheduler.AlertSender;
import dev.nightjar.scheduler.Capacity;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.ConnectionStore;
import dev.nightjar.store.Database;
import dev.nightjar.store.Seal;
import dev.nightjar.store.VariableStore;
import dev.nightjar.workflow.Placement;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The parts of a server that are about workflow files.
final class FileWorkflowParts implements AutoCloseable {
  private final ServerConfig config;
  private final Database database;
  private final List<String> command;
  private final Clock clock;
  private final AtomicReference<String> url = new AtomicReference<>("");
  private final AttemptTokens tokens;
  private final Seal seal;
  private final VariableStore variables;
  private final ConnectionStore connections;
  private final Calls calls;
  private final ConnectionTrial connectionTrial;
  private @Nullable WorkflowFolder watched;

  /// @param command what starts this program, without its words
  /// @param tokens by which attempts show who they are
  /// @param seal what variables and connections are encrypted with, and work is marked with
  /// @param channels by which tasks tell people something
  FileWorkflowParts(
      ServerConfig config,
      Database database,
      List<String> command,
      AttemptTokens tokens,
      Seal seal,
      AlertChannels channels,
      Clock clock) {
    this.config = config;
    this.database = database;
    this.command = command;
    this.clock = clock;
    this.tokens = tokens;
    this.seal = seal;
    this.variables = new VariableStore(seal);
    this.connections = new ConnectionStore(seal);
    var known = new Connections(database, connections, Environment.ofSystem().variables());
    this.calls = new Calls(known, channels);
    this.connectionTrial = new ConnectionTrials(known);
  }

  private Path folder() {
    Path folder = config.workflows().folder();
    return folder == null ? config.folders().root() : folder;
  }

  private Path shim() {
    return config.workflows().shipped().resolve("airflow_shim");
  }

  /// What runs tasks on this machine, by name.
  Map<String, Executor> executors(Path artifacts) {
    String python = config.workflows().python();
    String attempts =
        config.workflows().shipped().resolve("attempt/nightjar_attempts.py").toString();
    List<String> notebook = new ArrayList<>(command);
    notebook.add("task");
    var local =
        new LocalExecutor(
            new LocalExecutor.Programs(
                notebook, List.of(python, "-I", "-S", attempts), List.of(python, attempts), shim()),
            artifacts);
    return Map.of(
        "local",
        local,
        DagReader.EXECUTOR,
        local,
        Placement.SERVER,
        new ServerExecutor(artifacts, calls, clock));
  }

  /// What asks other programs for waits.
  Probe probe() {
    return calls;
  }

  /// How much of it at a time, by name.
  Map<String, Capacity> capacities() {
    ServerConfig.Work work = config.work();
    long memory = work.memory() == null ? Long.MAX_VALUE : work.memory();
    return Map.of(
        "local",
        new Capacity(work.kernels(), memory),
        DagReader.EXECUTOR,
        new Capacity(work.commands(), Long.MAX_VALUE),
        Placement.SERVER,
        new Capacity(work.commands(), Long.MAX_VALUE));
  }

  /// What fills templates in.
  Preparation preparation() {
    var airflow =
        new DagOrders(
            database, folder(), command, url::get, tokens, AlertChannels.mails(config.alerts()));
    var templates = new TaskTemplates(database, variables);
    return order -> templates.prepare(airflow.prepare(order));
  }

  /// Sends alerts: those that are callbacks of DAGs to their files, others on.
  ///
  /// @param said is given what callbacks print
  AlertSender sender(AlertSender others, Consumer<String> said) {
    return new DagCallbacks(airflow(), folder(), database, this::loaderApi, others, said);
  }

  /// Tries tasks of Airflow files.
  Trials trials() {
    return new DagTrials(airflow(), folder(), database, command, this::loaderApi);
  }

  /// Tries connections.
  ConnectionTrial connectionTrial() {
    return connectionTrial;
  }

  /// Finds what tasks did before.
  FormerWork formerWork(Path artifacts) {
    return new FormerFiles(artifacts, Environment.ofSystem().variables(), seal);
  }

  /// The addresses for running tasks.
  Routes routes(Workflows workflows) {
    return new AttemptRoutes(database, workflows, variables, connections, clock);
  }

  /// Where attempts reach this server is known now.
  void listensAt(String address) {
    url.set(address + AttemptRoutes.PATH);
  }

  /// Watches the folder, if there is one.
  void watch(Workflows workflows, Snapshots snapshots) {
    Path folder = config.workflows().folder();
    if (folder != null) {
      watched = new WorkflowFolder(folder, dags(), snapshots, database, workflows, clock);
      watched.start();
    }
  }

  /// Reads single files of the folder.
  SingleFile reader(Snapshots snapshots) {
    return new SingleFile(folder(), dags(), snapshots);
  }

  private DagFiles dags() {
    return new DagFiles(airflow(), folder(), this::loaderApi);
  }

  private Shim airflow() {
    return new Shim(List.of(config.workflows().python()), shim());
  }

  private Shim.Api loaderApi() {
    return new Shim.Api(url.get(), tokens.ofLoader(clock.instant()));
  }

  VariableStore variables() {
    return variables;
  }

  ConnectionStore connections() {
    return connections;
  }

  @Override
  public void close() {
    if (watched != null) {
      watched.close();
    }
  }
}
