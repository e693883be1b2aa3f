package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar runs clear` and `nightjar runs mark`: what becomes of tasks of a run.
final class RunsChangeCommand implements Command {
  private final boolean clears;
  private final Options options;
  private final Positionals given;
  private final Option<String> tasks;
  private final Option<Boolean> failed;
  private final Option<Boolean> upstream;
  private final Option<Boolean> downstream;
  private final Option<Boolean> reuse;
  private final Connection connection;

  private RunsChangeCommand(Program program, boolean clears, Options options) {
    this.clears = clears;
    this.options = options;
    this.given = options.positionals(clears ? "RUN" : "RUN STATE");
    this.tasks =
        options.text(
            "--task NAME",
            clears
                ? "This task; may be repeated (default: all)."
                : "This task, not the run; may be repeated.");
    var more = clears ? options : new Options("");
    this.failed = more.flag("--failed", "Of those only what failed, or could not start.");
    this.upstream = more.flag("--upstream", "And all before them.");
    this.downstream = more.flag("--downstream", "And all after them.");
    this.reuse = more.flag("--reuse", "Let them reuse what was done for the same inputs before.");
    this.connection = new Connection(options, program);
  }

  static RunsChangeCommand clear(Program program) {
    return new RunsChangeCommand(
        program,
        true,
        new Options(
            "Has tasks of a run run again; prints their names. A run that had ended goes on.",
            """
            Examples:
              nightjar runs clear RUN --failed
              nightjar runs clear RUN --task load --downstream
            """));
  }

  static RunsChangeCommand mark(Program program) {
    return new RunsChangeCommand(
        program,
        false,
        new Options(
            "Says how a run, or tasks of it, ended, whatever they did: success, failed, or for tasks"
                + " skipped. What runs is stopped.",
            """
            Examples:
              nightjar runs mark RUN success
              nightjar runs mark RUN skipped --task load
            """));
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    ObjectNode body = Json.object();
    if (!tasks.values().isEmpty()) {
      var names = body.putArray("tasks");
      tasks.values().forEach(names::add);
    }
    if (clears) {
      put(body, "only_failed", failed);
      put(body, "upstream", upstream);
      put(body, "downstream", downstream);
      put(body, "reuse", reuse);
    } else {
      body.put("state", given.given().get(1));
    }
    String path =
        "/api/runs/%s/%s".formatted(Client.encoded(given.first()), clears ? "clear" : "mark");
    return connection.show(client -> client.post(path, body), this::tell);
  }

  private static void put(ObjectNode body, String name, Option<Boolean> flag) {
    if (flag.isGiven()) {
      body.put(name, true);
    }
  }

  private void tell(JsonNode answer) {
    List<String> names = new ArrayList<>();
    answer.path("tasks").forEach(name -> names.add(Looks.text(name)));
    names.forEach(connection.out()::println);
    if (names.isEmpty() && (clears || !tasks.values().isEmpty())) {
      connection.err().println("No task was other than that.");
    } else {
      connection
          .err()
          .println("The run is %s.".formatted(connection.looks().state(answer.at("/run/state"))));
    }
  }
}
