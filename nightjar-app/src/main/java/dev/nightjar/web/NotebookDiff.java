package dev.nightjar.web;

import dev.nightjar.comparison.NotebookComparison;
import java.util.List;

/// The cells in which two notebooks differ, as lines that were removed and added.
final class NotebookDiff {
  private NotebookDiff() {}

  static Html of(NotebookComparison notebook) {
    return Html.of(
        "{}{}",
        Html.each(
            notebook.cells(),
            cell ->
                Html.of(
                    "<h3>{}</h3>{}{}",
                    cell.title(),
                    lines("Source", cell.source()),
                    lines("Outputs", cell.outputs()))),
        notebook.more() == 0
            ? Html.NONE
            : Html.of("<p class=\"quiet\">and {} more cells that differ</p>", notebook.more()));
  }

  private static Html lines(String what, List<String> lines) {
    return lines.isEmpty()
        ? Html.NONE
        : Html.of(
            "<p class=\"quiet\">{}</p><pre class=\"log diff\" tabindex=\"0\">{}</pre>",
            what,
            Html.each(lines, NotebookDiff::line));
  }

  private static Html line(String line) {
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '-' -> Html.of("<del>{}</del>\n", line);
      case '+' -> Html.of("<ins>{}</ins>\n", line);
      default -> Html.of("{}\n", line);
    };
  }
}
