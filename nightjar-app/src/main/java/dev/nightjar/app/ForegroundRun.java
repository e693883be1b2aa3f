package dev.nightjar.app;

import dev.nightjar.cli.FileRun;
import dev.nightjar.cli.FileRunView;
import dev.nightjar.cli.OrderlyEnd;
import dev.nightjar.cli.Program;
import dev.nightjar.cli.ServerWork;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.files.Folders;
import dev.nightjar.folder.SingleFile;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.PoolStore;
import dev.nightjar.store.StoreException;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.workflow.WorkflowException;
import dev.nightjar.workflowfile.FileProblem;
import dev.nightjar.workflowfile.WorkflowFile;
import dev.nightjar.workflowfile.WorkflowReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Runs a workflow file, or one task of it, in the foreground: from its file to the run's end.
final class ForegroundRun {
  private static final String BY = "local user";
  private static final int WRONG = 2;
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /// So many slots as nobody takes.
  private static final int ROOM_FOR_ALL = 1_000_000;

  private final Program program;
  private final FileRun asked;
  private final FileRunView view;
  private final Foreground parts;

  private ForegroundRun(Program program, FileRun asked, FileRunView view, Foreground parts) {
    this.program = program;
    this.asked = asked;
    this.view = view;
    this.parts = parts;
  }

  /// Does it.
  ///
  /// @return the exit status: 0 if the run succeeded, 1 if not, 2 if the file is no good
  static int run(Program program, ServerWork.RunFile work)
      throws IOException, InterruptedException {
    // Read by logback.xml when the first logger is made, which is later.
    System.setProperty("nightjar.log", "quiet");
    Path kept = work.run().data();
    Path data = kept == null ? Files.createTempDirectory("nightjar-run-") : kept;
    FileRunView view = work.view();
    try (var end = new OrderlyEnd()) {
      try (var parts =
          new Foreground(
              config(work.config(), data, work.run().file()),
              ServerMain.thisProgram(),
              preparation ->
                  order -> {
                    AttemptOrder prepared = preparation.prepare(order);
                    view.starts(prepared.task().name(), PreparedWork.of(prepared));
                    // nobody can resume what no server knows
                    return prepared.with(prepared.task().endingKernels(), prepared.parameters());
                  },
              program.clock())) {
        return new ForegroundRun(program, work.run(), view, parts).run(end);
      } finally {
        if (kept == null) {
          Folders.delete(data);
        }
      }
    }
  }

  /// Reads an Airflow file. Of the variables and connections that it may ask for there are those of
  /// the environment alone.
  ///
  /// @return 0, also if the file is no good
  static int read(Program program, ServerWork.ReadDags work)
      throws IOException, InterruptedException {
    System.setProperty("nightjar.log", "quiet");
    Path data = Files.createTempDirectory("nightjar-read-");
    try (var parts =
        new Foreground(
            config(work.config(), data, work.file()),
            ServerMain.thisProgram(),
            UnaryOperator.identity(),
            program.clock())) {
      SingleFile.Result read =
          parts.reader().read(Objects.requireNonNull(work.file().getFileName()).toString());
      List<WorkflowReading> found = new ArrayList<>();
      if (!read.problems().isEmpty()) {
        found.add(
            new WorkflowReading.Broken(
                read.problems().stream()
                    .map(one -> new FileProblem(work.name(), one.place(), one.text()))
                    .toList()));
      }
      read.workflows().stream()
          .map(one -> new WorkflowFile(one.workflow(), one.intervals(), Map.of()))
          .sorted(Comparator.comparing(one -> one.workflow().name()))
          .forEach(one -> found.add(new WorkflowReading.Read(one)));
      work.found().accept(found);
      return 0;
    } finally {
      Folders.delete(data);
    }
  }

  /// Of a server's settings those of kernels, Python and channels; nothing of where it keeps what.
  private static ServerConfig config(ServerConfig server, Path data, Path file) {
    Path folder = Objects.requireNonNull(file.getParent());
    return new ServerConfig(
        server.listen(),
        new ServerConfig.Folders(
            folder,
            data,
            data.resolve("artifacts"),
            server.folders().secrets(),
            server.folders().environments()),
        new ServerConfig.Store(null, null, null),
        server.work(),
        server.retention(),
        server.alerts(),
        new ServerConfig.WorkflowFiles(
            folder, server.workflows().python(), server.workflows().shipped()),
        false);
  }

