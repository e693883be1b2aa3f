package dev.nightjar.app;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.config.ServerConfig.Retention.Keep;
import dev.nightjar.files.Folders;
import dev.nightjar.files.Snapshots;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Database;
import dev.nightjar.store.RetentionStore;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes what was kept long enough: runs by the rules, with their folders, and snapshots that
/// nothing refers to any more.
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int AT_ONCE = 500;
  private static final Duration YOUNG = Duration.ofDays(1);

  private final Database database;
  private final Path artifacts;
  private final ServerConfig.Retention rules;
  private final Clock clock;
  private final RetentionStore store = new RetentionStore();
  private final RunStore runs = new RunStore();

  /// @param artifacts the folder of all that runs leave
  Retention(Database database, Path artifacts, ServerConfig.Retention rules, Clock clock) {
    this.database = database;
    this.artifacts = artifacts;
    this.rules = rules;
    this.clock = clock;
  }

  /// What was deleted, or would be.
  ///
  /// @param runs their ids
  /// @param snapshots the folders of those that nothing refers to
  record Deleted(List<String> runs, List<Path> snapshots) {}

  /// What the rules would have deleted now.
  Deleted due() {
    return new Deleted(List.copyOf(dueRuns(Integer.MAX_VALUE)), orphans());
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
    List<Path> orphans = orphans();
    orphans.forEach(Folders::delete);
    if (!deleted.isEmpty() || !orphans.isEmpty()) {
      LOG.info("retention: {} runs and {} snapshots deleted", deleted.size(), orphans.size());
    }
    return new Deleted(deleted, orphans);
  }

  private Set<String> dueRuns(int limit) {
    return database.read(
        transaction -> {
          Map<String, Keep> own = new HashMap<>();
          rules
              .definitions()
              .forEach(
                  (name, keep) ->
                      store.workflows(transaction, name).forEach(id -> own.put(id, keep)));
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
      Folders.delete(artifacts.resolve(TaskRunKey.folderOfRun(id)));
      if (run.get().workflowId() == null) {
        new Snapshots(artifacts, Snapshots.Bounds.DEFAULT).delete(run.get().snapshot());
      }
    }
    return deleted;
  }

  /// Snapshots of a request that came to nothing, or whose deletion a crash cut short; those of the
  /// last day may be of a request that is not done yet.
  private List<Path> orphans() {
    Path folder = artifacts.resolve("snapshots");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Set<String> orphans = new HashSet<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(this::isOld).forEach(one -> orphans.add("snapshots/" + one.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " can't be read", e);
    }
    database.read(
        transaction -> {
          store.eachSnapshot(transaction, orphans::remove);
          return true;
        });
    return orphans.stream().sorted().map(artifacts::resolve).toList();
  }

  private boolean isOld(Path file) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
          .toInstant()
          .isBefore(clock.instant().minus(YOUNG));
    } catch (IOException e) {
      return false; // it went away
    }
  }
}
