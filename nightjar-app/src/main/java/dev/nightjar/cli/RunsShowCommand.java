package dev.nightjar.cli;

import tools.jackson.databind.JsonNode;

/// `nightjar runs show`.
final class RunsShowCommand implements Command {
  private final Options options =
      new Options("Shows a run of a workflow: its tasks, where they stand and why.");
  private final Positionals ids = options.positionals("RUN");
  private final Connection connection;

  RunsShowCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return connection.show(
        client -> client.get("/api/runs/" + Client.encoded(ids.first())), this::show);
  }

  private void show(JsonNode run) {
    Looks looks = connection.looks();
    var facts =
        new Facts()
            .add("run", run.path("id").asString(""))
            .add("workflow", Looks.text(run.path("workflow")))
            .add("key", Looks.text(run.path("key")))
            .add("state", looks.state(run.path("state")))
            .add("message", Looks.text(run.path("message")))
            .add("time", Looks.text(run.path("logical_time")))
            .add(
                "created",
                "%s by %s"
                    .formatted(
                        looks.time(run.path("created_at")), Looks.text(run.path("created_by"))))
            .add("took", looks.took(run.path("started_at"), run.path("ended_at")));
    if (!run.path("parameters").isEmpty()) {
      facts.add("parameters", Ansi.line(run.path("parameters").toString()));
    }
    facts.print(connection.out());
    connection.out().println();
    var tasks = new Table("TASK", "STATE", "TRIES", "STARTED", "TOOK", "WHY");
    for (JsonNode task : run.path("tasks")) {
      tasks.add(
          Looks.text(task.path("name")),
          looks.state(task.path("state")),
          task.path("tries").asString(""),
          looks.time(task.path("started_at")),
          looks.took(task.path("started_at"), task.path("ended_at")),
          task.path("reason").isNull() ? "" : Table.beginning(Looks.text(task.path("reason")), 60));
    }
    connection.print(tasks);
    ValueTable.ofTasks(run.path("tasks")).forEach(connection.out()::println);
  }
}
