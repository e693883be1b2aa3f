package dev.nightjar.executor;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.Try;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.Map;

/// What an executor is asked to do: one attempt of one task.
///
/// @param taskRun whose attempt it is
/// @param number of the attempt, from 1
/// @param ofTry the try that it belongs to
/// @param runName what people call the run
/// @param runCreated when the run was made
/// @param task what to do, and with which limits
/// @param parameters of the run
/// @param snapshot where the files are that it starts with, below the artifact root
public record AttemptOrder(
    TaskRunKey taskRun,
    int number,
    Try ofTry,
    String runName,
    Instant runCreated,
    Task task,
    Map<String, Object> parameters,
    String snapshot) {
  /// One of a try that begins at the begin.
  public AttemptOrder(
      TaskRunKey taskRun,
      int number,
      int tryNumber,
      String runName,
      Instant runCreated,
      Task task,
      Map<String, Object> parameters,
      String snapshot) {
    this(
        taskRun,
        number,
        new Try(tryNumber, false),
        runName,
        runCreated,
        task,
        parameters,
        snapshot);
  }

  /// The number of the try, from 1.
  public int tryNumber() {
    return ofTry.number();
  }

  /// The attempt's folder below the artifact root.
  public String folder() {
    return taskRun.folder(number);
  }

  /// The same with templates filled in.
  public AttemptOrder with(Task prepared, Map<String, Object> given) {
    return new AttemptOrder(taskRun, number, ofTry, runName, runCreated, prepared, given, snapshot);
  }
}
