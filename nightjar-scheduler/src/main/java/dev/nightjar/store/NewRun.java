package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.workflow.Workflow;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A run to be made.
///
/// @param id of the run
/// @param workflowId the stored workflow, null for a job that was submitted alone
/// @param version the id of the version it starts with
/// @param workflow what that version says
/// @param parameters its own
/// @param cause why it is made
/// @param held whether it waits for another run of its workflow to end
/// @param created when
public record NewRun(
    String id,
    @Nullable String workflowId,
    String version,
    Workflow workflow,
    Map<String, Object> parameters,
    Run.Cause cause,
    boolean held,
    Instant created) {
  /// What makes a scheduled run the only one of its time, null for others.
  @Nullable String fireKey() {
    return switch (cause.trigger()) {
      case MANUAL, EVENT -> null;
      case SCHEDULE, BACKFILL -> fireKey(String.valueOf(workflowId), cause.logicalTime());
    };
  }

  static String fireKey(String workflow, Instant time) {
    return workflow + "@" + time.toEpochMilli();
  }
}
