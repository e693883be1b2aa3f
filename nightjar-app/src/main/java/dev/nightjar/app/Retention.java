package dev.nightjar.app;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.config.ServerConfig.Retention.Keep;
import dev.nightjar.files.Folders;
import dev.nightjar.files.Snapshots;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Database;
import dev.nightjar.store.EventStore;
import dev.nightjar.store.RetentionStore;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.task.KeptKernels;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes what was kept long enough: runs by the rules, with their folders; events and versions of
/// workflows that nobody needs any more; and folders that nothing refers to.
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int AT_ONCE = 500;

  /// How long a version that is not used stays where only a number of runs is kept.
  private static final Duration SOME_DAY = Duration.ofDays(1);

  private static final Deleted NOTHING = new Deleted(List.of(), List.of(), List.of(), 0, 0);

  private final Database database;
  private final Path artifacts;
  private final ServerConfig.Retention rules;
  private final Clock clock;
  private final RetentionStore store = new RetentionStore();
  private final RunStore runs = new RunStore();
  private final WorkflowStore workflows = new WorkflowStore();
  private final EventStore events = new EventStore();
  private final Leftovers leftovers;

  /// @param artifacts the folder of all that runs leave
  Retention(Database database, Path artifacts, ServerConfig.Retention rules, Clock clock) {
    this.database = database;
    this.artifacts = artifacts;
    this.rules = rules;
    this.clock = clock;
    this.leftovers = new Leftovers(database, artifacts, clock);
  }

  /// What was deleted, or would be.
  ///
  /// @param runs their ids
  /// @param snapshots the folders of those that nothing refers to
  /// @param folders of runs that are not there, and of uploads
  /// @param versions how many versions of workflows that are not used
  /// @param events how many
  record Deleted(
      List<String> runs, List<Path> snapshots, List<Path> folders, int versions, int events) {}

  /// What the rules would have deleted now. What only the deletion of a run lets go is not counted.
  Deleted due() {
    return new Deleted(
        List.copyOf(dueRuns(Integer.MAX_VALUE)),
        leftovers.snapshots(),
        leftovers.folders(),
        dueVersions().values().stream().mapToInt(List::size).sum(),
        dueEvents(Integer.MAX_VALUE).size());
  }

  /// Deletes what is due.
  Deleted apply() {
    List<String> deleted = new ArrayList<>();
    Set<String> due = dueRuns(AT_ONCE);
    while (!due.isEmpty()) {
      int before = deleted.size();
      for (String id : due) {
        if (delete(id)) {
          deleted.add(id);
        }
      }
      due = deleted.size() == before ? Set.of() : dueRuns(AT_ONCE);
    }
    int versions = deleteVersions();
    int events = deleteEvents();
    List<Path> snapshots = leftovers.snapshots();
    List<Path> folders = leftovers.folders();
    snapshots.forEach(Folders::delete);
    folders.forEach(Folders::delete);
    var all = new Deleted(deleted, snapshots, folders, versions, events);
    if (!all.equals(NOTHING)) {
      LOG.info(
          "retention: {} runs, {} snapshots, {} folders, {} versions and {} events deleted",
          deleted.size(),
          snapshots.size(),
          folders.size(),
          versions,
          events);
    }
    return all;
  }

  private int deleteVersions() {
    int deleted = 0;
    for (String workflow : dueVersions().keySet()) {
      deleted +=
          database.write(
              transaction -> {
                workflows.lock(transaction, workflow);
                List<String> unused = dueVersions(transaction).getOrDefault(workflow, List.of());
                store.deleteVersions(transaction, unused);
                return unused.size();
              });
    }
    return deleted;
  }

  private int deleteEvents() {
    int deleted = 0;
    List<Long> due = dueEvents(AT_ONCE);
    while (!due.isEmpty()) {
      List<Long> some = due;
      database.change(transaction -> events.delete(transaction, some));
      deleted += some.size();
      due = dueEvents(AT_ONCE);
    }
    return deleted;
  }

  /// Events are kept as long as the runs that are kept longest, and as long as their own run is.
  private List<Long> dueEvents(int limit) {
    Duration longest = rules.rule().age();
    if (longest == null) {
      return List.of();
    }
    for (Keep keep : rules.definitions().values()) {
      if (keep.age() != null && keep.age().compareTo(longest) > 0) {
        longest = keep.age();
      }
    }
    Instant time = clock.instant().minus(longest);
    return database.read(transaction -> events.before(transaction, time, limit));
  }

  private Map<String, List<String>> dueVersions() {
    return database.read(this::dueVersions);
  }

  /// By workflow, where there are any.
  private Map<String, List<String>> dueVersions(Transaction transaction) {
    Map<String, List<String>> due = new LinkedHashMap<>();
    keep(transaction)
        .forEach(
            (workflow, keep) -> {
              Duration age = keep.age() == null ? SOME_DAY : keep.age();
              List<String> unused =
                  store.unusedVersions(transaction, workflow, clock.instant().minus(age));
              if (!unused.isEmpty()) {
                due.put(workflow, unused);
              }
            });
    return due;
  }

  /// The rule of each workflow that has one.
  private Map<String, Keep> keep(Transaction transaction) {
    Map<String, Keep> rule = own(transaction);
    if (rules.rule().age() != null || rules.rule().count() != null) {
      store.workflows(transaction).forEach(id -> rule.putIfAbsent(id, rules.rule()));
    }
    return rule;
  }

  private Map<String, Keep> own(Transaction transaction) {
    Map<String, Keep> own = new HashMap<>();
    rules
        .definitions()
        .forEach(
            (name, keep) -> store.workflows(transaction, name).forEach(id -> own.put(id, keep)));
    return own;
  }

  private Set<String> dueRuns(int limit) {
    return database.read(
        transaction -> {
          Map<String, Keep> own = own(transaction);
          Instant now = clock.instant();
          Set<String> due = new LinkedHashSet<>();
          Keep all = rules.rule();
          if (all.age() != null) {
            due.addAll(store.endedBefore(transaction, now.minus(all.age()), own.keySet(), limit));
          }
          if (all.count() != null) {
            store.workflows(transaction).forEach(id -> own.putIfAbsent(id, all));
          }
          own.forEach(
              (workflow, keep) -> {
                if (keep.count() != null) {
                  due.addAll(store.endedBeyond(transaction, workflow, keep.count(), limit));
                }
                if (keep.age() != null) {
                  due.addAll(
                      store.endedBefore(transaction, workflow, now.minus(keep.age()), limit));
                }
              });
          return due;
        });
  }

  private boolean delete(String id) {
    Optional<Run> run = database.read(transaction -> runs.find(transaction, id));
    boolean deleted =
        database.write(transaction -> runs.delete(transaction, id, clock.instant(), "retention"));
    if (deleted && run.isPresent()) {
      Path folder = artifacts.resolve(TaskRunKey.folderOfRun(id));
      KeptKernels.ofRun(folder).end();
      Folders.delete(folder);
      if (run.get().workflowId() == null) {
        new Snapshots(artifacts, Snapshots.Bounds.DEFAULT).delete(run.get().snapshot());
      }
    }
    return deleted;
  }
}
