package dev.nightjar.folder;

import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.Database;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.ImportErrorStore;
import dev.nightjar.store.ImportErrorStore.ImportError;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores what was read of the files of a folder. An id belongs to the file that had it first, as
/// long as that has it.
final class FolderStore {
  /// What came of a file.
  ///
  /// @param file its path below the folder, with `/`
  /// @param workflows those in it; null if it can't be read, and what was read of it before goes on
  /// @param problem what is wrong with it; null if nothing is
  record FileRead(
      String file, @Nullable List<Workflows.Read> workflows, @Nullable Problem problem) {
    /// A file that can't be used.
    static FileRead broken(String file, Problem problem) {
      return new FileRead(file, null, problem);
    }

    /// A file that can be used as a whole.
    static FileRead whole(String file, List<Workflows.Read> workflows) {
      return new FileRead(file, workflows, null);
    }
  }

  /// What is wrong with a file.
  ///
  /// @param message one line
  /// @param traceback all that there is to say; null for no more than the message
  /// @param line where in the file; null if that is not known
  record Problem(String message, @Nullable String traceback, @Nullable Integer line) {}

  private static final Logger LOG = LoggerFactory.getLogger(FolderStore.class);
  private static final String BY = "workflow folder";

  /// So many are stored by one transaction, which waits for the disk once.
  private static final int TOGETHER = 100;

  private static final List<Workflows.Read> NOTHING = List.of();

  private final Database database;
  private final Workflows workflows;
  private final Clock clock;
  private final ImportErrorStore errors = new ImportErrorStore();
  private final FileWorkflows files = new FileWorkflows();

  FolderStore(Database database, Workflows workflows, Clock clock) {
    this.database = database;
    this.workflows = workflows;
    this.clock = clock;
  }

  /// Stores what was read.
  ///
  /// @param there all files of the folder
  void store(Collection<FileRead> read, Set<String> there) {
    List<FileWorkflows.Known> stored = database.read(files::present);
    Map<String, FileRead> again = new HashMap<>();
    read.stream().filter(one -> one.workflows() != null).forEach(one -> again.put(one.file(), one));
    Map<String, String> owners = new HashMap<>();
    stored.stream()
        .filter(known -> there.contains(known.file()) && !again.containsKey(known.file()))
        .forEach(known -> owners.put(known.key(), known.file()));
    List<Workflows.Read> mine = new ArrayList<>();
    Map<String, @Nullable Problem> problems = new TreeMap<>();
    for (FileRead one : read) {
      Problem taken = claim(one, owners, mine);
      problems.put(one.file(), taken == null ? one.problem() : taken);
    }
    for (int from = 0; from < mine.size(); from += TOGETHER) {
      List<Workflows.Read> some = mine.subList(from, Math.min(mine.size(), from + TOGETHER));
      List<String> changed = workflows.put(some, BY);
      if (!changed.isEmpty()) {
        LOG.info("read {}", changed);
      }
    }
    stored.stream()
        .filter(known -> again.containsKey(known.file()) && !owners.containsKey(known.key()))
        .forEach(known -> workflows.gone(known.id()));
    tell(problems);
  }

  /// Gives a file the ids in it that no other file has.
  ///
  /// @return what is wrong if another has one
  private static @Nullable Problem claim(
      FileRead read, Map<String, String> owners, List<Workflows.Read> mine) {
    Problem taken = null;
    for (Workflows.Read one : Objects.requireNonNullElse(read.workflows(), NOTHING)) {
      String key = one.workflow().name();
      String owner = owners.putIfAbsent(key, read.file());
      if (owner == null || owner.equals(read.file())) {
        mine.add(one);
      } else {
        String text =
            "'%s' is the id of a workflow in %s already: rename one".formatted(key, owner);
        taken = new Problem(text, null, null);
      }
    }
    return taken;
  }

  private void tell(Map<String, @Nullable Problem> problems) {
    Set<String> before =
        database.read(errors::list).stream().map(ImportError::file).collect(Collectors.toSet());
    problems.forEach(
        (file, problem) -> {
          if (problem != null) {
            LOG.warn("{}: {}", file, problem.message());
          }
        });
    database.change(
        transaction ->
            problems.forEach(
                (file, problem) -> {
                  if (problem != null) {
                    errors.put(transaction, error(file, problem));
                  } else if (before.contains(file)) {
                    errors.remove(transaction, file);
                  }
                }));
  }

  private ImportError error(String file, Problem problem) {
    return new ImportError(
        0, file, problem.message(), problem.traceback(), problem.line(), clock.instant());
  }

  /// Of files that are not there any more nothing goes on.
  ///
  /// @param there all files of the folder
  void forget(Set<String> there) {
    database.read(files::present).stream()
        .filter(one -> !there.contains(one.file()))
        .forEach(one -> workflows.gone(one.id()));
    database.change(
        transaction ->
            errors.list(transaction).stream()
                .filter(error -> !there.contains(error.file()))
                .forEach(error -> errors.remove(transaction, error.file())));
  }
}
