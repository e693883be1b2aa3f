package dev.nightjar.run;

import dev.nightjar.schedule.DataInterval;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One execution of a workflow; a job is a run.
///
/// @param id names it, a UUID that sorts by when it was made
/// @param workflowId the stored workflow it belongs to; null for a job that was submitted alone
/// @param workflow the version it started with
/// @param snapshot the folder of files it started with, below the artifact root
/// @param parameters its own
/// @param cause why there is it
/// @param status where it stands
public record Run(
    String id,
    @Nullable String workflowId,
    Workflow workflow,
    String snapshot,
    Map<String, Object> parameters,
    Cause cause,
    Status status) {
  /// The task of that name.
  ///
  /// @throws IllegalArgumentException if there is none
  public Task task(String name) {
    return workflow
        .task(name)
        .orElseThrow(
            () -> new IllegalArgumentException("run %s has no task '%s'".formatted(id, name)));
  }

  /// Why a run was made.
  ///
  /// @param trigger what made it
  /// @param key what it is called within its workflow, as Airflow's run_id; null for nothing
  /// @param logicalTime the time it stands for: when its schedule was due, or when it was made
  /// @param interval of the data that it is about; null where a run stands for a moment
  /// @param idempotencyToken what its maker called it, so as not to make it twice; null for nothing
  /// @param by who asked for it
  public record Cause(
      Trigger trigger,
      @Nullable String key,
      Instant logicalTime,
      @Nullable DataInterval interval,
      @Nullable String idempotencyToken,
      String by) {
    /// One that has no name of its own and is about a moment.
    public Cause(
        Trigger trigger, Instant logicalTime, @Nullable String idempotencyToken, String by) {
      this(trigger, null, logicalTime, null, idempotencyToken, by);
    }
  }

  /// What makes runs.
  public enum Trigger {
    MANUAL,
    EVENT,
    SCHEDULE,
    BACKFILL;

    /// Whether it makes runs for times of a schedule.
    public boolean byTime() {
      return this == SCHEDULE || this == BACKFILL;
    }
  }

  /// Where a run stands.
  ///
  /// @param state the state
  /// @param message what there is to say of it, null for nothing
  /// @param created when the run was made
  /// @param updated when its state last changed
  /// @param started when its first attempt started, null if none has
  /// @param ended when it ended, null while it has not
  public record Status(
      RunState state,
      @Nullable String message,
      Instant created,
      Instant updated,
      @Nullable Instant started,
      @Nullable Instant ended) {}
}
