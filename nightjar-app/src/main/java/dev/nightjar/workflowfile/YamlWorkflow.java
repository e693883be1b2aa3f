package dev.nightjar.workflowfile;

import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.FileTrigger;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.workflow.WorkflowException;
import dev.nightjar.yaml.YamlDocument;
import dev.nightjar.yaml.YamlValue;
import dev.nightjar.yaml.YamlValue.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads workflow files in YAML. `docs/workflows.md` tells what may be in one.
public final class YamlWorkflow {
  /// How many bytes a file may have: room for more than ten thousand tasks.
  public static final int LARGEST = 4 << 20;

  private static final String NAME = "[\\w.-]{1,250}";
  private static final int MOST_AT_ONCE = 1_000_000;

  private final FileReading reading;
  private final String file;

  private YamlWorkflow(String file, Path folder) {
    this.file = file;
    this.reading = new FileReading(file, folder);
  }

  /// Reads a file.
  ///
  /// @param file how messages and the workflow's source call it
  /// @param folder the absolute folder that it is in, from which its paths start
  public static WorkflowReading read(byte[] utf8, String file, Path folder) {
    return new YamlWorkflow(file, folder).read(YamlDocument.parse(utf8, LARGEST));
  }

  private WorkflowReading read(YamlDocument document) {
    document
        .mistakes()
        .forEach(mistake -> reading.problems().add(mistake.place(), mistake.problem()));
    WorkflowFile read = null;
    if (document.root() instanceof YamlValue.Mapping mapping) {
      read = workflow(new Fields(mapping, "", reading).checked(Keys.WORKFLOW));
    } else if (document.root() != null || reading.problems().isEmpty()) {
      reading
          .problems()
          .add(
              document.root() == null ? Place.START : document.root().place(),
              "the file holds no names with values: give it id and tasks");
    }
    return read == null || !reading.problems().isEmpty()
        ? new WorkflowReading.Broken(reading.problems().all())
        : new WorkflowReading.Read(read);
  }

  private @Nullable WorkflowFile workflow(Fields top) {
    String id = required(top);
    Map<String, Object> description = new LinkedHashMap<>();
    String about = top.text("description");
    if (about != null) {
      description.put("description", about);
    }
    String zone = top.text("timezone");
    if (zone != null) {
      description.put("timezone", zone);
    }
    var schedule = new ScheduleReader(top);
    ZoneId clocks = schedule.zone();
    DataIntervals intervals = schedule.read(clocks);
    FileTrigger on = trigger(top);
    Map<String, Object> parameters = top.values("parameters");
    var concurrency =
        new Concurrency(
            top.whole("max_runs", 1, MOST_AT_ONCE),
            top.whole("max_tasks", 1, MOST_AT_ONCE),
            top.positive("run_timeout"),
            top.positive("deadline"));
    List<AlertRule> alerts = alerts(top);
    List<String> tags = top.texts("tags");
    List<Task> tasks =
        tasks(top, clocks, parameters == null ? Set.of() : Set.copyOf(parameters.keySet()));
    if (id == null || tasks.isEmpty() || !reading.problems().isEmpty()) {
      return null;
    }
    try {
      var kind = file.endsWith(".java") ? Source.Kind.JAVA : Source.Kind.YAML;
      var source = new Source(kind, file, description);
      return new WorkflowFile(
          new Workflow(
              id,
              tags,
              Objects.requireNonNullElse(parameters, Map.of()),
              tasks,
              alerts,
              concurrency,
              source,
              on),
          intervals,
          reading.places());
    } catch (WorkflowException e) {
      reading.problems().add(top.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable String required(Fields top) {
    String id = top.text("id");
    if (!top.has("id") || top.isNull("id")) {
      top.problem("id", "is missing: give the workflow a name of its own");
    } else if (id != null && !id.matches(NAME)) {
      top.problem(
          "id", "must be 1 to 250 letters, digits, '_', '-' and '.', not '%s'".formatted(id));
    }
    return id;
  }

  private @Nullable FileTrigger trigger(Fields top) {
    Fields on = top.fields("on");
    if (on == null) {
      return null;
    }
    on.checked(Keys.ON);
    String files = on.text("file");
    Duration settle = on.positive("settle");
    if (!on.has("file") || on.isNull("file")) {
      on.problem("file", "is missing: give the path or pattern of files that start runs");
    } else if (files != null && files.contains("{{")) {
      on.problem("file", "is no template, as there is no run yet: give a path or pattern");
    }
    return files == null
        ? null
        : new FileTrigger(
            reading.absolute(files), Objects.requireNonNullElse(settle, FileTrigger.USUAL));
  }

  private static List<AlertRule> alerts(Fields top) {
    List<AlertRule> rules = new ArrayList<>();
    for (Fields one : top.list("alerts")) {
      one.checked(Keys.ALERT);
      List<AlertRule.On> on = one.words("on", AlertRule.On.values());
      String to = one.text("to");
      for (String key : Keys.ALERT) {
        if (!one.has(key) || one.isNull(key)) {
          one.problem(
              key,
              key.equals("on")
                  ? "is missing: say on what (failure, success, recovery, too_long, too_late)"
                  : "is missing: say where the alert goes, such as slack:#reports");
        }
      }
      if (to != null && !on.isEmpty()) {
        rules.add(new AlertRule(EnumSet.copyOf(on), to));
      }
    }
    return rules;
  }

  private List<Task> tasks(Fields top, ZoneId clocks, Set<String> parameters) {
    Fields all = top.fields("tasks");
    if (all == null || all.entries().isEmpty()) {
      if (all != null || !top.has("tasks") || top.isNull("tasks")) {
        top.problem("tasks", "is missing: give the workflow one task at least");
      }
      return List.of();
    }
    TaskReader reader = new TaskReader(reading.in(clocks), TaskDefaults.of(top));
    var tasks = new ArrayList<Task>();
    for (YamlValue.Entry entry : all.entries()) {
      String path = all.path(entry.name());
      if (!entry.name().matches(NAME)) {
        reading
            .problems()
            .add(
                entry.place(),
                "%s: the name of a task must be 1 to 250 letters, digits, '_', '-' and '.'"
                    .formatted(path));
      } else if (entry.value() instanceof YamlValue.Mapping mapping) {
        Task task = reader.read(entry.name(), new Fields(mapping, path, reading));
        if (task != null) {
          tasks.add(task);
        }
      } else {
        reading
            .problems()
            .add(
                entry.value().place(),
                "%s: must be a task such as {notebook: a.ipynb}, not %s"
                    .formatted(path, entry.value().words()));
      }
    }
    List<String> names = all.entries().stream().map(YamlValue.Entry::name).toList();
    new TaskOrder(reading, names).check(reader.after());
    new TemplateOrder(reading, parameters, new LinkedHashSet<>(names), reader.after()).check(tasks);
    return tasks;
  }
}
