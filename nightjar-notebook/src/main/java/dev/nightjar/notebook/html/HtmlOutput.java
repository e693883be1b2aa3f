package dev.nightjar.notebook.html;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/// An output of type `text/html`, cleaned and cut to a size that a browser takes.
///
/// @param html what can be shown, or nothing
/// @param cut how many elements and texts were left out at the end
/// @param coloured whether it sets colours, which were chosen for a white page
/// @param rows the rows of its longest table
record HtmlOutput(String html, int cut, boolean coloured, int rows) {
  /// How much text, and how many bytes of markup, are shown.
  static final int LONGEST = 2_000_000;

  private static final int LONGEST_SOURCE = 64_000_000;
  private static final int ELEMENT_COST = 30;

  static HtmlOutput of(String source) {
    boolean huge = source.length() > LONGEST_SOURCE;
    Element body = SafeHtml.clean(huge ? source.substring(0, LONGEST_SOURCE) : source);
    if (!SafeHtml.isVisible(body)) {
      return new HtmlOutput("", 0, false, 0);
    }
    int cut = cut(body) + (huge ? 1 : 0);
    boolean coloured =
        body.select("[style], [bgcolor], font[color]").stream()
            .anyMatch(
                element ->
                    element.hasAttr("bgcolor")
                        || element.hasAttr("color")
                        || StyleAttribute.setsColour(element.attr("style")));
    int rows = body.select("table").stream().mapToInt(t -> t.select("tr").size()).max().orElse(0);
    return new HtmlOutput(body.html(), cut, coloured, rows);
  }

  private static int cut(Element body) {
    List<Node> beyond = new ArrayList<>();
    long[] length = {0};
    body.traverse(
        (node, depth) -> {
          length[0] += node instanceof TextNode text ? text.getWholeText().length() : ELEMENT_COST;
          if (length[0] > LONGEST && !node.equals(body)) {
            beyond.add(node);
          }
        });
    // From the end, where taking out a child moves no other.
    beyond.reversed().forEach(Node::remove);
    return beyond.size();
  }
}
