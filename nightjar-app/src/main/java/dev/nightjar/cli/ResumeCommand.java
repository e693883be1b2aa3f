package dev.nightjar.cli;

import dev.nightjar.json.Json;
import tools.jackson.databind.JsonNode;

/// `nightjar tasks resume` and `nightjar jobs resume`.
final class ResumeCommand implements Command {
  private final Options options;
  private final Positionals given;
  private final String path;
  private final Connection connection;

  private ResumeCommand(Program program, Options options, String form, String path) {
    this.options = options;
    this.given = options.positionals(form);
    this.path = path;
    this.connection = new Connection(options, program);
  }

  static ResumeCommand ofTask(Program program) {
    return new ResumeCommand(
        program,
        new Options(
            "Has a failed notebook task go on from its failed cell, in the kernel that it kept"
                + " (`keep_kernel` in its file); all after it runs again. Prints the names of these"
                + " tasks. Where no kernel is left, all cells of the notebook run again.",
            """
            Example:
              nightjar tasks resume RUN load
            """),
        "RUN TASK",
        "/api/runs/%s/tasks/%s/resume");
  }

  static ResumeCommand ofJob(Program program) {
    return new ResumeCommand(
        program,
        new Options(
            "Has a failed job go on from its failed cell, in the kernel that it kept"
                + " (--keep-kernel). Where no kernel is left, all cells run again.",
            """
            Example:
              nightjar jobs resume JOB
            """),
        "JOB",
        "/api/jobs/%s/resume");
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    Object[] names = given.given().stream().map(Client::encoded).toArray();
    return connection.show(client -> client.post(path.formatted(names), Json.object()), this::tell);
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
