package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.notebook.parameters.ParameterValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Which task instances are asked for: those for which all that is said here holds.
///
/// @param tasks of these names; empty for any, as with the other lists
/// @param longest seconds; null for any
/// @param times bounds by their names in the address
record TaskInstanceFilter(
    List<String> tasks,
    List<String> states,
    List<String> pools,
    List<String> queues,
    @Nullable Double longest,
    @Nullable Double shortest,
    Map<String, String> times) {
  private static final List<String> STATES =
      List.of(
          "none",
          "queued",
          "running",
          "restarting",
          "success",
          "failed",
          "upstream_failed",
          "skipped",
          "up_for_retry",
          "up_for_reschedule",
          "deferred",
          "scheduled",
          "removed");

  private static final List<String> TIMES =
      List.of("start_date_gte", "start_date_lte", "end_date_gte", "end_date_lte");

  TaskInstanceFilter {
    for (String state : states) {
      if (!STATES.contains(state)) {
        throw AirflowProblem.bad(
            "'%s' is not one of %s"
                .formatted(
                    state.substring(0, Math.min(50, state.length())),
                    ParameterValue.of(Described.json(STATES)).repr()));
      }
    }
  }

  /// What an address asks for.
  static TaskInstanceFilter of(Asked asked) {
    Map<String, String> times = new HashMap<>();
    for (String name : TIMES) {
      Instant time = asked.time(name);
      if (time != null) {
        times.put(name, Moments.text(time));
      }
    }
    return new TaskInstanceFilter(
        List.of(),
        asked.texts("state"),
        asked.texts("pool"),
        asked.texts("queue"),
        asked.number("duration_lte"),
        asked.number("duration_gte"),
        times);
  }

  /// What a body asks for.
  static TaskInstanceFilter of(Given given) {
    Map<String, String> times = new HashMap<>();
    for (String name : TIMES) {
      OffsetDateTime time = given.time(name);
      if (time != null) {
        times.put(name, Moments.text(time.toInstant()));
      }
    }
    return new TaskInstanceFilter(
        texts(given, "task_ids"),
        texts(given, "state"),
        texts(given, "pool"),
        texts(given, "queue"),
        given.number("duration_lte"),
        given.number("duration_gte"),
        times);
  }

  private static List<String> texts(Given given, String name) {
    return Objects.requireNonNullElse(given.texts(name), List.of());
  }

  boolean lets(ObjectNode item) {
    String state = item.path("state").asString("none");
    double duration = item.path("duration").asDouble(Double.NaN);
    return (tasks.isEmpty() || tasks.contains(item.path("task_id").asString("")))
        && (states.isEmpty() || states.contains(state))
        && (pools.isEmpty() || pools.contains(item.path("pool").asString("")))
        && (queues.isEmpty() || queues.contains(item.path("queue").asString("")))
        && (longest == null || duration <= longest)
        && (shortest == null || duration >= shortest)
        && times.entrySet().stream().allMatch(one -> lets(item, one.getKey(), one.getValue()));
  }

  private static boolean lets(ObjectNode item, String name, String bound) {
    String time = item.path(name.substring(0, name.length() - 4)).asString("");
    int order = time.compareTo(bound);
    return !time.isEmpty() && (name.endsWith("gte") ? order >= 0 : order <= 0);
  }
}
