package dev.nightjar.cli;

import tools.jackson.databind.JsonNode;

/// `nightjar runs explain`.
final class RunsExplainCommand implements Command {
  private final Options options =
      new Options(
          "Says whether a task did its work or reused that of an earlier run, and why.",
          """
          Examples:
            nightjar runs explain RUN train
          """);
  private final Positionals given = options.positionals("RUN TASK");
  private final Connection connection;

  RunsExplainCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return connection.show(
        client ->
            client.get(
                "/api/runs/%s/tasks/%s/reuse"
                    .formatted(
                        Client.encoded(given.first()), Client.encoded(given.given().get(1)))),
        this::tell);
  }

  private void tell(JsonNode reuse) {
    String task = Looks.text(reuse.path("task"));
    connection
        .out()
        .println(
            switch (reuse.path("decision").asString("")) {
              case "reused" ->
                  "%s  reused from run %s".formatted(task, Looks.text(reuse.path("from_run")));
              case "done" -> "%s  done anew:".formatted(task);
              default ->
                  reuse.path("asks").asBoolean(false)
                      ? "%s  not decided yet: it is %s"
                          .formatted(task, connection.looks().state(reuse.path("state")))
                      : "%s  does its work each time: its file does not say reuse".formatted(task);
            });
    reuse
        .path("reasons")
        .forEach(reason -> connection.out().println("  " + Ansi.line(reason.asString(""))));
  }
}
