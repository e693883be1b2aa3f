package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// A command that does the same with each thing that it is given, one after the other; what can't
/// be done with one does not keep it from the others.
final class EachCommand implements Command {
  private final Options options;
  private final Positionals given;
  private final String done;
  private final BiFunction<Client, String, JsonNode> act;
  private final Connection connection;

  /// @param form of the arguments, such as `JOB...`
  /// @param done what is said of each then
  /// @param act does it with one; gives what the server answers
  EachCommand(
      Program program,
      Options options,
      String form,
      String done,
      BiFunction<Client, String, JsonNode> act) {
    this.options = options;
    this.given = options.positionals(form);
    this.done = done;
    this.act = act;
    this.connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return connection.with(
        client -> {
          int status = 0;
          ArrayNode answers = Json.array();
          for (String one : given.given()) {
            try {
              answers.add(act.apply(client, Client.encoded(one)));
              if (!connection.isForScripts()) {
                connection.out().println("%s  %s".formatted(Ansi.line(one), done));
              }
            } catch (ServerException problem) {
              if (problem.exitStatus() == ServerException.UNREACHED) {
                throw problem;
              }
              connection.err().println("nightjar: " + problem.getMessage());
              status = problem.exitStatus();
            }
          }
          if (connection.isForScripts()) {
            connection.print(answers);
          }
          return status;
        });
  }

  static EachCommand stopJobs(Program program) {
    var options =
        new Options(
            "Stops jobs: their kernels are interrupted, and killed if that does not end them.",
            """
            Example:
              nightjar jobs list --state running --json | jq -r '.items[].id' \\
                | xargs nightjar jobs stop
            """);
    return new EachCommand(
        program,
        options,
        "JOB...",
        "is asked to stop",
        (client, id) -> client.post("/api/jobs/%s/stop".formatted(id), Json.object()));
  }

  static EachCommand deleteJobs(Program program) {
    return new EachCommand(
        program,
        new Options("Deletes jobs with their files; those that run are stopped."),
        "JOB...",
        "is deleted",
        (client, id) -> {
          client.delete("/api/jobs/" + id);
          return Json.object();
        });
  }

  static EachCommand pauseDefinitions(Program program) {
    return new EachCommand(
        program,
        new Options("Pauses definitions: they start nothing by themselves."),
        "DEFINITION...",
        "is paused",
        (client, id) -> client.post("/api/definitions/%s/pause".formatted(id), Json.object()));
  }

  static EachCommand resumeDefinitions(Program program) {
    return new EachCommand(
        program,
        new Options("Resumes definitions: they run by their schedules again, from now on."),
        "DEFINITION...",
        "runs by its schedule again",
        (client, id) -> client.post("/api/definitions/%s/resume".formatted(id), Json.object()));
  }

  static EachCommand deleteDefinitions(Program program) {
    return new EachCommand(
        program,
        new Options("Deletes definitions with all their jobs and files."),
        "DEFINITION...",
        "is deleted",
        (client, id) -> {
          client.delete("/api/definitions/" + id);
          return Json.object();
        });
  }

  static EachCommand pauseWorkflows(Program program) {
    return workflows(
        program,
        new Options("Pauses workflows: they start nothing by themselves."),
        "is paused",
        true);
  }

  static EachCommand resumeWorkflows(Program program) {
    return workflows(
        program,
        new Options("Resumes workflows: they run by their schedules again."),
        "runs by its schedule again",
        false);
  }

  private static EachCommand workflows(
      Program program, Options options, String done, boolean paused) {
    return new EachCommand(
        program,
        options,
        "WORKFLOW...",
        done,
        (client, key) ->
            client.sendBody(
                "PATCH", "/api/workflows/" + key, Json.object().put("paused", paused), Map.of()));
  }

  static EachCommand stopRuns(Program program) {
    return new EachCommand(
        program,
        new Options("Stops runs: what has not started is left out, what runs is asked to end."),
        "RUN...",
        "is asked to stop",
        (client, id) -> client.post("/api/runs/%s/stop".formatted(id), Json.object()));
  }

  static EachCommand deletePools(Program program) {
    return new EachCommand(
        program,
        new Options("Deletes pools; jobs that ask for one wait until it is there again."),
        "POOL...",
        "is deleted",
        (client, name) -> {
          client.delete("/api/pools/" + name);
          return Json.object();
        });
  }

  static EachCommand deleteVariables(Program program) {
    return deletes(program, new Options("Deletes variables."), "VARIABLE...", "/api/variables/");
  }

  static EachCommand deleteConnections(Program program) {
    return deletes(
        program, new Options("Deletes connections."), "CONNECTION...", "/api/connections/");
  }

  private static EachCommand deletes(Program program, Options options, String form, String path) {
    return new EachCommand(
        program,
        options,
        form,
        "is deleted",
        (client, name) -> {
          client.delete(path + name);
          return Json.object();
        });
  }
}
