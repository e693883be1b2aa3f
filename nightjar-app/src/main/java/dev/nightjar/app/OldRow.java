package dev.nightjar.app;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.workflow.WorkflowException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A job or job definition as jupyter-scheduler stores it: a row of its table. Columns that its
/// version did not have yet are as if they were null.
///
/// @param columns what is not null
record OldRow(Map<String, Object> columns) {
  @Nullable String text(String column) {
    Object value = columns.get(column);
    return value == null ? null : value.toString();
  }

  String text(String column, String otherwise) {
    String text = text(column);
    return text == null || text.isBlank() ? otherwise : text;
  }

  boolean flag(String column) {
    return columns.get(column) instanceof Number number && number.intValue() != 0;
  }

  @Nullable Instant time(String column) {
    return columns.get(column) instanceof Number number
        ? Instant.ofEpochMilli(number.longValue())
        : null;
  }

  Instant created() {
    return Objects.requireNonNullElse(time("create_time"), Instant.EPOCH);
  }

  String notebook() {
    return text("input_filename", "");
  }

  String name() {
    return text("name", notebook());
  }

  /// The output formats that were asked for.
  List<String> formats() {
    return texts("output_formats");
  }

  private List<String> texts(String column) {
    List<String> texts = new ArrayList<>();
    json(column).forEach(one -> texts.add(one.asString("")));
    return texts;
  }

  private Map<String, Object> map(String column) {
    Map<String, Object> map = new LinkedHashMap<>();
    json(column)
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              map.put(
                  entry.getKey(),
                  value.isBoolean()
                      ? value.booleanValue()
                      : value.isIntegralNumber()
                          ? (Object) value.longValue()
                          : value.isNumber() ? (Object) value.doubleValue() : value.asString(""));
            });
    return map;
  }

  private JsonNode json(String column) {
    try {
      return Json.parse(text(column, "null"));
    } catch (JsonException e) {
      throw new WorkflowException("its column '%s' is no JSON".formatted(column));
    }
  }

  /// What it describes.
  ///
  /// @throws WorkflowException if that is nothing that can run here
  Workflow workflow() {
    var work =
        new NotebookWork(
            notebook(),
            text("runtime_environment_name"),
            map("runtime_environment_parameters"),
            true,
            formats(),
            text("output_filename_template", NotebookWork.DEFAULT_OUTPUT_NAME),
            flag("package_input_folder"),
            text("compute_type"));
    var task =
        new Task(
            "notebook",
            work,
            List.of(),
            TriggerRule.ALL_SUCCESS,
            Retry.NONE,
            Limits.NONE,
            Placement.LOCAL);
    return new Workflow(name(), texts("tags"), map("parameters"), List.of(task), List.of());
  }

  /// When a definition runs; null for never. As jupyter-scheduler has it, missed times are skipped
  /// and runs may overlap.
  @Nullable Timetable timetable() {
    String schedule = text("schedule", "");
    String zone = text("timezone", "UTC");
    return schedule.isEmpty()
        ? null
        : new Timetable(
            Schedule.parse(schedule),
            zone.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(zone),
            null,
            null,
            Duration.ZERO,
            Misfire.SKIP,
            Overlap.ALLOW);
  }

  /// The state in which a job ended.
  ///
  /// @throws WorkflowException if it has not
  RunState state() {
    String status = text("status", "");
    return switch (status) {
      case "COMPLETED" -> RunState.SUCCESS;
      case "FAILED" -> RunState.FAILED;
      case "STOPPED" -> RunState.STOPPED;
      default ->
          throw new WorkflowException("it is %s: let it end, and import again".formatted(status));
    };
  }

  /// When a job started. One that was STOPPED without a start never ran: jupyter-scheduler has that
  /// word for jobs whose process did not start, too.
  @Nullable Instant started() {
    Instant started = time("start_time");
    return started != null || state() == RunState.STOPPED ? started : created();
  }

  /// When a job ended: of those that failed or were stopped, jupyter-scheduler does not say.
  Instant ended() {
    return Optional.ofNullable(time("end_time"))
        .or(() -> Optional.ofNullable(time("update_time")))
        .orElse(created());
  }

  /// How a job ended. jupyter-scheduler keeps the whole traceback as the message of one that
  /// failed, with the error at its end.
  Outcome outcome() {
    String message = text("status_message", "");
    List<String> lines = message.lines().filter(line -> !line.isBlank()).toList();
    return switch (state()) {
      case SUCCESS -> new Outcome.Succeeded();
      case FAILED ->
          new Outcome.Failed(
              lines.isEmpty() ? "It failed." : lines.getLast().strip(),
              lines.size() > 1 ? message : null);
      case STOPPED -> new Outcome.Stopped(lines.isEmpty() ? "Stopped." : message);
      case QUEUED, RUNNING, STOPPING -> throw new IllegalStateException(message);
    };
  }
}
