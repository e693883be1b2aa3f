package dev.nightjar.airflow;

import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.ScheduleException;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.workflow.WorkflowException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes workflows of what the shim tells of DAGs.
public final class DagReader {
  /// The executor of tasks that are no notebooks of ours.
  public static final String EXECUTOR = "process";

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  private DagReader() {}

  /// The workflow of a DAG.
  ///
  /// @param file its path below the folder of DAG files
  /// @throws DagFileException if it says what has no equal here
  public static Workflows.Read read(JsonNode dag, String file) {
    String id = dag.path("dag_id").asString("");
    try {
      List<Task> tasks = new ArrayList<>();
      dag.path("tasks").forEach(task -> tasks.add(DagTasks.read(id, task)));
      List<String> tags = new ArrayList<>();
      dag.path("tags").forEach(tag -> tags.add(tag.asString("")));
      Map<String, Object> description = JSON.convertValue(dag, MAP);
      description.remove("tasks");
      var workflow =
          new Workflow(
              id,
              tags,
              Map.of(),
              tasks,
              DagCallbacks.rules(dag),
              new Concurrency(
                  positive(dag.path("max_active_runs")),
                  positive(dag.path("max_active_tasks")),
                  seconds(dag.path("dagrun_timeout")),
                  null,
                  dag.path("fail_stop").asBoolean(false)),
              new Source(Source.Kind.AIRFLOW, file, description));
      boolean sub = dag.path("is_subdag").asBoolean(false);
      return new Workflows.Read(
          workflow,
          "",
          sub ? null : intervals(dag),
          !sub && dag.path("is_paused_upon_creation").asBoolean(true));
    } catch (WorkflowException | ScheduleException | DateTimeException e) {
      throw new DagFileException("DAG '%s': %s".formatted(id, e.getMessage()));
    }
  }

  /// A number above 0; null for another.
  static @Nullable Integer positive(JsonNode number) {
    return number.isNumber() && number.asInt() > 0 ? number.asInt() : null;
  }

  /// A time above 0, given in seconds; null for another.
  static @Nullable Duration seconds(JsonNode number) {
    return number.isNumber() && number.asDouble() > 0
        ? Duration.ofMillis(Math.round(number.asDouble() * 1000))
        : null;
  }

  /// A time as ISO 8601; null for none.
  static @Nullable Instant time(JsonNode iso) {
    return iso.isString() ? OffsetDateTime.parse(iso.stringValue()).toInstant() : null;
  }

  private static @Nullable DataIntervals intervals(JsonNode dag) {
    JsonNode schedule = dag.path("schedule");
    Optional<Instant> start =
        Stream.concat(
                Stream.ofNullable(time(dag.path("start_date"))),
                dag.path("tasks")
                    .valueStream()
                    .map(task -> time(task.path("start_date")))
                    .filter(Objects::nonNull))
            .min(Instant::compareTo);
    if (!schedule.isObject() || start.isEmpty()) {
      return null;
    }
    Schedule when =
        switch (schedule.path("kind").asString("")) {
          case "cron" -> Schedule.parse(schedule.path("expression").asString(""));
          case "cron_trigger", "months" -> Schedule.parse(schedule.path("text").asString(""));
          case "delta" ->
              new Schedule.Every(
                  Duration.ofMillis(Math.round(schedule.path("seconds").asDouble() * 1000)));
          case "once" -> new Schedule.At(List.of(start.get()));
          case "events" ->
              new Schedule.At(
                  schedule
                      .path("times")
                      .valueStream()
                      .map(DagReader::time)
                      .filter(Objects::nonNull)
                      .toList());
          default ->
              throw new DagFileException(
                  "schedule %s is not supported".formatted(schedule.path("kind").asString("")));
        };
    return new DataIntervals(
        new Timetable(
            when,
            ZoneId.of(dag.path("timezone").asString("UTC")),
            start.get(),
            time(dag.path("end_date")),
            Duration.ZERO,
            Misfire.RUN_ALL,
            Overlap.ALLOW),
        dag.path("catchup").asBoolean(true));
  }
}
