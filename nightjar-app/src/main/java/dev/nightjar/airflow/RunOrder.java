package dev.nightjar.airflow;

import dev.nightjar.executor.PreparationException;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunNames;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the shim is told of the run that it works for. Its README has the names.
final class RunOrder {
  private final Path folder;
  private final WorkflowStore workflows = new WorkflowStore();
  private final FileWorkflows files = new FileWorkflows();

  /// @param folder of the DAG files
  RunOrder(Path folder) {
    this.folder = folder;
  }

  /// An order for a run of a DAG, of which the shim does not know yet what to do.
  ///
  /// @throws PreparationException if the run is of no file
  Map<String, Object> of(Transaction transaction, Run run) {
    Source source = run.workflow().source();
    if (source == null) {
      throw new PreparationException(
          "workflow '%s' is of no file".formatted(run.workflow().name()));
    }
    Optional<StoredWorkflow> stored =
        Optional.ofNullable(run.workflowId()).flatMap(id -> workflows.find(transaction, id));
    Map<String, Object> dates = dates(run, stored.orElse(null));
    stored
        .flatMap(one -> files.successBefore(transaction, one.id(), run.cause().logicalTime()))
        .ifPresent(before -> addSuccess(dates, before));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", folder.resolve(source.file()).toString());
    json.put("folder", folder.toString());
    json.put("dag_id", run.workflow().name());
    json.put("run", run(run));
    json.put("dates", dates);
    return json;
  }

  private static Map<String, Object> run(Run run) {
    Run.Cause cause = run.cause();
    DataInterval interval = cause.interval();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", null);
    json.put("run_id", cause.key());
    json.put(
        "run_type",
        switch (cause.trigger()) {
          case MANUAL, EVENT -> "manual";
          case SCHEDULE -> "scheduled";
          case BACKFILL -> "backfill";
        });
    json.put("logical_date", iso(cause.logicalTime()));
    json.put("data_interval_start", iso(interval == null ? cause.logicalTime() : interval.start()));
    json.put("data_interval_end", iso(interval == null ? cause.logicalTime() : interval.end()));
    json.put("conf", run.parameters());
    json.put("external_trigger", !cause.trigger().byTime());
    json.put("start_date", iso(run.status().started()));
    json.put("queued_at", iso(run.status().created()));
    json.put("end_date", iso(run.status().ended()));
    json.put("state", state(run.status().state()));
    return json;
  }

  private static String state(RunState state) {
    return switch (state) {
      case QUEUED, RUNNING, STOPPING -> "running";
      case SUCCESS -> "success";
      case FAILED, STOPPED -> "failed";
    };
  }

  private static Map<String, Object> dates(Run run, @Nullable StoredWorkflow stored) {
    Map<String, Object> dates = new LinkedHashMap<>();
    DataIntervals intervals = stored == null ? null : stored.timing().intervals();
    DataInterval interval = run.cause().interval();
    if (intervals != null && interval != null && run.cause().trigger().byTime()) {
      dates.put("prev_logical_date", iso(intervals.before(interval).orElse(null)));
      dates.put("next_logical_date", iso(interval.end()));
    }
    return dates;
  }

  private static void addSuccess(Map<String, Object> dates, Run before) {
    DataInterval interval = before.cause().interval();
    if (interval != null) {
      dates.put("prev_data_interval_start_success", iso(interval.start()));
      dates.put("prev_data_interval_end_success", iso(interval.end()));
    }
    dates.put("prev_start_date_success", iso(before.status().started()));
    dates.put("prev_end_date_success", iso(before.status().ended()));
  }

  static @Nullable String iso(@Nullable Instant time) {
    return time == null ? null : RunNames.iso(time);
  }
}
