package dev.nightjar.http.airflow;

import dev.nightjar.json.Json;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Workflows as DAGs.
///
/// @param broken files that could not be read the last time
/// @param latest the latest data intervals that have runs by schedule, by workflow
record DagView(Set<String> broken, Map<String, DataInterval> latest, Instant now) {
  private static final int USUAL_LIMIT = 16;

  static Described described(KeyedWorkflow dag) {
    Source source = dag.stored().workflow().source();
    return Described.of(source == null ? Map.of() : source.description());
  }

  /// What Airflow answers for one of many.
  ObjectNode of(KeyedWorkflow dag) {
    Workflow workflow = dag.stored().workflow();
    Described told = described(dag);
    ObjectNode json = Json.object();
    json.put("dag_id", dag.key()).put("dag_display_name", dag.key());
    String root = told.text("root_dag_id");
    json.put("root_dag_id", dag.key().equals(root) ? null : root);
    json.put("is_paused", dag.stored().timing().paused()).put("is_active", dag.present());
    json.put("is_subdag", told.flag("is_subdag", false));
    json.put("last_parsed_time", Moments.text(dag.stored().origin().updated()));
    json.putNull("last_pickled").putNull("last_expired").putNull("scheduler_lock");
    json.putNull("pickle_id").put("default_view", told.text("default_view", "grid"));
    json.put("fileloc", told.text("fileloc", Objects.requireNonNullElse(dag.file(), "")));
    json.put("file_token", SourceApi.token(dag));
    owners(json.putArray("owners"), dag, told);
    json.put("description", told.text("description"));
    json.set("schedule_interval", schedule(told, dag.stored().timing().timetable()));
    json.put("timetable_description", timetable(told, dag.stored().timing().timetable()));
    ArrayNode tags = json.putArray("tags");
    workflow.tags().forEach(tag -> tags.addObject().put("name", tag));
    json.put("max_active_tasks", tasks(workflow)).put("max_active_runs", runs(workflow));
    json.put("has_task_concurrency_limits", workflow.tasks().stream().anyMatch(DagView::limited));
    json.put("has_import_errors", dag.file() != null && broken.contains(dag.file()));
    Optional<DataInterval> next = next(dag);
    json.put("next_dagrun", text(next.map(DataInterval::start)));
    json.put("next_dagrun_data_interval_start", text(next.map(DataInterval::start)));
    json.put("next_dagrun_data_interval_end", text(next.map(DataInterval::end)));
    json.put("next_dagrun_create_after", text(next.map(DataInterval::end)));
    json.put(
        "max_consecutive_failed_dag_runs", (int) told.number("max_consecutive_failed_dag_runs", 0));
    return json;
  }

  /// What Airflow answers for one DAG and all that is known of it.
  ObjectNode details(KeyedWorkflow dag) {
    Described told = described(dag);
    ObjectNode json = of(dag);
    json.putNull("dataset_expression").putNull("template_searchpath");
    json.put("render_template_as_native_obj", told.flag("render_template_as_native_obj", false));
    json.put("catchup", catchup(dag, told)).put("orientation", told.text("orientation", "LR"));
    json.put("doc_md", told.text("doc_md"));
    JsonNode paused = told.value("is_paused_upon_creation");
    json.set("is_paused_upon_creation", paused);
    json.set("params", params(dag, told));
    json.put("concurrency", tasks(dag.stored().workflow()));
    json.put("last_parsed", Moments.text(dag.stored().origin().updated()));
    json.put("timezone", "Timezone('%s')".formatted(zone(dag, told)));
    json.set("dag_run_timeout", told.delta("dagrun_timeout"));
    Timetable timetable = dag.stored().timing().timetable();
    Instant start = timetable == null ? null : timetable.start();
    Instant end = timetable == null ? null : timetable.end();
    json.put(
        "start_date",
        told.text("start_date") == null ? Moments.textOrNull(start) : told.time("start_date"));
    json.put(
        "end_date",
        told.text("end_date") == null ? Moments.textOrNull(end) : told.time("end_date"));
    return json;
  }

  private static ObjectNode params(KeyedWorkflow dag, Described told) {
    return told.json().has("params")
        ? told.params()
        : new Described(
                Json.object().set("params", Described.json(dag.stored().workflow().parameters())))
            .params();
  }

  private static boolean catchup(KeyedWorkflow dag, Described told) {
    return told.flag("catchup", dag.intervals() == KeyedWorkflow.Intervals.CATCHUP);
  }

  private static String zone(KeyedWorkflow dag, Described told) {
    Timetable timetable = dag.stored().timing().timetable();
    String zone =
        timetable == null || timetable.zone().equals(ZoneOffset.UTC)
            ? "UTC"
            : timetable.zone().getId();
    return told.text("timezone", zone);
  }

  private static void owners(ArrayNode owners, KeyedWorkflow dag, Described told) {
    told.value("owners").forEach(owners::add);
    if (owners.isEmpty()) {
      owners.add(dag.stored().origin().by());
    }
  }

  private static int tasks(Workflow workflow) {
    return Objects.requireNonNullElse(workflow.concurrency().tasks(), USUAL_LIMIT);
  }

  private static int runs(Workflow workflow) {
    return Objects.requireNonNullElse(workflow.concurrency().runs(), USUAL_LIMIT);
  }

  private static boolean limited(Task task) {
    return task.traits().atOnce() != null;
  }

  private static JsonNode schedule(Described told, @Nullable Timetable timetable) {
    if (told.json().has("schedule_interval") || timetable == null) {
      return told.value("schedule_interval");
    }
    return switch (timetable.schedule()) {
      case Schedule.OnCron cron -> cron(cron.text());
      case Schedule.Moments moments -> cron(moments.cron().toString());
      case Schedule.EveryMonths months -> cron(months.text());
      case Schedule.Every(var interval) -> Described.delta((double) interval.toSeconds());
      case Schedule.At at -> cron(at.times().size() == 1 ? "@once" : at.text());
    };
  }

  private static ObjectNode cron(String expression) {
    return Json.object().put("__type", "CronExpression").put("value", expression);
  }

  private static String timetable(Described told, @Nullable Timetable timetable) {
    String usual =
        timetable == null ? "Never, external triggers only" : timetable.schedule().describe();
    return told.text("timetable_description", usual);
  }

  /// The data interval of the next run by schedule.
  private Optional<DataInterval> next(KeyedWorkflow dag) {
    Timetable timetable = dag.stored().timing().timetable();
    if (timetable == null) {
      return Optional.empty();
    }
    if (dag.intervals() == null) {
      return Optional.ofNullable(dag.stored().timing().due())
          .map(due -> new DataInterval(due, due));
    }
    boolean catchup = dag.intervals() == KeyedWorkflow.Intervals.CATCHUP;
    return new DataIntervals(timetable, catchup).next(latest.get(dag.stored().id()), now);
  }

  private static @Nullable String text(Optional<Instant> time) {
    return time.map(Moments::text).orElse(null);
  }

  /// The next logical times, one after the other.
  List<Instant> next(KeyedWorkflow dag, int count) {
    Timetable timetable = dag.stored().timing().timetable();
    Optional<DataInterval> interval = next(dag);
    if (timetable == null || interval.isEmpty()) {
      return List.of();
    }
    var times = new ArrayList<Instant>();
    var intervals = new DataIntervals(timetable, true);
    while (interval.isPresent() && times.size() < count) {
      times.add(interval.get().start());
      interval = intervals.next(interval.get(), now);
    }
    return times;
  }
}
