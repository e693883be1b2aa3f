package dev.nightjar.workflowfile;

import dev.nightjar.workflow.HttpRequest;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import dev.nightjar.workflow.Work;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads what a task waits for.
///
/// @param fields of the wait
record WaitReader(Fields fields, FileReading reading) {
  /// Null if something is wrong.
  @Nullable Work read() {
    fields.checked(Keys.WAIT);
    String kind = fields.only(Keys.WAIT_FOR, "waits for nothing", "waits for several things");
    Duration every = fields.positive("every");
    Duration timeout = fields.positive("timeout");
    Boolean soft = fields.flag("soft");
    Wait until = kind == null ? null : until(kind);
    return until == null
        ? null
        : new WaitWork(
            until,
            Objects.requireNonNullElse(every, WaitWork.USUAL),
            timeout,
            Boolean.TRUE.equals(soft));
  }

  private @Nullable Wait until(String kind) {
    for (String key : List.of("tasks", "run")) {
      if (fields.has(key) && !kind.equals("workflow")) {
        fields.problem(key, "goes with workflow, not with %s".formatted(kind));
      }
    }
    if (fields.isNull(kind)) {
      fields.problem(kind, "says nothing");
      return null;
    }
    return switch (kind) {
      case "file" -> {
        String path = fields.text("file");
        yield path == null ? null : new Wait.ForFile(reading.absolute(path), path.contains("**"));
      }
      case "time" -> time();
      case "time_of_day" -> timeOfDay();
      case "after_interval" -> {
        Duration delay = fields.duration("after_interval");
        yield delay == null ? null : new Wait.AfterInterval(delay);
      }
      case "http" -> {
        Fields within = fields.fields("http");
        HttpRequest request = within == null ? null : new CallReader(within, reading).http();
        yield request == null ? null : new Wait.ForHttp(request);
      }
      default -> workflow();
    };
  }

  private @Nullable Wait time() {
    String text = fields.written("time", "a time");
    if (text == null) {
      return null;
    }
    if (text.matches("\\d{1,2}:\\d{2}(:\\d{2})?")) {
      fields.problem(
          "time",
          "must be a moment such as 2026-12-01T06:30Z: a time of day is time_of_day: \"%s\""
              .formatted(text));
      return null;
    }
    try {
      return new Wait.ForTime(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      fields.problem(
          "time", "must be a moment such as 2026-12-01T06:30Z, not '%s'".formatted(text));
      return null;
    }
  }

  private @Nullable Wait timeOfDay() {
    String text = fields.written("time_of_day", "a time of day such as 06:30");
    if (text == null) {
      return null;
    }
    try {
      return new Wait.ForTimeOfDay(LocalTime.parse(text), reading.zone());
    } catch (DateTimeException e) {
      fields.problem(
          "time_of_day", "must be a time of day such as 06:30, not '%s'".formatted(text));
      return null;
    }
  }

  private @Nullable Wait workflow() {
    String workflow = fields.text("workflow");
    List<String> tasks = fields.texts("tasks");
    fields.word("run", Which.values());
    return workflow == null
        ? null
        : new Wait.ForRun(
            workflow, null, null, tasks, List.of("success"), List.of("failed", "upstream_failed"));
  }

  /// Which run of the other workflow.
  enum Which {
    /// The one that stands for the same time.
    SAME_TIME
  }
}
