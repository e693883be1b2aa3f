package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;

/// Aligned columns of text with a line of headings. Not thread-safe.
final class TextTable {
  private static final String GAP = "  ";

  /// A column.
  ///
  /// @param toTheRight whether its texts end below each other, as numbers do
  record Column(String heading, boolean toTheRight) {}

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<Column> columns) {
    this.columns = columns;
    rows.add(columns.stream().map(Column::heading).toList());
  }

  /// A row with a text for each column; it may be coloured.
  void add(List<String> row) {
    rows.add(row);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns.size(); i++) {
        String text = row.get(i);
        String blanks = " ".repeat(width(i) - length(text));
        line.append(i == 0 ? "" : GAP)
            .append(columns.get(i).toTheRight() ? blanks + text : text + blanks);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /// The text, or so much of its beginning that it has `width` characters.
  static String beginning(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  /// The text, or so much of its end, which says most of a path.
  static String end(String text, int width) {
    return text.length() <= width ? text : "…" + text.substring(text.length() - width + 1);
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String text) {
    return Ansi.strip(text).length();
  }
}
