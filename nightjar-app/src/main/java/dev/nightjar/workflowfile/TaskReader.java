package dev.nightjar.workflowfile;

import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.HttpRequest;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Reuse;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.Work;
import dev.nightjar.workflow.WorkflowException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads tasks of one file. Not thread-safe.
final class TaskReader {
  private static final List<String> FORMATS = List.of("ipynb", "html");
  private static final int MOST_AT_ONCE = 1_000_000;

  private final FileReading reading;
  private final TaskDefaults defaults;
  private final Map<String, List<String>> after = new LinkedHashMap<>();

  TaskReader(FileReading reading, TaskDefaults defaults) {
    this.reading = reading;
    this.defaults = defaults;
  }

  /// After what the tasks read come, also of those that something is wrong with.
  Map<String, List<String>> after() {
    return after;
  }

  /// The task; null if something is wrong.
  @Nullable Task read(String name, Fields fields) {
    fields.checked(Keys.TASK);
    List<String> upstream = fields.texts("after");
    after.put(name, upstream);
    TaskDefaults own = defaults.with(fields);
    Work work = work(fields, own);
    TriggerRule when = fields.word("when", TriggerRule.ofWork());
    Past past = past(fields);
    Duration deadline = fields.positive("deadline");
    Integer atOnce = fields.whole("at_once", 1, MOST_AT_ONCE);
    String group = fields.text("group");
    if (group != null && !group.matches("[\\w.-]{1,250}")) {
      fields.problem(
          "group", "must be letters, digits, '_', '-' and '.', not '%s'".formatted(group));
    }
    Map<String, Object> parameters = fields.values("parameters");
    Grid grid = new GridReader(fields).read();
    if (grid != null && fields.has("keep_kernel") && !fields.isNull("keep_kernel")) {
      fields.problem("keep_kernel", "does not go with grid: its points can't be resumed");
    }
    List<String> produces = fields.texts("produces").stream().map(reading::absolute).toList();
    Reuse reuse = new ReuseReader(fields).read();
    if (work == null) {
      return null;
    }
    try {
      return new Task(
          name,
          work,
          upstream,
          Objects.requireNonNullElse(when, TriggerRule.ALL_SUCCESS),
          own.retry(),
          own.limits().due(deadline),
          own.placement(),
          new Traits(parameters, past, null, atOnce, group, grid, produces, reuse));
    } catch (WorkflowException e) {
      reading.problems().add(fields.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static Past past(Fields fields) {
    PastWord word = fields.word("past", PastWord.values());
    return switch (word) {
      case null -> Past.IGNORED;
      case NONE -> Past.IGNORED;
      case SAME_TASK -> Past.SAME_TASK;
      case SAME_TASK_AND_NEXT -> Past.SAME_TASK_AND_NEXT;
    };
  }

  /// How files call what the model calls [Past].
  enum PastWord {
    NONE,
    SAME_TASK,
    SAME_TASK_AND_NEXT
  }

  private @Nullable Work work(Fields fields, TaskDefaults own) {
    String kind = fields.only(Keys.WORK, "does nothing", "does several things");
    if (kind == null) {
      return null;
    }
    Keys.ONLY_WITH.forEach(
        (key, with) -> {
          if (fields.has(key) && !with.contains(kind)) {
            fields.problem(key, "goes with %s, not with %s".formatted(listed(with), kind));
          }
        });
    if (fields.isNull(kind)) {
      fields.problem(kind, "says nothing");
      return null;
    }
    return switch (kind) {
      case "notebook" -> notebook(fields, own);
      case "shell" -> new CommandReader(fields, reading).shell();
      case "python" -> new CommandReader(fields, reading).python();
      case "wait" -> {
        Fields wait = fields.fields("wait");
        yield wait == null ? null : new WaitReader(wait, reading).read();
      }
      case "http", "sql", "email", "slack", "trigger" -> {
        Fields within = fields.fields(kind);
        yield within == null ? null : within(kind, within);
      }
      default -> {
        if (Boolean.FALSE.equals(fields.flag("empty"))) {
          fields.problem("empty", "must be true, or give the task something to do");
        }
        yield new EmptyWork();
      }
    };
  }

  private @Nullable Work within(String kind, Fields fields) {
    var call = new CallReader(fields, reading);
    return switch (kind) {
      case "http" -> {
        HttpRequest request = call.http();
        yield request == null ? null : new HttpWork(request);
      }
      case "sql" -> call.sql();
      case "email" -> call.email();
      case "slack" -> call.slack();
      default -> trigger(fields);
    };
  }

  /// As people list things: a, b and c.
  private static String listed(List<String> words) {
    return String.join(", ", words).replaceFirst(", (?=[^,]*$)", " and ");
  }

  private static @Nullable Work trigger(Fields fields) {
    fields.checked(Keys.TRIGGER);
    String workflow = fields.text("workflow");
    Map<String, Object> parameters = fields.values("parameters");
    Boolean waits = fields.flag("wait");
    if (!fields.has("workflow") || fields.isNull("workflow")) {
      fields.problem("workflow", "is missing: give the id of the workflow that it starts");
    }
    return workflow == null
        ? null
        : new TriggerWork(
            workflow, Objects.requireNonNullElse(parameters, Map.of()), Boolean.TRUE.equals(waits));
  }

  private static @Nullable Work notebook(Fields fields, TaskDefaults own) {
    String path = fields.text("notebook");
    List<String> formats = fields.texts("outputs");
    if (path == null) {
      return null;
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      fields.problem("notebook", "has a character that no file name has");
      return null;
    }
    try {
      return new NotebookWork(
          path.startsWith("./") ? path.substring(2) : path,
          own.environment(),
          Map.of(),
          false,
          fields.has("outputs") ? formats : FORMATS,
          NotebookWork.DEFAULT_OUTPUT_NAME,
          false,
          null);
    } catch (WorkflowException e) {
      fields.problem(
          "notebook",
          "'%s' must be a path with / from the folder of this file, and stay in it"
              .formatted(path));
      return null;
    }
  }
}
