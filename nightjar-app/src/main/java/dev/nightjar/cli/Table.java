package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows under a header, in columns as wide as they need to be.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  /// Adds a row; line breaks in it become blanks.
  void add(String... cells) {
    rows.add(List.of(cells).stream().map(cell -> cell.replaceAll("\\s*\\R\\s*", " ")).toList());
  }

  /// The lines, without blanks at their ends.
  List<String> lines(String indent) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
      }
    }
    return rows.stream().map(row -> line(row, widths, indent)).toList();
  }

  private static String line(List<String> row, int[] widths, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      line.append(cell).append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length()) + 2));
    }
    return line.toString().stripTrailing();
  }
}
