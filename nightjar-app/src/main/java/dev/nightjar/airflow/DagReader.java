package dev.nightjar.airflow;

import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.ScheduleException;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.FailureMail;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Role;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
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
import java.util.Locale;
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
  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  /// How much later than the shim itself we end a task that takes too long.
  private static final Duration SHIM_FIRST = Duration.ofSeconds(30);

  private DagReader() {}

  /// The workflow of a DAG.
  ///
  /// @param file its path below the folder of DAG files
  /// @throws DagFileException if it says what has no equal here
  public static Workflows.Read read(JsonNode dag, String file) {
    String id = dag.path("dag_id").asString("");
    try {
      List<Task> tasks = new ArrayList<>();
      dag.path("tasks").forEach(task -> tasks.add(task(id, task)));
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

  private static @Nullable Integer positive(JsonNode number) {
    return number.isNumber() && number.asInt() > 0 ? number.asInt() : null;
  }

  private static @Nullable Duration seconds(JsonNode number) {
    return number.isNumber() && number.asDouble() > 0
        ? Duration.ofMillis(Math.round(number.asDouble() * 1000))
        : null;
  }

  private static @Nullable Instant time(JsonNode iso) {
    return iso.isString() ? OffsetDateTime.parse(iso.stringValue()).toInstant() : null;
  }

  private static Task task(String dag, JsonNode task) {
    List<String> after = new ArrayList<>();
    task.path("upstream").forEach(name -> after.add(name.asString("")));
    ShellWork shell = shell(task.path("native").path("bash"));
    Duration timeout = seconds(task.path("execution_timeout"));
    if (timeout != null && shell == null) {
      timeout = timeout.plus(SHIM_FIRST);
    }
    String pool = task.path("pool").asString("default_pool");
    return new Task(
        task.path("task_id").asString(""),
        new AirflowWork(
            dag,
            task.path("operator").asString(""),
            task.path("empty").asBoolean(false),
            shell,
            role(task),
            mail(task),
            JSON.convertValue(task, MAP)),
        after,
        rule(task),
        retry(task),
        new Limits(timeout, null, null).due(seconds(task.path("sla"))),
        new Placement(
            EXECUTOR,
            pool.equals("default_pool") ? null : pool,
            Math.max(1, task.path("pool_slots").asInt(1)),
            task.path("priority_weight_total").asInt(1)),
        traits(task));
  }

  private static @Nullable ShellWork shell(JsonNode bash) {
    if (!bash.isObject()) {
      return null;
    }
    Map<String, String> environment = new LinkedHashMap<>();
    bash.path("env")
        .properties()
        .forEach(one -> environment.put(one.getKey(), one.getValue().asString("")));
    List<Integer> skips = new ArrayList<>();
    bash.path("skip_on_exit_code").forEach(code -> skips.add(code.asInt()));
    return new ShellWork(
        bash.path("command").asString(""),
        environment,
        !bash.path("env").isObject() || bash.path("append_env").asBoolean(false),
        bash.path("cwd").isString() ? bash.path("cwd").stringValue() : null,
        skips);
  }

  private static TriggerRule rule(JsonNode task) {
    String name = task.path("trigger_rule").asString("all_success");
    return switch (name) {
      case "dummy" -> TriggerRule.ALWAYS;
      case "none_failed_or_skipped" -> TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS;
      default ->
          Stream.of(TriggerRule.values())
              .filter(rule -> rule.name().toLowerCase(Locale.ROOT).equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new DagFileException(
                          "task '%s': the trigger rule %s is not supported"
                              .formatted(task.path("task_id").asString(""), name)));
    };
  }

  private static Role role(JsonNode task) {
    if (task.path("is_setup").asBoolean(false)) {
      return Role.SETUP;
    }
    return !task.path("is_teardown").asBoolean(false)
        ? Role.WORK
        : task.path("on_failure_fail_dagrun").asBoolean(false)
            ? Role.REQUIRED_TEARDOWN
            : Role.TEARDOWN;
  }

  private static @Nullable FailureMail mail(JsonNode task) {
    JsonNode email = task.path("email");
    List<String> to =
        Stream.concat(
                email.isString() ? Stream.of(email.stringValue()) : Stream.empty(),
                email.valueStream().map(one -> one.asString("")))
            .flatMap(addresses -> Stream.of(addresses.split("[,;]")))
            .map(String::strip)
            .filter(address -> !address.isEmpty())
            .toList();
    return to.isEmpty()
        ? null
        : new FailureMail(
            to,
            task.path("email_on_failure").asBoolean(true),
            task.path("email_on_retry").asBoolean(true));
  }

  private static Retry retry(JsonNode task) {
    Duration delay = seconds(task.path("retry_delay"));
    Duration most = seconds(task.path("max_retry_delay"));
    int times = Math.max(0, task.path("retries").asInt(0));
    Duration first = delay == null ? Duration.ZERO : delay;
    if (!task.path("retry_exponential_backoff").asBoolean(false)) {
      return new Retry(times, first, 1, first, true);
    }
    Duration longest = most == null || most.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : most;
    return new Retry(times, first, 2, longest, true, true);
  }

  private static Traits traits(JsonNode task) {
    Past past =
        task.path("wait_for_downstream").asBoolean(false)
            ? Past.SAME_TASK_AND_NEXT
            : task.path("depends_on_past").asBoolean(false) ? Past.SAME_TASK : Past.IGNORED;
    String group =
        task.path("task_group").isString() ? task.path("task_group").stringValue() : null;
    Integer atOnce = positive(task.path("max_active_tis_per_dag"));
    return new Traits(null, past, time(task.path("start_date")), atOnce, group)
        .with(grid(task.path("grid"), task.path("mapped_group")));
  }

  /// What a mapped task is mapped over.
  private static @Nullable Grid grid(JsonNode points, JsonNode group) {
    return points.isContainer() || points.isString()
        ? new Grid(
            JSON.convertValue(points, Object.class),
            null,
            group.isString() ? group.stringValue() : null)
        : null;
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
