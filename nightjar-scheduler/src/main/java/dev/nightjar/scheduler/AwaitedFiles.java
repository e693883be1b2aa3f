package dev.nightjar.scheduler;

import dev.nightjar.files.FolderWatch;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.workflow.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The files that tasks wait for, as far as this server was the last one to look for them. Not
/// thread-safe.
final class AwaitedFiles {
  private final FolderWatch watch;
  private final Map<TaskRunKey, Awaited> awaited = new HashMap<>();

  /// @param until when somebody looks again anyway, who may be another server
  private record Awaited(Wait.ForFile file, FileLook look, Instant until) {}

  AwaitedFiles(FolderWatch watch) {
    this.watch = watch;
  }

  /// Whether there is the file that a task waits for. If not, [#arrived] tells when it comes.
  ///
  /// @param every how often the task asks to look
  boolean isThere(TaskRunKey task, Wait.ForFile file, Duration every, Instant now) {
    var look = FileLook.of(watch, file.path(), file.recursive());
    boolean there = look.found().stream().anyMatch(FilePattern::counts);
    if (there) {
      awaited.remove(task);
    } else {
      awaited.put(task, new Awaited(file, look, now.plus(pause(look, every))));
    }
    return there;
  }

  /// How long after a look the next one is, if nothing arrives before.
  Duration pause(TaskRunKey task, Duration every) {
    Awaited one = awaited.get(task);
    return one == null ? every : pause(one.look(), every);
  }

  private static Duration pause(FileLook look, Duration every) {
    // a folder without files that has the file's name: what comes in it is not told
    boolean told = look.told() && look.found().isEmpty();
    return told && every.compareTo(FolderWatch.SAFETY) < 0 ? FolderWatch.SAFETY : every;
  }

  /// The tasks whose files have come since this was asked last.
  List<TaskRunKey> arrived(Instant now) {
    Set<Path> changed = watch.changed();
    List<TaskRunKey> arrived = new ArrayList<>();
    awaited.values().removeIf(one -> now.isAfter(one.until()));
    awaited.replaceAll(
        (task, one) -> {
          if (Collections.disjoint(one.look().folders(), changed)) {
            return one;
          }
          var look = FileLook.of(watch, one.file().path(), one.file().recursive());
          if (look.found().stream().anyMatch(FilePattern::counts)) {
            arrived.add(task);
          }
          return new Awaited(one.file(), look, one.until());
        });
    watch.retain(
        awaited.values().stream()
            .map(one -> one.look().folders())
            .flatMap(Collection::stream)
            .collect(Collectors.toSet()));
    return arrived;
  }
}
