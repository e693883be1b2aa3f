package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The values that tasks left, as lines after an empty one; no lines if there are none.
final class ValueTable {
  private static final int WIDEST = 60;

  private ValueTable() {}

  /// Those of a job.
  static List<String> of(JsonNode values) {
    var table = new Table("VALUE", "");
    values
        .properties()
        .forEach(value -> table.add(Ansi.line(value.getKey()), text(value.getValue())));
    return values.isEmpty() ? List.of() : lines(table);
  }

  /// Those of a run's tasks.
  static List<String> ofTasks(JsonNode tasks) {
    var table = new Table("TASK", "VALUE", "");
    boolean none = true;
    for (JsonNode task : tasks) {
      for (var value : task.path("values").properties()) {
        none = false;
        table.add(Looks.text(task.path("name")), Ansi.line(value.getKey()), text(value.getValue()));
      }
    }
    return none ? List.of() : lines(table);
  }

  /// A value, or its beginning, as JSON.
  static String text(JsonNode value) {
    return Table.beginning(Ansi.line(value.toString()), WIDEST);
  }

  private static List<String> lines(Table table) {
    List<String> lines = new ArrayList<>(List.of(""));
    lines.addAll(table.lines(""));
    return lines;
  }
}
