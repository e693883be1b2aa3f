package dev.nightjar.cli;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar definitions create` and `nightjar definitions update`.
final class DefinitionsChangeCommand implements Command {
  private final boolean creates;
  private final Options options;
  private final Positionals given;
  private final JobSettings settings;
  private final ScheduleSettings schedule;
  private final Option<Boolean> paused;
  private final Option<Boolean> unscheduled;
  private final Option<String> notebook;
  private final Connection connection;

  private DefinitionsChangeCommand(Program program, boolean creates, Options options) {
    this.creates = creates;
    this.options = options;
    this.given = options.positionals(creates ? "NOTEBOOK" : "DEFINITION");
    this.settings = new JobSettings(options);
    this.schedule = new ScheduleSettings(options);
    this.paused = options.flag("--paused", "Start nothing by itself.");
    var rest = creates ? new Options("") : options;
    this.unscheduled = rest.flag("--no-schedule", "Take the schedule away.");
    this.notebook = rest.text("--notebook PATH", "Another notebook.");
    this.connection = new Connection(options, program);
  }

  static DefinitionsChangeCommand create(Program program) {
    return new DefinitionsChangeCommand(
        program,
        true,
        new Options(
            "Has a server run a notebook by a schedule, or whenever asked; prints the definition's"
                + " id. NOTEBOOK is a path below the server's root, or with --upload a file of this"
                + " machine.",
            """
            Examples:
              nightjar definitions create daily.ipynb --schedule '0 6 * * *'
              nightjar definitions create etl.ipynb --schedule 'every 15m' --overlap skip
            """));
  }

  static DefinitionsChangeCommand update(Program program) {
    return new DefinitionsChangeCommand(
        program,
        false,
        new Options(
            "Changes a definition: what is not said stays as it is. Jobs that there are go on with"
                + " what they have.",
            """
            Examples:
              nightjar definitions update DEFINITION --schedule @hourly
              nightjar definitions update DEFINITION --notebook new.ipynb -p limit 100
            """));
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    String path = creates ? given.first() : notebook.or("");
    ObjectNode body = settings.body(path, connection.program());
    schedule.addTo(body);
    if (paused.isGiven()) {
      body.put("paused", true);
    }
    if (unscheduled.isGiven()) {
      body.putNull("schedule");
    }
    return connection.show(
        client ->
            creates
                ? client.post("/api/definitions", body)
                : client.sendBody(
                    "PATCH", "/api/definitions/" + Client.encoded(given.first()), body, Map.of()),
        definition -> {
          connection.out().println(definition.path("id").asString(""));
          tell(definition);
        });
  }

  private void tell(JsonNode definition) {
    JsonNode when = definition.path("schedule");
    if (when.isObject()) {
      connection
          .err()
          .println(
              "%s (%s); next %s"
                  .formatted(
                      Looks.text(when.path("description")),
                      Looks.text(when.path("timezone")),
                      connection.looks().time(definition.path("next_due"))));
    }
  }
}
