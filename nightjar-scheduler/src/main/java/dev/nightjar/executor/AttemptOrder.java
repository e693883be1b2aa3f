package dev.nightjar.executor;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.workflow.Task;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/// What an executor is asked to do: one attempt of one task.
///
/// @param taskRun whose attempt it is
/// @param number of the attempt, from 1
/// @param runName what people call the run
/// @param runCreated when the run was made
/// @param task what to do, and with which limits
/// @param parameters of the run
/// @param snapshot where the files are that it starts with, below the artifact root
public record AttemptOrder(
    TaskRunKey taskRun,
    int number,
    String runName,
    Instant runCreated,
    Task task,
    Map<String, Object> parameters,
    String snapshot) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  /// The attempt's folder below the artifact root: `runs/<start of the run's id>/<run>/<task>/<n>`.
  /// The start of a UUID of version 7 is its time, so a folder holds the runs of four hours. A name
  /// that could lead elsewhere, or is no name for a folder, is replaced by one that follows from
  /// it.
  public String folder() {
    String run = plain(taskRun.run());
    return "runs/%s/%s/%s/%d"
        .formatted(run.substring(0, Math.min(6, run.length())), run, plain(taskRun.task()), number);
  }

  private static String plain(String name) {
    if (PLAIN.matcher(name).matches()) {
      return name;
    }
    UUID hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    String start = name.replaceAll("[^A-Za-z0-9_-]", "_");
    return "%s-%s".formatted(start.substring(0, Math.min(40, start.length())), hash);
  }
}
