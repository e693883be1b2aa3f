package dev.nightjar.http.airflow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table as tabulate's `fancy_grid` draws it.
final class FancyGrid {
  private static final int PADDING = 2;

  private FancyGrid() {}

  /// @param rows as wide as the header; what is a whole number in all rows ends at the right
  static String of(List<String> header, List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    List<Boolean> numbers = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      int column = i;
      widths.add(
          Math.max(
              header.get(i).length() + PADDING,
              rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)));
      numbers.add(
          !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).matches("-?\\d+")));
    }
    List<String> lines = new ArrayList<>();
    lines.add(rule(widths, "╒═", "═╤═", "═╕", "═"));
    lines.add(line(header, widths, numbers));
    lines.add(rule(widths, "╞═", "═╪═", "═╡", "═"));
    for (int i = 0; i < rows.size(); i++) {
      if (i > 0) {
        lines.add(rule(widths, "├─", "─┼─", "─┤", "─"));
      }
      lines.add(line(rows.get(i), widths, numbers));
    }
    lines.add(rule(widths, "╘═", "═╧═", "═╛", "═"));
    return String.join("\n", lines) + "\n";
  }

  private static String rule(
      List<Integer> widths, String start, String between, String end, String stroke) {
    return widths.stream().map(stroke::repeat).collect(Collectors.joining(between, start, end));
  }

  private static String line(List<String> cells, List<Integer> widths, List<Boolean> numbers) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String blanks = " ".repeat(widths.get(i) - cells.get(i).length());
      padded.add(numbers.get(i) ? blanks + cells.get(i) : cells.get(i) + blanks);
    }
    return padded.stream().collect(Collectors.joining(" │ ", "│ ", " │"));
  }
}
