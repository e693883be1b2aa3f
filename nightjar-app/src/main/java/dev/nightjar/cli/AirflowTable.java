package dev.nightjar.cli;

import dev.nightjar.notebook.parameters.ParameterValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Rows as Airflow 2 prints them: as a table, JSON, YAML or plain.
final class AirflowTable {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// How rows are printed.
  enum Form {
    TABLE,
    JSON,
    YAML,
    PLAIN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private AirflowTable() {}

  static Option<Form> option(Options options) {
    return options.oneOf(
        Form.values(), "-o, --output FORM", "table (the usual), json, yaml or plain.");
  }

  /// A command that prints all items of a list.
  ///
  /// @param options what it takes, beside the form
  /// @param row what it shows of one
  static AirflowDo list(
      Options options,
      Function<AirflowCall, List<JsonNode>> items,
      Function<JsonNode, ObjectNode> row) {
    var form = option(options);
    return new AirflowDo(
        options,
        call -> {
          print(call, form, items.apply(call).stream().map(row).toList());
          return 0;
        });
  }

  /// A row with some fields of an item.
  static ObjectNode row(JsonNode item, String... names) {
    ObjectNode row = NODES.objectNode();
    for (String name : names) {
      row.set(name, item.path(name));
    }
    return row;
  }

  /// Prints rows, of which all have the same fields.
  static void print(AirflowCall call, Option<Form> form, List<ObjectNode> rows) {
    call.out().print(text(form.or(Form.TABLE), rows));
  }

  static String text(Form form, List<ObjectNode> rows) {
    if (rows.isEmpty()) {
      return "No data found\n";
    }
    return switch (form) {
      case TABLE -> table(rows);
      case PLAIN -> plain(rows);
      case JSON -> {
        ArrayNode all = NODES.arrayNode();
        rows.forEach(row -> all.add(normal(row)));
        yield AirflowCall.dumps(all) + "\n";
      }
      case YAML -> rows.stream().map(AirflowTable::yaml).collect(Collectors.joining());
    };
  }

  /// Values as texts, but for lists and objects, whose values are.
  private static JsonNode normal(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> {
        ObjectNode object = NODES.objectNode();
        value.properties().forEach(one -> object.set(one.getKey(), normal(one.getValue())));
        yield object;
      }
      case ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        value.forEach(one -> array.add(normal(one)));
        yield array;
      }
      case NULL, MISSING, BINARY, POJO -> NODES.nullNode();
      case BOOLEAN, NUMBER, STRING -> NODES.stringNode(ParameterValue.of(value).str());
    };
  }

  private static String cell(JsonNode value) {
    String text =
        value.isArray()
            ? StreamSupport.stream(value.spliterator(), false)
                .map(one -> ParameterValue.of(one).str())
                .collect(Collectors.joining(","))
            : ParameterValue.of(value).str();
    return Ansi.line(text);
  }

  private static String table(List<ObjectNode> rows) {
    List<String> header = List.copyOf(rows.getFirst().propertyNames());
    List<List<String>> cells = new ArrayList<>(List.of(header));
    rows.forEach(row -> cells.add(header.stream().map(name -> cell(row.path(name))).toList()));
    List<Integer> widths = widths(cells);
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells) {
      lines.add(line(row, widths, " | "));
      if (lines.size() == 1) {
        lines.add(widths.stream().map("="::repeat).collect(Collectors.joining("=+=")));
      }
    }
    lines.add(" ".repeat(lines.get(1).length()));
    return String.join("\n", lines) + "\n";
  }

  private static String plain(List<ObjectNode> rows) {
    List<String> header = List.copyOf(rows.getFirst().propertyNames());
    List<List<String>> cells = new ArrayList<>(List.of(header));
    rows.forEach(
        row ->
            cells.add(
                header.stream()
                    .map(name -> Ansi.line(ParameterValue.of(row.path(name)).str()))
                    .toList()));
    List<Integer> widths = widths(cells);
    return cells.stream()
        .map(row -> line(row, widths, "  ").stripTrailing() + "\n")
        .collect(Collectors.joining());
  }

  private static List<Integer> widths(List<List<String>> cells) {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < cells.getFirst().size(); i++) {
      int column = i;
      widths.add(cells.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    return widths;
  }

  private static String line(List<String> row, List<Integer> widths, String between) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      padded.add(row.get(i) + " ".repeat(widths.get(i) - row.get(i).length()));
    }
    return String.join(between, padded);
  }

  private static String yaml(ObjectNode row) {
    StringBuilder text = new StringBuilder();
    for (String name : new TreeSet<>(row.propertyNames())) {
      text.append(text.isEmpty() ? "- " : "  ").append(name).append(": ");
      text.append(yaml(normal(row.path(name)))).append('\n');
    }
    return text.toString();
  }

  /// A value on one line, which every reader of YAML takes.
  private static String yaml(JsonNode value) {
    boolean plain = value.isString() && value.stringValue().matches("[A-Za-z_/][\\w ./-]*");
    boolean word = plain && value.stringValue().matches("(?i)true|false|null|yes|no|on|off|y|n");
    if (plain && !word) {
      return value.stringValue();
    }
    return value.isString() && value.stringValue().indexOf('\n') < 0
        ? "'" + value.stringValue().replace("'", "''") + "'"
        : AirflowCall.dumps(value);
  }
}
