package dev.nightjar.airflow;

import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.FailureMail;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Role;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes tasks of what the shim tells of them.
final class DagTasks {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  /// How much later than the shim itself we end a task that takes too long.
  private static final Duration SHIM_FIRST = Duration.ofSeconds(30);

  private DagTasks() {}

  /// A task of a DAG.
  ///
  /// @throws DagFileException if it says what has no equal here
  static Task read(String dag, JsonNode task) {
    List<String> after = new ArrayList<>();
    task.path("upstream").forEach(name -> after.add(name.asString("")));
    ShellWork shell = shell(task.path("native").path("bash"));
    Duration timeout = DagReader.seconds(task.path("execution_timeout"));
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
        new Limits(timeout, null, null).due(DagReader.seconds(task.path("sla"))),
        new Placement(
            DagReader.EXECUTOR,
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
    Duration delay = DagReader.seconds(task.path("retry_delay"));
    Duration most = DagReader.seconds(task.path("max_retry_delay"));
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
    Integer atOnce = DagReader.positive(task.path("max_active_tis_per_dag"));
    return new Traits(null, past, DagReader.time(task.path("start_date")), atOnce, group)
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
}
