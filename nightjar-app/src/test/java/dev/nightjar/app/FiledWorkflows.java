package dev.nightjar.app;

import dev.nightjar.run.Ids;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.scheduler.Lease;
import dev.nightjar.scheduler.Scheduler;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.Database;
import dev.nightjar.store.ImportErrorStore;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Reuse;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Work;
import dev.nightjar.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives a server workflows as if it had read them from files.
public final class FiledWorkflows {
  private FiledWorkflows() {}

  /// A task.
  public static Task task(String name, Work work, TriggerRule when, String... after) {
    return new Task(name, work, List.of(after), when, Retry.NONE, Limits.NONE, Placement.LOCAL);
  }

  /// A task that does nothing.
  public static Task empty(String name, String... after) {
    return task(name, new EmptyWork(), TriggerRule.ALL_SUCCESS, after);
  }

  /// A task that runs a command.
  public static Task command(String name, String command, String... after) {
    return task(name, ShellWork.of(command), TriggerRule.ALL_SUCCESS, after);
  }

  /// A task that runs the notebook of the snapshot.
  public static Task notebook(String name, String notebook, String... after) {
    var work =
        new NotebookWork(
            notebook,
            "python3",
            Map.of(),
            false,
            List.of("ipynb"),
            NotebookWork.DEFAULT_OUTPUT_NAME,
            false,
            null);
    return task(name, work, TriggerRule.ALL_SUCCESS, after);
  }

  /// The same task, which reuses what was done before.
  public static Task reusing(Task task) {
    return task.with(task.traits().reusing(new Reuse(List.of(), "/", false, List.of(), null)));
  }

  /// The same task, once for each point of a grid.
  public static Task grid(Task task, Map<String, Object> points) {
    return task.with(task.traits().with(new Grid(points, null)));
  }

  /// A workflow of a file.
  public static Workflow workflow(String key, Map<String, Object> parameters, Task... tasks) {
    return new Workflow(
        key,
        List.of("daily", "demo"),
        parameters,
        List.of(tasks),
        List.of(),
        new Concurrency(3, null, null),
        new Source(Source.Kind.YAML, "flows/%s.yaml".formatted(key), Map.of()));
  }

  /// Stores it, due every day at six.
  ///
  /// @param data the folder of what the server keeps
  /// @param notebook what the snapshot has as `report.ipynb`; null for nothing
  public static void put(Path data, Workflow workflow, @Nullable String notebook)
      throws IOException {
    Clock clock = Clock.systemUTC();
    String snapshot = "snapshots/" + Ids.next(clock);
    Path folder = Files.createDirectories(data.resolve("artifacts").resolve(snapshot));
    if (notebook != null) {
      Files.writeString(folder.resolve("report.ipynb"), notebook);
    }
    try (var database = open(data);
        var scheduler =
            new Scheduler(
                database,
                new Scheduler.Settings("files", Map.of(), Map.of(), Lease.DEFAULT, List.of()),
                clock)) {
      var daily = Timetable.of(Schedule.parse("0 6 * * *"), ZoneOffset.UTC);
      new Workflows(database, scheduler, clock)
          .put(
              List.of(
                  new Workflows.Read(workflow, snapshot, new DataIntervals(daily, false), true)),
              "folder");
    }
  }

  /// Notes that a file can't be read.
  public static void broken(Path data, String file, int line, String message) {
    try (var database = open(data)) {
      var error =
          new ImportErrorStore.ImportError(
              0, file, message, "Traceback (most recent call last):\n  …", line, Instant.now());
      database.change(transaction -> new ImportErrorStore().put(transaction, error));
    }
  }

  private static Database open(Path data) {
    return Database.open(Database.sqliteUrl(data.resolve("nightjar.sqlite")), null, null, 2);
  }
}
