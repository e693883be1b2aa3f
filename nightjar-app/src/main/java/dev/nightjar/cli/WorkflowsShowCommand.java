package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.picture.Drawn;
import dev.nightjar.picture.SvgPicture;
import dev.nightjar.picture.TextPicture;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.workflowfile.WorkflowReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar workflows show`: which task of a workflow file comes after which.
final class WorkflowsShowCommand implements Command {
  private static final int FAILED = 1;
  private static final int WRONG = 2;

  /// More lanes than a screen has would lead to nothing.
  private static final int MOST_DRAWN = 300;

  private final Options options =
      new Options(
          "Draws the tasks of a workflow file: one a line, below those that it comes after, with"
              + " lines that lead from one to the other. More than 300 tasks are only listed.",
          """
          Examples:
            nightjar workflows show bikeshare.yaml
            nightjar workflows show bikeshare.yaml --svg bikeshare.svg
          """);
  private final Positionals files = options.positionals("FILE");
  private final Option<String> dag =
      options.text("--dag ID", "Which DAG of an Airflow file that has several.");
  private final Option<Path> svg =
      options.path("--svg FILE", "Write a picture for browsers to this file instead.");
  private final Option<Boolean> json =
      options.flag("--json", "Print one JSON object: id, tasks (name, kind, after, group).");
  private final Program program;

  WorkflowsShowCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    List<Workflow> found = new ArrayList<>();
    for (WorkflowReading reading : new FileReader(program).read(files.first())) {
      switch (reading) {
        case WorkflowReading.Broken(var problems) -> {
          problems.forEach(
              problem -> program.terminal().err().println(Ansi.line(problem.toString())));
          return WRONG;
        }
        case WorkflowReading.Read(var file) -> found.add(file.workflow());
      }
    }
    String names = found.stream().map(Workflow::name).collect(Collectors.joining(", "));
    found.removeIf(one -> dag.isGiven() && !one.name().equals(dag.orNull()));
    if (found.size() == 1) {
      return show(found.getFirst());
    }
    program
        .terminal()
        .err()
        .println(
            Ansi.line(
                "nightjar: %s has these workflows, choose one by --dag: %s"
                    .formatted(files.first(), names)));
    return WRONG;
  }

  private int show(Workflow workflow) {
    List<Drawn> tasks = workflow.tasks().stream().map(Drawn::of).toList();
    Path picture = svg.orNull();
    if (picture != null) {
      return write(picture, SvgPicture.file("Workflow " + workflow.name(), tasks));
    }
    if (json.isGiven()) {
      program.printJson(json(workflow, tasks));
      return 0;
    }
    boolean colours =
        program.environment().stdoutIsTerminal()
            && program.environment().variables().getOrDefault("NO_COLOR", "").isEmpty();
    if (tasks.size() > MOST_DRAWN) {
      tasks.forEach(
          task ->
              program
                  .terminal()
                  .out()
                  .println(
                      label(task, colours)
                          + (task.after().isEmpty()
                              ? ""
                              : "  after " + String.join(", ", task.after()))));
    } else {
      TextPicture.lines(tasks, task -> label(task, colours))
          .forEach(program.terminal().out()::println);
    }
    return 0;
  }

  private static String label(Drawn task, boolean colours) {
    String kind = Ansi.line(task.group() == null ? task.kind() : task.kind() + ", " + task.group());
    return colours
        ? Ansi.BOLD + task.name() + Ansi.RESET + "  " + Ansi.DIM + kind + Ansi.RESET
        : "%s  (%s)".formatted(task.name(), kind);
  }

  private int write(Path picture, String content) {
    Path target = program.environment().directory().resolve(picture);
    try {
      Files.write(target, content.getBytes(StandardCharsets.UTF_8));
      return 0;
    } catch (IOException e) {
      program
          .terminal()
          .err()
          .println("nightjar: %s can't be written: %s".formatted(picture, Ansi.line(e.toString())));
      return FAILED;
    }
  }

  private static ObjectNode json(Workflow workflow, List<Drawn> tasks) {
    ObjectNode json = Json.object().put("id", workflow.name());
    ArrayNode list = json.putArray("tasks");
    for (Drawn task : tasks) {
      ObjectNode one = list.addObject().put("name", task.name()).put("kind", task.kind());
      ArrayNode after = one.putArray("after");
      task.after().forEach(after::add);
      one.put("group", task.group());
    }
    return json;
  }
}
