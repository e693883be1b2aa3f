package dev.nightjar.cli;

import tools.jackson.databind.JsonNode;

/// `nightjar runs compare`.
final class RunsCompareCommand implements Command {
  private static final int WIDEST = 40;

  private final Options options =
      new Options(
          "Compares two runs of a workflow: parameters, tasks, what they left, and the cells of"
              + " their notebooks. What differs comes first, and has a star.",
          """
          Examples:
            nightjar runs compare GOOD BAD
            nightjar runs compare A B --json | jq '.tasks[] | select(.differs) | .name'
          """);
  private final Positionals given = options.positionals("A B");
  private final Connection connection;

  RunsCompareCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    String path =
        "/api/runs/%s/compare/%s"
            .formatted(Client.encoded(given.first()), Client.encoded(given.given().get(1)));
    return connection.show(client -> client.get(path), this::show);
  }

  private void show(JsonNode comparison) {
    Looks looks = connection.looks();
    JsonNode a = comparison.path("a");
    JsonNode b = comparison.path("b");
    var runs = new Table("RUN", "KEY", "STATE", "TIME", "TOOK");
    for (JsonNode run : new JsonNode[] {a, b}) {
      runs.add(
          Looks.text(run.path("id")),
          Looks.text(run.path("key")),
          looks.state(run.path("state")),
          Looks.text(run.path("logical_time")),
          looks.took(run.path("started_at"), run.path("ended_at")));
    }
    print(runs);
    values("PARAMETER", comparison.path("parameters"));
    var tasks = new Table("TASK", "A", "TOOK", "B", "TOOK");
    for (JsonNode task : comparison.path("tasks")) {
      tasks.add(
          star(task) + Looks.text(task.path("name")),
          looks.state(task.path("a").path("state")),
          looks.took(task.path("a").path("started_at"), task.path("a").path("ended_at")),
          looks.state(task.path("b").path("state")),
          looks.took(task.path("b").path("started_at"), task.path("b").path("ended_at")));
    }
    connection.out().println();
    print(tasks);
    comparison.path("tasks").forEach(this::details);
  }

  private void print(Table table) {
    connection.print(table);
  }

  private static String star(JsonNode pair) {
    return pair.path("differs").asBoolean(false) ? "* " : "  ";
  }

  private void values(String header, JsonNode pairs) {
    if (!pairs.isEmpty()) {
      var table = new Table(header, "A", "B");
      for (JsonNode pair : pairs) {
        table.add(
            star(pair) + Looks.text(pair.path("name")),
            value(pair.path("a")),
            value(pair.path("b")));
      }
      connection.out().println();
      print(table);
    }
  }

  private static String value(JsonNode value) {
    return value.isMissingNode() ? "-" : Table.beginning(Ansi.line(value.toString()), WIDEST);
  }

  private void details(JsonNode task) {
    if (!task.path("differs").asBoolean(false)) {
      return;
    }
    String name = Looks.text(task.path("name"));
    values("VALUE OF " + name, task.path("values"));
    JsonNode notebook = task.path("notebook");
    for (JsonNode cell : notebook.path("cells")) {
      connection.out().println("\n%s, cell %s".formatted(name, cell(cell)));
      lines(cell.path("source"));
      lines(cell.path("outputs"));
    }
    if (notebook.path("more").asInt(0) > 0) {
      connection
          .out()
          .println("… and %d more cells of %s".formatted(notebook.path("more").asInt(0), name));
    }
  }

  private static String cell(JsonNode cell) {
    JsonNode a = cell.path("a");
    JsonNode b = cell.path("b");
    return a.equals(b)
        ? a.asString("")
        : a.isNull()
            ? b.asString("") + " of B alone"
            : b.isNull()
                ? a.asString("") + " of A alone"
                : "%s of A, %s of B".formatted(a.asString(""), b.asString(""));
  }

  private void lines(JsonNode lines) {
    for (JsonNode line : lines) {
      connection.out().println("  " + Ansi.line(line.asString("")));
    }
  }
}
