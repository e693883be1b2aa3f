package dev.nightjar.airflow;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Preparation;
import dev.nightjar.executor.PreparationException;
import dev.nightjar.http.AttemptTokens;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunNames;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.store.Database;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.TaskRunStore;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes of tasks of Airflow files what the shim is to run.
public final class DagOrders implements Preparation {
  private final Database database;
  private final Path folder;
  private final List<String> nightjar;
  private final Supplier<String> url;
  private final AttemptTokens tokens;
  private final RunStore runs = new RunStore();
  private final WorkflowStore workflows = new WorkflowStore();
  private final FileWorkflows files = new FileWorkflows();
  private final TaskRunStore taskRuns = new TaskRunStore();

  /// @param folder of the DAG files
  /// @param nightjar starts this program
  /// @param url where attempts reach this server
  /// @param tokens what lets an attempt in there
  public DagOrders(
      Database database,
      Path folder,
      List<String> nightjar,
      Supplier<String> url,
      AttemptTokens tokens) {
    this.database = database;
    this.folder = folder;
    this.nightjar = List.copyOf(nightjar);
    this.url = url;
    this.tokens = tokens;
  }

  @Override
  public AttemptOrder prepare(AttemptOrder order) {
    if (!(order.task().work() instanceof AirflowWork work) || work.shell() != null) {
      return order;
    }
    Map<String, Object> shim =
        database.read(
            transaction -> {
              Run run = runs.find(transaction, order.taskRun().run()).orElseThrow();
              Optional<StoredWorkflow> stored =
                  run.workflowId() == null
                      ? Optional.empty()
                      : workflows.find(transaction, run.workflowId());
              Instant began = taskRuns.started(transaction, order.taskRun()).orElse(null);
              Map<String, Object> dates = dates(run, stored.orElse(null));
              stored
                  .flatMap(
                      one -> files.successBefore(transaction, one.id(), run.cause().logicalTime()))
                  .ifPresent(before -> addSuccess(dates, before));
              return shimOrder(order, work, run, dates, began);
            });
    var asked = new AirflowWork(work.dag(), work.operator(), work.immediate(), null, shim);
    return order.with(order.task().with(asked), order.parameters());
  }

  private Map<String, Object> shimOrder(
      AttemptOrder order,
      AirflowWork work,
      Run run,
      Map<String, Object> dates,
      @Nullable Instant began) {
    Source source = run.workflow().source();
    if (source == null) {
      throw new PreparationException("task %s is of no file".formatted(order.task().name()));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", folder.resolve(source.file()).toString());
    json.put("folder", folder.toString());
    json.put("dag_id", work.dag());
    json.put("task_id", order.task().name());
    json.put("mode", "attempt");
    json.put("run", run(run));
    json.put("try_number", order.tryNumber());
    json.put("max_tries", order.task().retry().times());
    json.put("dates", dates);
    json.put("first_poke_at", iso(began));
    json.put("nightjar", nightjar);
    json.put(
        "api",
        Map.of(
            "url",
            url.get(),
            "token",
            tokens.of(new AttemptTokens.Attempt(order.taskRun(), order.number()))));
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
          case MANUAL -> "manual";
          case SCHEDULE -> "scheduled";
          case BACKFILL -> "backfill";
        });
    json.put("logical_date", iso(cause.logicalTime()));
    json.put("data_interval_start", iso(interval == null ? cause.logicalTime() : interval.start()));
    json.put("data_interval_end", iso(interval == null ? cause.logicalTime() : interval.end()));
    json.put("conf", run.parameters());
    json.put("external_trigger", cause.trigger() == Run.Trigger.MANUAL);
    json.put("start_date", iso(run.status().started()));
    json.put("queued_at", iso(run.status().created()));
    json.put("state", "running");
    return json;
  }

  private static Map<String, Object> dates(Run run, @Nullable StoredWorkflow stored) {
    Map<String, Object> dates = new LinkedHashMap<>();
    DataIntervals intervals = stored == null ? null : stored.timing().intervals();
    DataInterval interval = run.cause().interval();
    if (intervals != null && interval != null && run.cause().trigger() != Run.Trigger.MANUAL) {
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

  private static @Nullable String iso(@Nullable Instant time) {
    return time == null ? null : RunNames.iso(time);
  }
}
