package dev.nightjar.app;

import dev.nightjar.files.Folders;
import dev.nightjar.files.InputPathException;
import dev.nightjar.files.NotebookRoot;
import dev.nightjar.files.SnapshotException;
import dev.nightjar.files.Snapshots;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.schedule.ScheduleException;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.Database;
import dev.nightjar.store.HistoryStore;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.ScheduleStore;
import dev.nightjar.store.SqliteFile;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.workflow.WorkflowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes job definitions and ended jobs over from a database of jupyter-scheduler and its staging
/// area. What was taken over has ids that follow from the old ones, so that it comes once, however
/// often that is repeated.
final class JupyterSchedulerImport {
  private static final String BY = "jupyter-scheduler";
  private static final Pattern ID = Pattern.compile("\\w+(-\\w+)+");

  /// What became of a definition or job.
  ///
  /// @param kind `definition` or `job`
  /// @param id the one it had
  /// @param result `imported`, `present` or `skipped`
  /// @param now the id it has here; null if it is not here
  /// @param note what there is to know; empty for nothing
  record Line(
      String kind, String id, String name, String result, @Nullable String now, String note) {}

  private final Database database;
  private final Snapshots snapshots;
  private final Path artifacts;
  private final Path staging;
  private final Settings settings;
  private final Clock clock;
  private final WorkflowStore workflows = new WorkflowStore();
  private final ScheduleStore schedules = new ScheduleStore();
  private final RunStore runs = new RunStore();
  private final HistoryStore history = new HistoryStore();
  private final Map<String, String> definitions = new HashMap<>();

  /// How it is done.
  ///
  /// @param paused whether all definitions come paused
  /// @param dryRun whether only to say what would be done
  /// @param admission what is stored of a workflow
  record Settings(boolean paused, boolean dryRun, UnaryOperator<Workflow> admission) {}

  /// @param artifacts the folder of all that runs leave
  /// @param staging jupyter-scheduler's staging area
  JupyterSchedulerImport(
      Database database, Path artifacts, Path staging, Settings settings, Clock clock) {
    this.database = database;
    this.snapshots = new Snapshots(artifacts, Snapshots.Bounds.DEFAULT);
    this.artifacts = artifacts;
    this.staging = staging;
    this.settings = settings;
    this.clock = clock;
  }

  /// Takes over what a file has.
  List<Line> run(Path file) {
    List<Line> lines = new ArrayList<>();
    for (Map<String, Object> row : SqliteFile.rows(file, "job_definitions")) {
      lines.add(line("definition", new OldRow(row), "job_definition_id", this::definition));
    }
    for (Map<String, Object> row : SqliteFile.rows(file, "jobs")) {
      lines.add(line("job", new OldRow(row), "job_id", this::job));
    }
    return lines;
  }

  /// What became of one.
  private record Taken(String result, String id, String note) {}

  private interface Taking {
    Taken take(OldRow old, String oldId, String id) throws IOException;
  }

  private static Line line(String kind, OldRow old, String idColumn, Taking taking) {
    String oldId = old.text(idColumn, "");
    try {
      if (!ID.matcher(oldId).matches()) {
        throw new WorkflowException("its id is none");
      }
      String id = Ids.derived(old.created(), kind + " " + oldId);
      Taken taken = taking.take(old, oldId, id);
      return new Line(kind, oldId, old.name(), taken.result(), taken.id(), taken.note());
    } catch (InputPathException | SnapshotException | WorkflowException | IOException e) {
      return new Line(kind, oldId, old.name(), "skipped", null, String.valueOf(e.getMessage()));
    }
  }

