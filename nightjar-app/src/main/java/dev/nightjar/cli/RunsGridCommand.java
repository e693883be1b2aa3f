package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// `nightjar runs grid`.
final class RunsGridCommand implements Command {
  private static final int WIDEST = 30;

  private final Options options =
      new Options(
          "Shows the points of a task that runs once for each point of a grid: parameters, values,"
              + " where they stand. The best one has a star.",
          """
          Examples:
            nightjar runs grid RUN train
            nightjar runs grid RUN train --json | jq '.points[].values.score'
          """);
  private final Positionals given = options.positionals("RUN TASK");
  private final Connection connection;

  RunsGridCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    String path =
        "/api/runs/%s/tasks/%s/grid"
            .formatted(Client.encoded(given.first()), Client.encoded(given.given().get(1)));
    return connection.show(client -> client.get(path), this::show);
  }

  private void show(JsonNode grid) {
    if (grid.path("points").isEmpty()) {
      connection.err().println("It has no points yet.");
      return;
    }
    Set<String> parameters = new LinkedHashSet<>();
    Set<String> values = new TreeSet<>();
    for (JsonNode point : grid.path("points")) {
      parameters.addAll(point.path("parameters").propertyNames());
      values.addAll(point.path("values").propertyNames());
    }
    List<String> header = new ArrayList<>(List.of("POINT"));
    parameters.forEach(name -> header.add(Ansi.line(name)));
    values.forEach(name -> header.add(Ansi.line(name)));
    header.addAll(List.of("STATE", "TRIES", "TOOK"));
    var table = new Table(header.toArray(String[]::new));
    for (JsonNode point : grid.path("points")) {
      table.add(row(point, parameters, values, grid.path("best")));
    }
    connection.print(table);
  }

  private String[] row(JsonNode point, Set<String> parameters, Set<String> values, JsonNode best) {
    Looks looks = connection.looks();
    List<String> row = new ArrayList<>();
    row.add(point.path("point").asString("") + (best.equals(point.path("point")) ? " *" : ""));
    parameters.forEach(name -> row.add(text(point.path("parameters").path(name))));
    values.forEach(name -> row.add(text(point.path("values").path(name))));
    row.add(looks.state(point.path("state")));
    row.add(point.path("tries").asString(""));
    row.add(looks.took(point.path("started_at"), point.path("ended_at")));
    return row.toArray(String[]::new);
  }

  private static String text(JsonNode value) {
    return value.isMissingNode()
        ? "-"
        : Table.beginning(
            Ansi.line(value.isString() ? value.stringValue() : value.toString()), WIDEST);
  }
}
