package dev.nightjar.template;

import dev.nightjar.template.Function.Arguments;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names that templates use, by Airflow's `get_template_context`; dates are those of UTC there,
/// whatever the schedule's time zone.
record ContextNames(RunContext run) {
  private static final String RETURN_VALUE = "return_value";

  /// All of them.
  static final Set<String> ALL =
      Set.copyOf(
          new ContextNames(
                  new RunContext(
                      new RunContext.Names("", "", "", false, 1),
                      new RunContext.Times(
                          Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, null, null, ZoneOffset.UTC),
                      Map.of(),
                      Map.of(),
                      Map.of(),
                      Map.of(),
                      Map.of()))
              .all()
              .keySet());

  Map<String, @Nullable Object> all() {
    Map<String, @Nullable Object> all = new HashMap<>();
    RunContext.Times times = run.times();
    Moment logical = Moment.of(times.logical());
    days(all, "", logical);
    days(all, "prev_", moment(times.previous()));
    days(all, "next_", moment(times.next()));
    days(all, "yesterday_", logical.changed(() -> logical.time().minusDays(1)));
    days(all, "tomorrow_", logical.changed(() -> logical.time().plusDays(1)));
    all.put("ts", logical.iso('T'));
    all.put("ts_nodash", Patterns.strftime(logical, "%Y%m%dT%H%M%S"));
    all.put("ts_nodash_with_tz", logical.iso('T').replace("-", "").replace(":", ""));
    all.put("logical_date", logical);
    all.put("execution_date", logical);
    all.put("data_interval_start", Moment.of(times.start()));
    all.put("data_interval_end", Moment.of(times.end()));
    all.put("prev_execution_date", moment(times.previous()));
    all.put("next_execution_date", moment(times.next()));
    all.put("timezone", times.zone().getId());
    RunContext.Names names = run.names();
    all.put("run_id", names.run());
    all.put("attempt", (long) names.attempt());
    all.put("workflow", names.workflow());
    all.put(
        "task_instance_key_str",
        "%s__%s__%s"
            .formatted(names.workflow(), names.task(), Patterns.strftime(logical, "%Y%m%d")));
    Map<String, @Nullable Object> parameters = known(run.parameters());
    all.put("params", parameters);
    all.put("values", known(run.values()));
    all.put("variables", known(run.variables()));
    all.put("grid", known(run.grid()));
    all.put("var", variables());
    all.put("macros", Macros.ALL);
    all.put("range", (Function) Macros::range);
    all.put(
        "dag",
        new Thing("<DAG: %s>".formatted(names.workflow()), Map.of("dag_id", names.workflow())));
    all.put("task", new Thing(names.task(), Map.of("task_id", names.task())));
    all.put(
        "dag_run",
        new Thing(
            names.run(),
            Map.of(
                "conf", known(run.conf()),
                "run_id", names.run(),
                "run_type", names.manual() ? "manual" : "scheduled",
                "external_trigger", names.manual(),
                "logical_date", logical)));
    Thing instance =
        new Thing(
            names.task(),
            Map.of(
                "task_id", names.task(),
                "dag_id", names.workflow(),
                "run_id", names.run(),
                "try_number", (long) names.attempt(),
                "xcom_pull", (Function) this::pull));
    all.put("ti", instance);
    all.put("task_instance", instance);
    return all;
  }

  private static void days(
      Map<String, @Nullable Object> all, String prefix, @Nullable Moment moment) {
    all.put(prefix + "ds", moment == null ? null : Patterns.strftime(moment, "%Y-%m-%d"));
    all.put(prefix + "ds_nodash", moment == null ? null : Patterns.strftime(moment, "%Y%m%d"));
  }

  private static @Nullable Moment moment(@Nullable Instant time) {
    return time == null ? null : Moment.of(time);
  }

  private static Map<String, @Nullable Object> known(Map<String, ?> values) {
    Map<String, @Nullable Object> known = new LinkedHashMap<>();
    values.forEach((name, value) -> known.put(name, Macros.known(value)));
    return known;
  }

  private Map<String, @Nullable Object> variables() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    run.variables()
        .forEach(
            (name, value) -> {
              try {
                json.put(
                    name,
                    value instanceof String text
                        ? Macros.json(text, new Budget())
                        : Macros.known(value));
              } catch (TemplateException e) {
                // var.json has only those that are JSON
              }
            });
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("value", known(run.variables()));
    all.put("json", json);
    return all;
  }

  /// One task's value, or a list of those that there are.
  private @Nullable Object pull(Arguments given) {
    String key = given.text(1, "key", RETURN_VALUE);
    Object tasks = given.get(0, "task_ids");
    if (tasks instanceof String task) {
      return value(task, key);
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (Object task : new Values(given.budget()).elements(tasks)) {
      Object value = value(String.valueOf(task), key);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private @Nullable Object value(String task, String key) {
    return Macros.known(run.values().getOrDefault(task, Map.of()).get(key));
  }
}
