package dev.nightjar.executor;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.Map;

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
  /// The attempt's folder below the artifact root: `runs/<start of the run's id>/<run>/<task>/<n>`.
  /// The start of a UUID of version 7 is its time, so a folder holds the runs of four hours.
  public String folder() {
    String run = taskRun.run();
    return "runs/%s/%s/%s/%d"
        .formatted(run.substring(0, Math.min(6, run.length())), run, taskRun.task(), number);
  }
}
