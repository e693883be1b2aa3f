package dev.nightjar.dsl;

import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.WorkflowException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// A workflow that is being written. Each method adds to it and gives it back. Not thread-safe.
public final class Workflow {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Object> said = new LinkedHashMap<>();
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final int line = Lines.ofCaller();

  private Workflow(String name) {
    said.put("id", name);
  }

  /// A workflow without tasks yet.
  ///
  /// @param name letters, digits, `_`, `-` and `.`
  public static Workflow named(String name) {
    return new Workflow(name);
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
    return set("on", Map.of("file", pattern));
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

  /// Intervals since the start that ended, but for the latest, get a run as well.
  public Workflow catchup() {
    return set("catchup", true);
  }

  /// A parameter of runs that are given no other.
  ///
  /// @param value text, number, truth value, or a list or map of those
  public Workflow parameter(String name, Object value) {
    Nested.put(said, "parameters", name, value);
    return this;
  }

  /// How often tasks that say nothing of it are tried again, and after how long.
  public Workflow retry(int times, Duration delay) {
    return set("retry", Map.of("times", times, "delay", Nested.text(delay)));
  }

  /// After how long an attempt of a task that says nothing of it is stopped.
  public Workflow timeout(Duration limit) {
    return set("timeout", Nested.text(limit));
  }

  /// A run that goes on for longer fails.
  public Workflow runTimeout(Duration limit) {
    return set("run_timeout", Nested.text(limit));
  }

  /// How long after the end of its data interval a run is to be done, else an alert says that it is
  /// too late.
  public Workflow deadline(Duration time) {
    return set("deadline", Nested.text(time));
  }

  /// How many of its runs go on at a time.
  public Workflow maxRuns(int most) {
    return set("max_runs", most);
  }

  /// The pool of tasks that name no other.
  public Workflow pool(String name) {
    return set("pool", name);
  }

  /// The kernel, or conda or virtual environment, of notebooks that name no other.
  public Workflow environment(String name) {
    return set("environment", name);
  }

  /// Tells somebody of something.
  ///
  /// @param to such as `slack:#reports`
  @SuppressWarnings("unchecked") // only this puts alerts
  public Workflow alert(String to, AlertRule.On... on) {
    List<String> words = Stream.of(on).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
    ((List<Object>) said.computeIfAbsent("alerts", _ -> new ArrayList<>()))
        .add(Map.of("on", words, "to", to));
    return this;
  }

  /// Any other key of workflow files in YAML.
  ///
  /// @param value text, number, truth value, or a list or map of those
  public Workflow set(String key, Object value) {
    said.put(key, value);
    return this;
  }

  /// Adds a task.
  ///
  /// @param name by which others come after it
  /// @throws WorkflowException if there is one of that name
  public Workflow task(String name, Task task) {
    if (tasks.putIfAbsent(name, task) != null) {
      throw new WorkflowException(
          "workflow '%s' has two tasks named '%s': rename one".formatted(said.get("id"), name));
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
    List<Integer> lines = new ArrayList<>(List.of(line));
    String head = JSON.writeValueAsString(said);
    var yaml = new StringBuilder(head.substring(0, head.length() - 1)).append(",\"tasks\":{");
    tasks.forEach(
        (name, task) -> {
          yaml.append(lines.size() == 1 ? "\n" : ",\n")
              .append(JSON.writeValueAsString(name))
              .append(": ")
              .append(JSON.writeValueAsString(task.said()));
          lines.add(task.line());
        });
    lines.add(line);
    return new Written(yaml.append("\n}}\n").toString(), lines);
  }
}
