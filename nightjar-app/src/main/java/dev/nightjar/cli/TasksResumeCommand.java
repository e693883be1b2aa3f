package dev.nightjar.cli;

import dev.nightjar.json.Json;
import tools.jackson.databind.JsonNode;

/// `nightjar tasks resume`.
final class TasksResumeCommand implements Command {
  private final Options options =
      new Options(
          "Has a failed notebook task go on from its failed cell, in the kernel that it kept"
              + " (`keep_kernel` in its file); all after it runs again. Prints the names of these"
              + " tasks. Where no kernel is left, all cells of the notebook run again.",
          """
          Example:
            nightjar tasks resume RUN load
          """);
  private final Positionals given = options.positionals("RUN TASK");
  private final Connection connection;

  TasksResumeCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    String path =
        "/api/runs/%s/tasks/%s/resume"
            .formatted(Client.encoded(given.first()), Client.encoded(given.given().get(1)));
    return connection.show(client -> client.post(path, Json.object()), this::tell);
  }

  private void tell(JsonNode answer) {
    answer.path("tasks").forEach(name -> connection.out().println(Looks.text(name)));
    JsonNode cell = answer.path("cell");
    connection
        .err()
        .println(
            cell.isNull()
                ? "No kernel is left: all cells run again, from the top."
                : "It goes on from cell %d.".formatted(cell.asInt()));
  }
}