  private int run(OrderlyEnd end) throws IOException, InterruptedException {
    SingleFile.Result read =
        parts.reader().read(Objects.requireNonNull(asked.file().getFileName()).toString());
    if (!read.problems().isEmpty()) {
      read.problems().forEach(program.terminal().err()::println);
      return WRONG;
    }
    Workflow workflow = chosen(read.workflows().stream().map(Workflows.Read::workflow).toList());
    if (workflow == null) {
      return WRONG;
    }
    String only = asked.task();
    Workflow runs;
    try {
      runs = only == null ? workflow : workflow.only(only);
    } catch (WorkflowException unknown) {
      return wrong(String.valueOf(unknown.getMessage()));
    }
    List<Workflows.Read> stored =
        read.workflows().stream().map(one -> byHand(one, workflow, runs)).toList();
    parts.workflows().put(stored, BY);
    makePools(stored);
    String id;
    try {
      id =
          parts
              .workflows()
              .trigger(
                  workflow.name(),
                  new Workflows.Asked(
                      null, asked.time(), null, JSON.convertValue(asked.parameters(), MAP)),
                  BY)
              .orElseThrow();
    } catch (StoreException.Duplicate there) {
      return wrong(
          "%s has a run of this time in %s: give another --date or --data-dir"
              .formatted(workflow.name(), asked.data()));
    }
    end.by(() -> parts.stop(BY));
    return untilItsEnd(new WatchedRun(parts, id, runs, only != null));
  }

  private int wrong(String problem) {
    program.terminal().err().println("nightjar: " + problem);
    return WRONG;
  }

  /// The workflow to run; null if that can't be said, which has been told then.
  private @Nullable Workflow chosen(List<Workflow> all) {
    List<Workflow> choice = all.stream().filter(one -> !isPart(one)).toList();
    String names = choice.stream().map(Workflow::name).sorted().collect(Collectors.joining(", "));
    String name = asked.workflow();
    if (name == null && choice.size() != 1) {
      wrong("%s has several workflows: choose one by --dag: %s".formatted(asked.file(), names));
      return null;
    }
    Workflow workflow =
        name == null
            ? choice.getFirst()
            : all.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    if (workflow == null) {
      wrong("%s has no workflow '%s' (there are: %s)".formatted(asked.file(), name, names));
      return null;
    }
    return workflow;
  }

  /// Whether it is a sub-DAG, which a task of another one runs.
  private static boolean isPart(Workflow workflow) {
    Source source = workflow.source();
    return source != null && Boolean.TRUE.equals(source.description().get("is_subdag"));
  }

  /// What is stored: nothing of it starts by itself.
  private static Workflows.Read byHand(Workflows.Read read, Workflow chosen, Workflow runs) {
    return new Workflows.Read(
        (read.workflow().equals(chosen) ? runs : read.workflow()).byHand(),
        read.snapshot(),
        read.intervals() == null ? null : read.intervals().over(),
        false);
  }

  /// Pools are a server's: here each task gets its slots.
  private void makePools(List<Workflows.Read> stored) {
    var pools = new PoolStore();
    stored.stream()
        .flatMap(read -> read.workflow().tasks().stream())
        .map(Task::placement)
        .map(Placement::pool)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(
            pool ->
                parts.database().change(transaction -> pools.put(transaction, pool, ROOM_FOR_ALL)));
  }

  private int untilItsEnd(WatchedRun watched) throws IOException, InterruptedException {
    while (!watched.look(view) || !parts.open().isEmpty()) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    if (asked.task() == null) {
      parts.callBack(program.terminal().err()::println);
    }
    FileRunView.Standing standing = watched.standing();
    Path outputs = asked.task() != null ? null : outputs(standing);
    if (outputs != null) {
      watched.copyTo(outputs);
    }
    view.ends(standing, outputs);
    return watched.hasSucceeded() ? 0 : 1;
  }

  private Path outputs(FileRunView.Standing standing) {
    Path given = asked.outputs();
    String date = TIME.format(standing.logicalTime()).replace("T000000Z", "");
    return given != null
        ? given
        : program.terminal().environment().directory().resolve(standing.workflow() + "-" + date);
  }
}
