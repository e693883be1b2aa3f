package dev.nightjar.folder;

import dev.nightjar.airflow.DagFileException;
import dev.nightjar.airflow.DagFiles;
import dev.nightjar.airflow.DagReader;
import dev.nightjar.files.Snapshots;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.Database;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.ImportErrorStore;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Keeps what is stored of workflow files as they are: new ones, changed ones, broken ones and
/// those that are gone. A broken file is an import error; what was read of it before goes on.
public final class WorkflowFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowFolder.class);
  private static final String BY = "workflow folder";
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

  private final Path folder;
  private final DagFiles dags;
  private final OwnFiles own;
  private final Database database;
  private final Workflows workflows;
  private final Clock clock;
  private final ImportErrorStore errors = new ImportErrorStore();
  private final FileWorkflows files = new FileWorkflows();
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
    this.database = database;
    this.workflows = workflows;
    this.clock = clock;
    this.scan = new FolderScan(folder);
  }

  /// Reads all files, and watches the folder from then on.
  public void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      Duration wait = FolderScan.LONGEST_WAIT;
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
      read(changed);
      forget(now.keySet());
    }
  }

  private void read(Collection<String> changed) throws InterruptedException {
    List<String> python = changed.stream().filter(file -> file.endsWith(".py")).toList();
    List<JsonNode> answers = dags.load(python.stream().map(folder::resolve).toList());
    Map<String, FileWorkflows.Known> owners = owners();
    for (String file : changed) {
      if (OwnFiles.isMeant(file)) {
        readOwn(file, owners);
      }
    }
    for (int i = 0; i < python.size(); i++) {
      String file = python.get(i);
      JsonNode answer = answers.get(i);
      imported.remove(file);
      if (answer.path("safe_mode_skipped").asBoolean(false)) {
        imported.add(file);
        store(file, List.of(), null, owners);
      } else {
        readDags(file, answer, owners);
      }
    }
  }

  private void readOwn(String file, Map<String, FileWorkflows.Known> owners) {
    if (!WorkflowFiles.isMeant(folder.resolve(file))) {
      store(file, List.of(), null, owners);
      return;
    }
    OwnFiles.Result result = own.read(file);
    if (result.problems().isEmpty()) {
      store(file, result.read(), null, owners);
    } else {
      FileProblem first = result.problems().getFirst();
      String all =
          result.problems().stream().map(FileProblem::toString).collect(Collectors.joining("\n"));
      fail(file, first.text(), all, first.place().line());
    }
  }

  private void readDags(String file, JsonNode answer, Map<String, FileWorkflows.Known> owners) {
    List<Workflows.Read> read = new ArrayList<>();
    String problem = null;
    for (JsonNode dag : answer.path("dags")) {
      try {
        read.add(DagReader.read(dag, file));
      } catch (DagFileException unfit) {
        problem = unfit.getMessage();
      }
    }
    if (!answer.path("error").isObject()) {
      store(file, read, problem, owners);
    } else if (read.isEmpty()) {
      fail(file, answer.get("error")); // what was read of it before goes on
    } else {
      store(file, read, problem, owners);
      fail(file, answer.get("error"));
    }
  }

  private void store(
      String file,
      List<Workflows.Read> read,
      @Nullable String problem,
      Map<String, FileWorkflows.Known> owners) {
    List<Workflows.Read> mine = new ArrayList<>();
    Set<String> keys = new TreeSet<>();
    String found = problem;
    for (Workflows.Read one : read) {
      String key = one.workflow().name();
      FileWorkflows.Known owner = owners.get(key);
      if (owner != null && !owner.file().equals(file) && known.containsKey(owner.file())) {
        found =
            "'%s' is the id of a workflow in %s already: rename one".formatted(key, owner.file());
      } else {
        mine.add(one);
        keys.add(key);
      }
    }
    List<String> changed = workflows.put(mine, BY);
    if (!changed.isEmpty()) {
      LOG.info("{}: read {}", file, changed);
    }
    owners.values().stream()
        .filter(one -> one.file().equals(file) && !keys.contains(one.key()))
        .forEach(one -> workflows.gone(one.id()));
    if (found == null) {
      database.change(transaction -> errors.remove(transaction, file));
    } else {
      fail(file, found, null, null);
    }
  }

  private void fail(String file, JsonNode error) {
    JsonNode line = error.path("line");
    fail(
        file,
        error.path("message").asString(""),
        error.path("traceback").isString() ? error.path("traceback").stringValue() : null,
        line.isNumber() ? line.asInt() : null);
  }

  private void fail(
      String file, String message, @Nullable String traceback, @Nullable Integer line) {
    LOG.warn("{}: {}", file, message);
    var error =
        new ImportErrorStore.ImportError(0, file, message, traceback, line, clock.instant());
    database.change(transaction -> errors.put(transaction, error));
  }

  private Map<String, FileWorkflows.Known> owners() {
    Map<String, FileWorkflows.Known> owners = new TreeMap<>();
    database.read(files::present).forEach(one -> owners.put(one.key(), one));
    return owners;
  }

  /// What is stored of files that are not there any more.
  private void forget(Set<String> there) {
    owners().values().stream()
        .filter(one -> !there.contains(one.file()))
        .forEach(one -> workflows.gone(one.id()));
    database.change(
        transaction ->
            errors.list(transaction).stream()
                .filter(error -> !there.contains(error.file()))
                .forEach(error -> errors.remove(transaction, error.file())));
    imported.retainAll(there);
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
