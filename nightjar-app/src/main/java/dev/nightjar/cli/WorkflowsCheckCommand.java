package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.workflow.FileTrigger;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.workflowfile.FileProblem;
import dev.nightjar.workflowfile.WorkflowFile;
import dev.nightjar.workflowfile.WorkflowReading;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar workflows check`: what is wrong with workflow files.
final class WorkflowsCheckCommand implements Command {
  private static final int WRONG = 2;
  private static final int NEXT = 5;
  private static final int MOST_NAMES = 12;
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss XXX");

  private final Options options =
      new Options(
          "Reads workflow files (YAML, Java and Airflow's, of which each DAG is shown) and says all"
              + " that is wrong with them: keys, values, tasks that come"
              + " after each other, notebooks that are not there. Shows the tasks and the next runs"
              + " of those that are fine. The exit status is 2 if something is wrong; warnings, such"
              + " as of a parameter that a notebook does not know, change nothing.",
          """
          Examples:
            nightjar workflows check workflows/*.yaml dags/*.py
            nightjar workflows check --json bikeshare.yaml | jq '.files[0].next'
          """);
  private final Positionals files = options.positionals("FILES...");
  private final Option<Boolean> json =
      options.flag(
          "--json",
          "Print one JSON object: files, each with file, id, tasks, points (of grids; null if"
              + " templates say how many), schedule, on, next, problems,"
              + " warnings.");
  private final Program program;

  WorkflowsCheckCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  /// What is known of a file.
  private record Checked(
      String name,
      @Nullable WorkflowFile file,
      List<DataInterval> next,
      List<FileProblem> problems,
      List<FileProblem> warnings) {}

  @Override
  public int run() {
    List<Checked> all =
        files.given().stream()
            .flatMap(
                name -> new FileReader(program).read(name).stream().map(read -> check(name, read)))
            .toList();
    if (json.isGiven()) {
      ObjectNode document = Json.object();
      ArrayNode list = document.putArray("files");
      all.forEach(one -> list.add(json(one)));
      program.printJson(document);
    } else {
      all.forEach(this::print);
    }
    return all.stream().allMatch(one -> one.problems().isEmpty()) ? 0 : WRONG;
  }

  private Checked check(String name, WorkflowReading read) {
    Path path = program.environment().directory().resolve(name);
    return switch (read) {
      case WorkflowReading.Broken(var problems) ->
          new Checked(name, null, List.of(), problems, List.of());
      case WorkflowReading.Read(var file) -> {
        Path folder = path.toAbsolutePath().normalize().getParent();
        NotebookChecks checks = new NotebookChecks(name, folder == null ? path : folder);
        checks.check(file);
        yield new Checked(name, file, next(file), checks.problems(), checks.warnings());
      }
    };
  }

  private List<DataInterval> next(WorkflowFile file) {
    DataIntervals intervals = file.intervals();
    List<DataInterval> next = new ArrayList<>();
    DataInterval last = null;
    while (intervals != null && next.size() < NEXT) {
      last = intervals.next(last, program.clock().instant()).orElse(null);
      if (last == null) {
        break;
      }
      next.add(last);
    }
    return next;
  }

  private void print(Checked checked) {
    PrintStream out = program.terminal().out();
    PrintStream err = program.terminal().err();
    checked.problems().forEach(problem -> err.println(Ansi.line(problem.toString())));
    checked
        .warnings()
        .forEach(
            warning ->
                err.println(
                    Ansi.line(
                        new FileProblem(
                                warning.file(), warning.place(), "warning: " + warning.text())
                            .toString())));
    WorkflowFile file = checked.file();
    if (file == null) {
      return;
    }
    out.println(checked.name());
    Workflow workflow = file.workflow();
    List<String> names = workflow.tasks().stream().map(WorkflowsCheckCommand::named).toList();
    String more =
        names.size() > MOST_NAMES ? ", and %,d more".formatted(names.size() - MOST_NAMES) : "";
    new Facts()
        .add("  Workflow", workflow.name())
        .add("  Tasks", names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + more)
        .add("  Schedule", schedule(file))
        .print(out);
    if (!checked.next().isEmpty()) {
      out.println("  Next runs");
    }
    for (DataInterval interval : checked.next()) {
      out.println("    " + time(file, interval));
    }
  }

  private static String named(Task task) {
    if (task.traits().grid() == null) {
      return task.name();
    }
    Long size = size(task);
    return task.name() + (size == null ? " (a grid)" : " (%,d points)".formatted(size));
  }

  /// How many points there are; null if templates say that.
  private static @Nullable Long size(Task task) {
    Grid grid = task.traits().grid();
    return grid != null && grid.size().isPresent() ? grid.size().getAsLong() : null;
  }

  private static String time(WorkflowFile file, DataInterval interval) {
    DataIntervals intervals = file.intervals();
    return intervals == null
        ? ""
        : "%s  for %s"
            .formatted(
                LOCAL.format(interval.end().atZone(intervals.timetable().zone())),
                LOCAL.format(interval.start().atZone(intervals.timetable().zone())));
  }

  private static String schedule(WorkflowFile file) {
    DataIntervals intervals = file.intervals();
    FileTrigger on = file.workflow().on();
    String files = on == null ? "" : "for each file " + on.files();
    if (intervals == null) {
      return on == null ? "none: started by hand" : files;
    }
    return (on == null ? "" : files + "; ")
        + "%s (%s)"
            .formatted(
                intervals.timetable().schedule().describe(), intervals.timetable().zone().getId());
  }

  private static ObjectNode json(Checked checked) {
    ObjectNode json = Json.object().put("file", checked.name());
    WorkflowFile file = checked.file();
    json.put("id", file == null ? null : file.workflow().name());
    ArrayNode tasks = json.putArray("tasks");
    ObjectNode points = json.putObject("points");
    json.putNull("schedule");
    json.putNull("on");
    if (file != null) {
      file.workflow().tasks().forEach(task -> tasks.add(task.name()));
      file.workflow().tasks().stream()
          .filter(task -> task.traits().grid() != null)
          .forEach(task -> points.put(task.name(), size(task)));
      FileTrigger on = file.workflow().on();
      if (on != null) {
        json.putObject("on").put("file", on.files()).put("settle", on.settle().toString());
      }
      DataIntervals intervals = file.intervals();
      if (intervals != null) {
        json.putObject("schedule")
            .put("text", intervals.timetable().schedule().text())
            .put("description", intervals.timetable().schedule().describe())
            .put("timezone", intervals.timetable().zone().getId())
            .put("catchup", intervals.catchup());
      }
    }
    ArrayNode next = json.putArray("next");
    for (DataInterval interval : checked.next()) {
      next.addObject()
          .put("at", interval.end().toString())
          .put("start", interval.start().toString())
          .put("end", interval.end().toString());
    }
    add(json.putArray("problems"), checked.problems());
    add(json.putArray("warnings"), checked.warnings());
    return json;
  }

  private static void add(ArrayNode list, List<FileProblem> problems) {
    for (FileProblem problem : problems) {
      list.addObject()
          .put("line", problem.place().line())
          .put("column", problem.place().column())
          .put("text", problem.text());
    }
  }
}
