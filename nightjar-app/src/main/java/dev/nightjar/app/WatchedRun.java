package dev.nightjar.app;

import dev.nightjar.cli.FileRunView;
import dev.nightjar.cli.FileRunView.Standing;
import dev.nightjar.cli.FileRunView.TaskStanding;
import dev.nightjar.json.Json;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A run in the foreground, as its database and the folders of its attempts tell it. Not
/// thread-safe.
final class WatchedRun {
  private final Foreground parts;
  private final String id;
  private final Workflow workflow;
  private final boolean prints;
  private final Map<String, AttemptLog> logs = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private final RunStore runs = new RunStore();
  private final TaskRunLists taskRuns = new TaskRunLists();
  private final AttemptStore attempts = new AttemptStore();
  private Seen seen;

  private record Seen(Run run, List<StoredTaskRun> tasks, Map<String, List<Attempt>> attempts) {}

  /// @param prints whether all that tasks print is shown
  WatchedRun(Foreground parts, String id, Workflow workflow, boolean prints) {
    this.parts = parts;
    this.id = id;
    this.workflow = workflow;
    this.prints = prints;
    this.seen = see();
  }

  private Seen see() {
    return parts
        .database()
        .read(
            transaction ->
                new Seen(
                    runs.find(transaction, id).orElseThrow(),
                    taskRuns.ofRun(transaction, id),
                    attempts.attempts(transaction, id)));
  }

  /// Shows how it stands.
  ///
  /// @return whether it has ended
  boolean look(FileRunView view) throws IOException {
    seen = see();
    for (StoredTaskRun task : seen.tasks()) {
      String printed = log(task).read(task.times().ended() != null);
      if (prints && !printed.isEmpty()) {
        view.printed(task.key().task(), printed);
      }
      if (prints && task.times().ended() != null && told.add(task.key().task())) {
        view.printed(task.key().task(), CellTexts.of(folder(task)));
      }
      String json = task.rendered();
      if (json != null && !json.equals("{}") && told.add(json)) {
        view.starts(task.key().task(), Json.parse(json));
      }
    }
    view.shows(standing());
    return seen.run().status().state().ended();
  }

  private AttemptLog log(StoredTaskRun task) {
    Path folder = folder(task);
    AttemptLog known = logs.get(task.key().task());
    if (known == null || !known.folder().equals(folder)) {
      known = new AttemptLog(folder);
      logs.put(task.key().task(), known);
    }
    return known;
  }

  private Path folder(StoredTaskRun task) {
    return parts.artifacts().resolve(task.key().folder(task.tries().attempts()));
  }

  boolean hasSucceeded() {
    return seen.run().status().state() == RunState.SUCCESS;
  }

  /// How it stood when somebody looked last.
  Standing standing() {
    List<String> order = workflow.tasks().stream().map(Task::name).toList();
    Run run = seen.run();
    return new Standing(
        run.workflow().name(),
        run.cause().logicalTime(),
        word(run.status().state()),
        run.status().message(),
        seen.tasks().stream()
            .sorted(Comparator.comparingInt(task -> place(order, task.key().task())))
            .map(this::standing)
            .toList());
  }

  /// Where a task stands in the file; a point of a grid, which is called `task[0]`, at its task.
  private static int place(List<String> order, String task) {
    int known = order.indexOf(task);
    return known >= 0 ? known : order.indexOf(task.replaceFirst("\\[\\d+]$", ""));
  }

  private TaskStanding standing(StoredTaskRun task) {
    TaskRunState state = task.standing().state();
    return new TaskStanding(
        task.key().task(),
        word(state),
        task.tries().number(),
        task.times().started(),
        task.times().ended(),
        log(task).line(),
        task.standing().reason(),
        state == TaskRunState.FAILED ? details(task) : null);
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /// What the last attempt said of its failure, or the end of its log.
  private @Nullable String details(StoredTaskRun task) {
    List<Attempt> all = seen.attempts().getOrDefault(task.key().task(), List.of());
    if (all.isEmpty()) {
      return null;
    }
    return all.getLast().outcome() instanceof Outcome.Failed failed && failed.details() != null
        ? failed.details()
        : log(task).end();
  }

  /// Copies what the last attempt of each task left: its log, and outputs.
  void copyTo(Path target) throws IOException {
    for (StoredTaskRun task : seen.tasks()) {
      Path from = folder(task);
      if (Files.isDirectory(from)) {
        Path to = target.resolve(Objects.requireNonNull(from.getParent()).getFileName());
        copy(from.resolve("log.txt"), to.resolve("log.txt"));
        copy(from.resolve("outputs"), to);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(one).toString());
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.copy(one, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