  private Taken definition(OldRow old, String oldId, String id) {
    if (database.read(transaction -> workflows.find(transaction, id)).isPresent()) {
      definitions.put(oldId, id);
      return new Taken("present", id, "");
    }
    Workflow workflow = old.workflow();
    NotebookRoot folder = requireNotebook(old, oldId);
    String note = "";
    Timetable timetable = null;
    try {
      timetable = old.timetable();
    } catch (ScheduleException | DateTimeException e) {
      note = "without its schedule '%s': %s".formatted(old.text("schedule", ""), e.getMessage());
    }
    if (!settings.dryRun()) {
      store(id, settings.admission().apply(workflow), folder, timetable, old);
    }
    definitions.put(oldId, id);
    return new Taken("imported", id, note);
  }

  private void store(
      String id,
      Workflow workflow,
      NotebookRoot folder,
      @Nullable Timetable timetable,
      OldRow old) {
    boolean paused = settings.paused() || !old.flag("active");
    var stored =
        new StoredWorkflow(
            id,
            Ids.next(clock),
            1,
            workflow,
            snapshot(old, folder, id),
            new StoredWorkflow.Timing(paused, timetable, null),
            new StoredWorkflow.Origin(old.created(), old.created(), BY));
    database.change(
        transaction -> {
          workflows.insert(transaction, stored);
          schedules.start(transaction, stored, clock.instant());
        });
  }

  private String snapshot(OldRow old, NotebookRoot folder, String id) {
    return old.flag("package_input_folder")
        ? snapshots.ofFolder(folder, old.notebook(), null, id).folder()
        : snapshots.ofNotebook(folder, old.notebook(), null, id).folder();
  }

  private NotebookRoot requireNotebook(OldRow old, String oldId) {
    return notebook(old, oldId)
        .orElseThrow(
            () ->
                new WorkflowException(
                    "its notebook '%s' is not in %s"
                        .formatted(old.notebook(), staging.resolve(oldId))));
  }

  private Optional<NotebookRoot> notebook(OldRow old, String oldId) {
    var folder = new NotebookRoot(staging.resolve(oldId));
    try {
      folder.find(old.notebook());
      return Optional.of(folder);
    } catch (InputPathException none) {
      return Optional.empty();
    }
  }

  private Taken job(OldRow old, String oldId, String id) throws IOException {
    if (database.read(transaction -> runs.find(transaction, id)).isPresent()) {
      return new Taken("present", id, "");
    }
    RunState state = old.state();
    Workflow workflow = old.workflow();
    Optional<NotebookRoot> folder = notebook(old, oldId);
    String note = folder.isEmpty() ? "without its notebook, which can't be run again" : "";
    if (settings.dryRun()) {
      return new Taken("imported", id, note);
    }
    String snapshot = folder.isPresent() ? snapshot(old, folder.get(), id) : snapshots.empty(id);
    Instant started = old.started();
    List<Artifact> outputs = outputs(old, oldId, id, started);
    Workflow admitted = settings.admission().apply(workflow);
    var ending = new HistoryStore.History(state, old.outcome(), started, old.ended(), outputs);
    String version = Ids.next(clock);
    database.change(
        transaction -> {
          String token = old.text("idempotency_token");
          boolean free =
              token != null && !token.isEmpty() && runs.findByToken(transaction, token).isEmpty();
          workflows.insertJob(transaction, version, admitted, snapshot, old.created());
          var cause = new Run.Cause(Run.Trigger.MANUAL, old.created(), free ? token : null, BY);
          var run =
              new NewRun(
                  id,
                  definitions.get(old.text("job_definition_id", "")),
                  version,
                  admitted,
                  admitted.parameters(),
                  cause,
                  false,
                  old.created());
          history.insert(transaction, run, ending, BY);
        });
    return new Taken("imported", id, note);
  }

  /// What an attempt that never started can't have left.
  private List<Artifact> outputs(OldRow old, String oldId, String id, @Nullable Instant started)
      throws IOException {
    if (started == null) {
      return List.of();
    }
    Path attempt = artifacts.resolve(new TaskRunKey(id, "notebook").folder(1));
    Folders.delete(attempt);
    Files.createDirectories(attempt);
    return OldOutputs.copy(staging.resolve(oldId), old, attempt);
  }
}
