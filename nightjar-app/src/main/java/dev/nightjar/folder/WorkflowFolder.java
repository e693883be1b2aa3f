package dev.nightjar.folder;

import dev.nightjar.airflow.DagFileException;
import dev.nightjar.airflow.DagFiles;
import dev.nightjar.airflow.DagReader;
import dev.nightjar.files.FolderWatch;
import dev.nightjar.files.Snapshots;
import dev.nightjar.folder.FolderStore.FileRead;
import dev.nightjar.folder.FolderStore.Problem;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.Database;
import dev.nightjar.workflowfile.FileProblem;
import dev.nightjar.workflowfile.WorkflowFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Keeps what is stored of workflow files as they are: new ones, changed ones, broken ones and
/// those that are gone. A broken file is an import error; what was read of it before goes on.
public final class WorkflowFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowFolder.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

  private final Path folder;
  private final DagFiles dags;
  private final OwnFiles own;
  private final FolderStore store;
  private final Map<String, FolderScan.Stamp> known = new HashMap<>();

  /// Python files that are no DAG files: others may import them.
  private final Set<String> imported = new HashSet<>();

  private final Thread thread = Thread.ofPlatform().daemon().name("workflows").unstarted(this::run);
  private final FolderScan scan;
  private volatile boolean closed;

  /// @param folder with workflow files, in folders below it as well
  public WorkflowFolder(
      Path folder,
      DagFiles dags,
      Snapshots snapshots,
      Database database,
      Workflows workflows,
      Clock clock) {
    this.folder = folder;
    this.dags = dags;
    this.own = new OwnFiles(folder, snapshots);
    this.store = new FolderStore(database, workflows, clock);
    this.scan = new FolderScan(folder);
  }

  /// Reads all files, and watches the folder from then on.
  public void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      Duration wait = FolderWatch.SAFETY;
      try {
        look();
      } catch (InterruptedException stop) {
        return;
      } catch (RuntimeException broken) {
        LOG.warn("{}: {}", folder, broken.getMessage(), broken);
        known.clear();
        wait = AFTER_FAILURE;
      }
      try {
        scan.awaitChange(wait);
      } catch (InterruptedException stop) {
        return;
      }
    }
  }

  private void look() throws InterruptedException {
    Map<String, FolderScan.Stamp> now = scan.files();
    Set<String> changed = new TreeSet<>();
    now.forEach(
        (file, stamp) -> {
          if (!stamp.equals(known.get(file))) {
            changed.add(file);
          }
        });
    Set<String> gone = new TreeSet<>(known.keySet());
    gone.removeAll(now.keySet());
    boolean all = known.isEmpty();
    if (changed.stream().anyMatch(imported::contains)
        || gone.stream().anyMatch(imported::contains)) {
      changed.addAll(now.keySet()); // somebody may import what changed
    }
    if (Stream.concat(changed.stream(), gone.stream()).anyMatch(file -> file.endsWith(".ipynb"))) {
      now.keySet().stream().filter(OwnFiles::isMeant).forEach(changed::add);
    }
    known.clear();
    known.putAll(now);
    if (all || !changed.isEmpty() || !gone.isEmpty()) {
      read(changed, now.keySet());
      store.forget(now.keySet());
      imported.retainAll(now.keySet());
    }
  }

  private void read(Collection<String> changed, Set<String> there) throws InterruptedException {
    List<String> python = changed.stream().filter(file -> file.endsWith(".py")).toList();
    List<JsonNode> answers = dags.load(python.stream().map(folder::resolve).toList());
    List<FileRead> all = new ArrayList<>();
    changed.stream().filter(OwnFiles::isMeant).map(this::ownFile).forEach(all::add);
    for (int i = 0; i < python.size(); i++) {
      all.add(dagFile(python.get(i), answers.get(i)));
    }
    store.store(all, there);
  }

  private FileRead ownFile(String file) {
    if (!WorkflowFiles.isMeant(folder.resolve(file))) {
      return FileRead.whole(file, List.of());
    }
    OwnFiles.Result result = own.read(file);
    if (result.problems().isEmpty()) {
      return FileRead.whole(file, result.read());
    }
    FileProblem first = result.problems().getFirst();
    String everything =
        result.problems().stream().map(FileProblem::toString).collect(Collectors.joining("\n"));
    return FileRead.broken(file, new Problem(first.text(), everything, first.place().line()));
  }

  private FileRead dagFile(String file, JsonNode answer) {
    if (answer.path("safe_mode_skipped").asBoolean(false)) {
      imported.add(file);
      return FileRead.whole(file, List.of());
    }
    imported.remove(file);
    List<Workflows.Read> read = new ArrayList<>();
    Problem problem = null;
    for (JsonNode dag : answer.path("dags")) {
      try {
        read.add(DagReader.read(dag, file));
      } catch (DagFileException unfit) {
        problem = new Problem(String.valueOf(unfit.getMessage()), null, null);
      }
    }
    if (answer.path("error").isObject()) {
      problem = problem(answer.get("error"));
      if (read.isEmpty()) {
        return FileRead.broken(file, problem);
      }
    }
    return new FileRead(file, read, problem);
  }

  private static Problem problem(JsonNode error) {
    JsonNode line = error.path("line");
    return new Problem(
        error.path("message").asString(""),
        error.path("traceback").isString() ? error.path("traceback").stringValue() : null,
        line.isNumber() ? line.asInt() : null);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    scan.close();
  }
}
