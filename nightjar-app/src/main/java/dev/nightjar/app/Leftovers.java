package dev.nightjar.app;

import dev.nightjar.store.Database;
import dev.nightjar.store.RetentionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Finds folders in the artifact root to which nothing refers: of a request that came to nothing,
/// or whose deletion a crash cut short. Those of the last day may be of a request that is not done
/// yet.
final class Leftovers {
  private static final Duration YOUNG = Duration.ofDays(1);

  private final Database database;
  private final Path artifacts;
  private final Clock clock;
  private final RetentionStore store = new RetentionStore();

  /// @param artifacts the folder of all that runs leave
  Leftovers(Database database, Path artifacts, Clock clock) {
    this.database = database;
    this.artifacts = artifacts;
    this.clock = clock;
  }

  /// Snapshots that no version of a workflow has.
  List<Path> snapshots() {
    Set<String> orphans = new HashSet<>();
    old(artifacts.resolve("snapshots"))
        .forEach(one -> orphans.add("snapshots/" + one.getFileName()));
    database.read(
        transaction -> {
          store.eachSnapshot(transaction, orphans::remove);
          return true;
        });
    return orphans.stream().sorted().map(artifacts::resolve).toList();
  }

  /// Folders of runs that are not there, and of uploads. A database without any run may be another
  /// one than that of these folders: then they stay.
  List<Path> folders() {
    List<Path> orphans = new ArrayList<>();
    old(artifacts).stream()
        .filter(one -> one.getFileName().toString().startsWith(".upload-"))
        .forEach(orphans::add);
    if (database.read(store::hasRuns)) {
      for (Path some : all(artifacts.resolve("runs"))) {
        List<Path> folders = old(some);
        Set<String> known = database.read(transaction -> store.known(transaction, names(folders)));
        folders.stream()
            .filter(one -> !known.contains(one.getFileName().toString()))
            .forEach(orphans::add);
      }
    }
    return orphans;
  }

  private static List<String> names(List<Path> folders) {
    return folders.stream().map(one -> one.getFileName().toString()).toList();
  }

  private List<Path> old(Path folder) {
    return all(folder).stream().filter(this::isOld).toList();
  }

  private static List<Path> all(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " can't be read", e);
    }
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
