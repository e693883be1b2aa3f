package dev.nightjar.cli;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/// `nightjar jobs show`.
final class JobsShowCommand implements Command {
  private final Options options =
      new Options("Shows a job: what was asked for, its attempts, and the files that it left.");
  private final Positionals ids = options.positionals("JOB");
  private final Connection connection;

  JobsShowCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return connection.show(
        client -> client.get("/api/jobs/" + Client.encoded(ids.first())), this::show);
  }

  private void show(JsonNode job) {
    Looks looks = connection.looks();
    PrintStream out = connection.out();
    var facts =
        new Facts()
            .add("job", job.path("id").asString(""))
            .add("name", Looks.text(job.path("name")))
            .add("state", looks.state(job.path("state")))
            .add("message", Looks.text(job.path("message")))
            .add("definition", Looks.text(job.path("definition_id")))
            .add(
                "created",
                "%s by %s"
                    .formatted(
                        looks.time(job.path("created_at")), Looks.text(job.path("created_by"))))
            .add("took", looks.took(job.path("started_at"), job.path("ended_at")));
    WorkFacts.add(facts, job);
    facts.print(out);
    out.println();
    var attempts = new Table("ATTEMPT", "OUTCOME", "STARTED", "TOOK", "CELLS", "MESSAGE");
    for (JsonNode attempt : job.path("attempts")) {
      JsonNode progress = attempt.path("progress");
      attempts.add(
          attempt.path("number").asString(""),
          Looks.text(attempt.path("outcome")),
          looks.time(attempt.path("started_at")),
          looks.took(attempt.path("started_at"), attempt.path("ended_at")),
          progress.path("cell").isNumber()
              ? "%d/%d"
                  .formatted(
                      progress.path("cell").intValue() + 1, progress.path("cells").intValue())
              : "-",
          Table.beginning(Looks.text(attempt.path("message")), 60));
    }
    connection.print(attempts);
    ValueTable.of(job.path("values")).forEach(out::println);
    if (!job.path("artifacts").isEmpty()) {
      out.println();
      var files = new Table("FILE", "KIND", "SIZE");
      for (JsonNode file : job.path("artifacts")) {
        files.add(
            Looks.text(file.path("path")),
            Looks.text(file.path("kind")),
            Sizes.words(file.path("size").asLong(0)));
      }
      connection.print(files);
    }
  }
}
