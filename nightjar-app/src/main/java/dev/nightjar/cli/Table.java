package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Rows under a header, in columns as wide as they need to be. Cells may be coloured.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  private final Set<Integer> toTheRight;

  Table(String... header) {
    this(List.of(header), Set.of());
  }

  /// @param toTheRight the columns whose cells end below each other, as numbers do
  Table(List<String> header, Set<Integer> toTheRight) {
    rows.add(header);
    this.toTheRight = toTheRight;
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
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths, indent)).toList();
  }

  private String line(List<String> row, int[] widths, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String blanks = " ".repeat(widths[i] - width(cell));
      line.append(toTheRight.contains(i) ? blanks + cell : cell + blanks).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    String text = Ansi.strip(cell);
    return text.codePointCount(0, text.length());
  }

  /// The text, or so much of its beginning that it has `width` characters.
  static String beginning(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  /// The text, or so much of its end, which says most of a path.
  static String end(String text, int width) {
    return text.length() <= width ? text : "…" + text.substring(text.length() - width + 1);
  }
}
