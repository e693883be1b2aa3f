package dev.nightjar.executor.local;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.Executor;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.files.SnapshotException;
import dev.nightjar.files.Snapshots;
import dev.nightjar.run.Outcome;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.PythonWork;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.WaitWork;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each attempt as a process of this machine, in a session of its own, so that neither the end
/// nor a crash of the server ends it, and with a lower priority than the server's, which is to
/// answer however busy its tasks keep the machine. Keeps nothing in memory but handles: what is
/// known of an attempt stands in its folder.
public final class LocalExecutor implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(LocalExecutor.class);

  /// Variables with this start are the server's own, and may hold secrets.
  private static final String OURS = "NIGHTJAR_";

  /// Lowers the priority of a session, and becomes the program of its arguments. Linux may share
  /// processors among sessions first (autogroup, sched(7)), where niceness alone does nothing.
  private static final String GIVE_WAY =
      """
      { echo 10 > /proc/self/autogroup; } 2>/dev/null
      exec nice -n 10 "$@"
      """;

  /// What starts attempts.
  ///
  /// @param notebook starts the attempt of a notebook, when its folder is added
  /// @param command `nightjar_attempts.py`, with what interprets it, for commands
  /// @param python the same for Python code and for tasks of Airflow files, in the user's Python
  /// @param shim the folder of the import shim for Airflow files
  public record Programs(
      List<String> notebook, List<String> command, List<String> python, Path shim) {
    public Programs {
      notebook = List.copyOf(notebook);
      command = List.copyOf(command);
      python = List.copyOf(python);
    }

    /// For notebooks alone.
    public static Programs notebooks(List<String> program) {
      List<String> start = new ArrayList<>(program);
      start.add("task");
      return new Programs(start, List.of(), List.of(), Path.of(""));
    }
  }

  private final Programs programs;
  private final ForkServer commands;
  private final ForkServer pythons;
  private final Path artifactRoot;
  private final Snapshots snapshots;

  /// @param programs what starts attempts
  /// @param artifactRoot the folder of all that runs leave, snapshots included
  public LocalExecutor(Programs programs, Path artifactRoot) {
    this.programs = programs;
    this.commands = new ForkServer(programs.command());
    this.pythons = new ForkServer(programs.python());
    this.artifactRoot = artifactRoot.toAbsolutePath().normalize();
    this.snapshots = new Snapshots(artifactRoot, Snapshots.Bounds.DEFAULT);
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public TaskHandle submit(AttemptOrder order) {
    Optional<TaskHandle> running = attach(order, null);
    if (running.isPresent()) {
      return running.get();
    }
    var folder = new AttemptFolder(artifactRoot.resolve(order.folder()));
    try {
      folder.clear();
      if (order.task().work() instanceof NotebookWork) {
        snapshots.copyTo(order.snapshot(), folder.files());
      }
      folder.writeOrder(order, ProcessName.thisHost());
      return start(order, folder);
    } catch (IOException | UncheckedIOException | SnapshotException e) {
      LOG.warn("{} attempt {} can't be started", order.taskRun(), order.number(), e);
      return new EndedAttempt(
          ProcessName.NONE,
          Ending.of(
              new Outcome.Failed("The attempt can't be started: " + AttemptFolder.line(e), null)));
    }
  }

  private TaskHandle start(AttemptOrder order, AttemptFolder folder) throws IOException {
    String path = folder.path().toString();
    try {
      return switch (order.task().work()) {
        case NotebookWork _ -> process(folder);
        case ShellWork _ -> forked(folder, commands, List.of(path));
        case AirflowWork one when one.shell() != null -> forked(folder, commands, List.of(path));
        case PythonWork _ -> forked(folder, pythons, List.of(path));
        case AirflowWork _ -> forked(folder, pythons, List.of(path, programs.shim().toString()));
        case HttpWork _, SqlWork _, MessageWork _, TriggerWork _, WaitWork _, EmptyWork _ ->
            throw new IllegalArgumentException("this is no work for an executor: " + order.task());
      };
    } catch (ForkServer.Unsure e) {
      return attach(order, null).orElseThrow(() -> e);
    }
  }

  private LocalAttempt process(AttemptFolder folder) throws IOException {
    List<String> line = new ArrayList<>(sessionStarter());
    line.addAll(List.of("sh", "-c", GIVE_WAY, "attempt"));
    line.addAll(programs.notebook());
    line.add(folder.path().toString());
    var builder =
        new ProcessBuilder(line)
            .directory(folder.path().toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.log().toFile()));
    withoutOurs(builder.environment());
    Process process = builder.start();
    ProcessName name = ProcessName.of(process.pid());
    folder.writeProcess(name);
    return new LocalAttempt(folder, name, process.toHandle(), process.onExit());
  }

  /// One that has ended by now has noted its name itself, or was killed before it could.
  private static TaskHandle forked(AttemptFolder folder, ForkServer server, List<String> arguments)
      throws IOException {
    ForkServer.Forked forked = server.start(arguments);
    ProcessName name = ProcessName.of(forked.pid());
    Optional<ProcessHandle> process = name.find();
    if (process.isEmpty()) {
      ProcessName noted = folder.process().orElse(name);
      return new EndedAttempt(noted, folder.endingWithoutProcess(noted));
    }
    folder.writeProcess(name);
    return new LocalAttempt(folder, name, process.get(), forked.exit());
  }

  /// Takes the server's own variables away.
  static void withoutOurs(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith(OURS));
  }

  /// What makes the process the leader of a session of its own, out of reach of a terminal's or
  /// service manager's signals to our process group.
  private static List<String> sessionStarter() {
    for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
      if (Files.isExecutable(Path.of(setsid))) {
        return List.of(setsid);
      }
    }
    return List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or die \"$!\"", "--");
  }

  @Override
  public Optional<TaskHandle> attach(AttemptOrder order, @Nullable String externalId) {
    var folder = new AttemptFolder(artifactRoot.resolve(order.folder()));
    if (!folder.hasOrder()) {
      return Optional.empty();
    }
    Optional<ProcessName> known =
        externalId == null ? processOrNone(folder) : ProcessName.parse(externalId);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    ProcessName name = known.get();
    Optional<Ending> ending = folder.ending();
    if (ending.isPresent()) {
      return Optional.of(new EndedAttempt(name, ending.get()));
    }
    if (!name.host().equals(ProcessName.thisHost())) {
      return Optional.empty();
    }
    return Optional.of(
        name.find()
            .<TaskHandle>map(process -> new LocalAttempt(folder, name, process, process.onExit()))
            .orElseGet(() -> new EndedAttempt(name, folder.endingWithoutProcess(name))));
  }

  /// The attempt's process; if there is none yet, there never will be.
  private static Optional<ProcessName> processOrNone(AttemptFolder folder) {
    Optional<ProcessName> known = folder.process();
    if (known.isPresent()) {
      return known;
    }
    try {
      folder.writeRevoked();
    } catch (IOException e) {
      throw new UncheckedIOException(folder.path() + ": the attempt can't be revoked", e);
    }
    return folder.process();
  }

  @Override
  public void close() {
    commands.close();
    pythons.close();
  }
}
