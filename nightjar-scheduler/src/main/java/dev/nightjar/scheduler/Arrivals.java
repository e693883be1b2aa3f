package dev.nightjar.scheduler;

import dev.nightjar.files.FolderWatch;
import dev.nightjar.run.Run;
import dev.nightjar.store.ArrivalStore;
import dev.nightjar.store.Database;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.FileTrigger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a run for each file that arrives where a workflow awaits some. A file that changes is a
/// new one. Any number of servers may look: each file is acted on once, since the run and the note
/// of its file are stored together, by who has locked the workflow.
final class Arrivals {
  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

  /// How often it looks where the system does not tell of new files.
  private static final Duration EVERY = Duration.ofSeconds(1);

  private static final String BY = "scheduler";

  /// How many runs one transaction makes.
  private static final int TOGETHER = 100;

  /// How often it looks anew which of the files are known, so that those are not forgotten.
  private static final Duration RENEWED = Duration.ofDays(1);

  /// A file that was not there for so long is a new one.
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final Database database;
  private final Clock clock;
  private final FolderWatch watch;
  private final Runnable made;
  private final ArrivalStore arrivals = new ArrivalStore();
  private final WorkflowStore workflows = new WorkflowStore();
  private final ManualRuns runs;

  /// What was seen at the last look, by workflow. Only the thread that looks uses it.
  private final Map<String, Map<Path, Sighting>> seen = new HashMap<>();

  private Instant renewal;

  /// @param watch hears of new files
  /// @param made called when there are new runs
  Arrivals(Database database, Clock clock, FolderWatch watch, Runnable made) {
    this.database = database;
    this.clock = clock;
    this.watch = watch;
    this.made = made;
    this.runs = new ManualRuns(clock);
    this.renewal = clock.instant().plus(RENEWED);
  }

  /// A file as it was seen.
  ///
  /// @param key what tells it, as it is, from all others
  /// @param since when it was first seen so
  /// @param done whether it has started its run
  private record Sighting(String key, Instant since, boolean done) {}

  /// A whole file.
  ///
  /// @param time that its run stands for
  private record Arrived(String key, Path path, Instant time) {}

  /// One look at all places where files are awaited.
  ///
  /// @return how long until the next, if nothing changes before
  Duration look() {
    Instant now = clock.instant();
    if (!now.isBefore(renewal)) {
      database.change(transaction -> arrivals.forget(transaction, now.minus(REMEMBERED)));
      seen.clear();
      renewal = now.plus(RENEWED);
    }
    List<ArrivalStore.Awaiting> all = database.read(arrivals::awaiting);
    seen.keySet().retainAll(all.stream().map(ArrivalStore.Awaiting::workflow).toList());
    Set<Path> folders = new HashSet<>();
    Duration wait = FolderWatch.SAFETY;
    for (ArrivalStore.Awaiting one : all) {
      Duration pause = look(one, now, folders);
      wait = wait.compareTo(pause) < 0 ? wait : pause;
    }
    watch.retain(folders);
    return wait;
  }

  /// @param folders gets those in which something may arrive
  private Duration look(ArrivalStore.Awaiting one, Instant now, Set<Path> folders) {
    var look = FileLook.of(watch, one.on().files(), true);
    folders.addAll(look.folders());
    Map<Path, Sighting> before = seen.getOrDefault(one.workflow(), Map.of());
    Map<Path, Sighting> files = new HashMap<>();
    List<Arrived> whole = new ArrayList<>();
    for (Path file : look.found().stream().sorted().toList()) {
      String key = key(file);
      if (key != null) {
        Sighting last = before.get(file);
        Sighting sighting =
            last != null && last.key().equals(key) ? last : new Sighting(key, now, false);
        files.put(file, sighting);
        if (!sighting.done() && !now.isBefore(sighting.since().plus(one.on().settle()))) {
          // no two runs of a workflow stand for the same time
          Instant time = now.truncatedTo(ChronoUnit.MICROS).plus(whole.size(), ChronoUnit.MICROS);
          whole.add(new Arrived(key, file, time));
        }
      }
    }
    seen.put(one.workflow(), files);
    for (int from = 0; from < whole.size(); from += TOGETHER) {
      List<Arrived> batch = whole.subList(from, Math.min(whole.size(), from + TOGETHER));
      if (start(one.workflow(), batch, now)) {
        batch.forEach(file -> files.put(file.path(), new Sighting(file.key(), now, true)));
      }
    }
    return pause(files.values(), one.on().settle(), look.told(), now);
  }

  /// Until a file may be whole, or has to be looked for.
  private static Duration pause(
      Collection<Sighting> files, Duration settle, boolean told, Instant now) {
    Duration longest = told ? FolderWatch.SAFETY : EVERY;
    return files.stream()
        .filter(file -> !file.done())
        .map(file -> Duration.between(now, file.since().plus(settle)))
        .map(left -> left.isPositive() ? left : EVERY) // its run could not be made
        .min(Comparator.naturalOrder())
        .filter(soonest -> soonest.compareTo(longest) < 0)
        .orElse(longest);
  }

  /// Makes the runs of files that have none yet; false if it is to be tried again.
  private boolean start(String workflow, List<Arrived> files, Instant now) {
    try {
      int count = database.write(transaction -> make(transaction, workflow, files, now));
      if (count > 0) {
        LOG.info("workflow {}: {} files start runs", workflow, count);
        made.run();
      }
      return true;
    } catch (StoreException.Duplicate sameMoment) {
      return false; // another run was made in the same microsecond
    }
  }

  private int make(Transaction transaction, String workflow, List<Arrived> files, Instant now) {
    workflows.lock(transaction, workflow);
    Optional<StoredWorkflow> stored = workflows.find(transaction, workflow);
    if (stored.isEmpty()) {
      return 0;
    }
    List<String> keys = files.stream().map(Arrived::key).toList();
    Set<String> known = arrivals.known(transaction, workflow, keys, now);
    for (Arrived file : files) {
      if (!known.contains(file.key())) {
        arrivals.add(transaction, workflow, file.key(), now);
        Map<String, Object> parameters = Map.of(FileTrigger.PARAMETER, file.path().toString());
        var asked = new Workflows.Asked(null, file.time(), null, parameters).as(Run.Trigger.EVENT);
        runs.make(transaction, stored.get(), asked, now, BY);
      }
    }
    return files.size() - known.size();
  }

  /// Null if the file is gone meanwhile, or is no file.
  private static @Nullable String key(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? hash("%s\n%s\n%d".formatted(file, attributes.lastModifiedTime(), attributes.size()))
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
