package dev.nightjar.dsl;

import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.WorkflowException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// A workflow that is being written. Each method adds to it and gives it back. Not thread-safe.
public final class Workflow extends Settings<Workflow> {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final List<Map<String, Object>> alerts = new ArrayList<>();

  private Workflow() {}

  @Override
  Workflow self() {
    return this;
  }

  /// A workflow without tasks yet.
  ///
  /// @param name letters, digits, `_`, `-` and `.`
  public static Workflow named(String name) {
    return new Workflow().set("id", name);
  }

  /// What it is for.
  public Workflow description(String text) {
    return set("description", text);
  }

  /// Words by which it is found.
  public Workflow tags(String... words) {
    return set("tags", List.of(words));
  }

  /// When it runs: a cron expression, `@daily`, `every 15m`, `at 2026-12-01T06:00`.
  public Workflow schedule(String text) {
    return set("schedule", text);
  }

  /// Runs for each file that arrives; its path is the parameter `file`.
  ///
  /// @param pattern a path or glob pattern, from the folder of the file
  public Workflow onFile(String pattern) {
    return within("on", "file", pattern);
  }

  /// Runs for each file that arrives.
  ///
  /// @param settle a file counts as whole when it has not changed for so long
  public Workflow onFile(String pattern, Duration settle) {
    return onFile(pattern).within("on", "settle", Nested.text(settle));
  }

  /// Runs every day at that time, by the clocks of its time zone.
  public Workflow daily(LocalTime at) {
    return schedule("%d %d * * *".formatted(at.getMinute(), at.getHour()));
  }

  /// Runs every day at that time there.
  public Workflow daily(LocalTime at, ZoneId zone) {
    return daily(at).timezone(zone);
  }

  /// Runs again after so long.
  public Workflow every(Duration interval) {
    return schedule(interval.toString());
  }

  /// Whose clocks schedule, start and end are about; UTC if nothing is said.
  public Workflow timezone(ZoneId zone) {
    return set("timezone", zone.getId());
  }

  /// No run stands for an earlier day.
  public Workflow start(LocalDate day) {
    return set("start", day.toString());
  }

  /// No run stands for a later day.
  public Workflow end(LocalDate day) {
    return set("end", day.toString());
  }

  /// No run stands for an earlier time, by the clocks of its time zone.
  public Workflow start(LocalDateTime time) {
    return set("start", text(time));
  }

  /// No run stands for a later time, by the clocks of its time zone.
  public Workflow end(LocalDateTime time) {
    return set("end", text(time));
  }

  private static String text(LocalDateTime time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// Intervals since the start that ended, but for the latest, get a run as well.
  public Workflow catchup() {
    return set("catchup", true);
  }

  /// A run that goes on for longer fails.
  public Workflow runTimeout(Duration limit) {
    return set("run_timeout", Nested.text(limit));
  }

  /// How many of its runs go on at a time.
  public Workflow maxRuns(int most) {
    return set("max_runs", most);
  }

  /// How many of its tasks run at a time, over all its runs.
  public Workflow maxTasks(int most) {
    return set("max_tasks", most);
  }

  /// Tells somebody of something.
  ///
  /// @param to such as `slack:#reports`
  public Workflow alert(String to, AlertRule.On... on) {
    alerts.add(Map.of("on", Stream.of(on).map(Nested::text).toList(), "to", to));
    return set("alerts", alerts);
  }

  /// Adds a task.
  ///
  /// @param name by which others come after it
  /// @throws WorkflowException if there is one of that name
  public Workflow task(String name, Task task) {
    if (tasks.putIfAbsent(name, task) != null) {
      throw new WorkflowException(
          "workflow '%s' has two tasks named '%s': rename one".formatted(said().get("id"), name));
    }
    return this;
  }

  /// A workflow file.
  ///
  /// @param yaml what stands in it
  /// @param lines for each of its lines, that of the Java file in which it was said
  public record Written(String yaml, List<Integer> lines) {}

  /// The workflow as a workflow file in YAML.
  public Written written() {
    List<Integer> lines = new ArrayList<>(List.of(line()));
    String head = JSON.writeValueAsString(said());
    var yaml = new StringBuilder(head.substring(0, head.length() - 1)).append(",\"tasks\":{");
    tasks.forEach(
        (name, task) -> {
          yaml.append(lines.size() == 1 ? "\n" : ",\n")
              .append(JSON.writeValueAsString(name))
              .append(": ")
              .append(JSON.writeValueAsString(task.said()));
          lines.add(task.line());
        });
    lines.add(line());
    return new Written(yaml.append("\n}}\n").toString(), lines);
  }
}
