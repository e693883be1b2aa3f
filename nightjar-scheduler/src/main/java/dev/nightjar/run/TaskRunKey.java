package dev.nightjar.run;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/// A task within a run. Ordered by run, then by task.
public record TaskRunKey(String run, String task) implements Comparable<TaskRunKey> {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  /// What the workflow calls the task: a run may have several of it, such as `train[3]`.
  public String baseTask() {
    return task.replaceFirst("\\[\\d+]$", "");
  }

  /// The folder of all that a run leaves, below the artifact root: `runs/<start of its id>/<run>`.
  /// The start of a UUID of version 7 is its time, so a folder holds the runs of about four hours.
  public static String folderOfRun(String run) {
    String name = plain(run);
    return "runs/%s/%s".formatted(name.substring(0, Math.min(6, name.length())), name);
  }

  /// The folder of all attempts, below the artifact root: `<folder of the run>/<task>`.
  public String folder() {
    return "%s/%s".formatted(folderOfRun(run), plain(task));
  }

  /// The folder of an attempt, in that: `<n>`.
  public String folder(int attempt) {
    return "%s/%d".formatted(folder(), attempt);
  }

  /// A name that could lead elsewhere, or is no name for a folder, is replaced by one that follows
  /// from it.
  private static String plain(String name) {
    if (PLAIN.matcher(name).matches()) {
      return name;
    }
    UUID hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    String start = name.replaceAll("[^A-Za-z0-9_-]", "_");
    return "%s-%s".formatted(start.substring(0, Math.min(40, start.length())), hash);
  }

  @Override
  public int compareTo(TaskRunKey other) {
    int byRun = run.compareTo(other.run);
    return byRun != 0 ? byRun : task.compareTo(other.task);
  }

  @Override
  public String toString() {
    return run + "/" + task;
  }
}
