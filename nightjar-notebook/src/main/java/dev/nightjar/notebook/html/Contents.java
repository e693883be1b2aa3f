package dev.nightjar.notebook.html;

import dev.nightjar.notebook.html.Markdown.Heading;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The table of contents: the headings of the markdown cells, nested as their levels are.
final class Contents {
  private Contents() {}

  /// Writes it twice: for wide screens at the side, for narrow ones to open above the notebook; the
  /// style sheet shows one of them.
  static void write(List<Heading> headings, PageWriter page) {
    String list = list(headings);
    page.raw("<nav class=\"nj-toc nj-wide\" aria-label=\"Contents\">\n<p>Contents</p>\n");
    page.raw(list)
        .raw("</nav>\n<details class=\"nj-toc nj-narrow\">\n<summary>Contents</summary>\n");
    page.raw("<nav aria-label=\"Contents\">\n").raw(list).raw("</nav>\n</details>\n");
  }

  private static String list(List<Heading> headings) {
    StringBuilder list = new StringBuilder();
    Deque<Integer> open = new ArrayDeque<>();
    for (Heading heading : headings) {
      if (open.isEmpty() || heading.level() > open.getLast()) {
        list.append("<ol>");
        open.addLast(heading.level());
      } else {
        list.append("</li>");
        while (open.size() > 1 && heading.level() < open.getLast()) {
          open.removeLast();
          // A heading between the levels stays in the deeper list rather than open a new one.
          if (heading.level() > open.getLast()) {
            open.addLast(heading.level());
            break;
          }
          list.append("</ol></li>");
        }
      }
      list.append("\n<li><a href=\"#").append(PageWriter.escape(heading.id())).append("\">");
      list.append(PageWriter.escape(heading.text())).append("</a>");
    }
    open.forEach(level -> list.append("</li></ol>"));
    return list.append('\n').toString();
  }
}
