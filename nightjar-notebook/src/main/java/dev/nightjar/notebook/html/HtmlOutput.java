package dev.nightjar.notebook.html;

import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/// An output of type `text/html`, cleaned and cut to a size that a browser takes.
///
/// @param html what can be shown, or nothing
/// @param cut whether something was left out at the end
/// @param coloured whether it sets colours, which were chosen for a white page
/// @param rows the rows of its longest table
record HtmlOutput(String html, boolean cut, boolean coloured, int rows) {
  /// How much text, and how many bytes of markup, are shown.
  static final int LONGEST = 2_000_000;

  /// Beyond this the source is not even parsed: elements are dear, a long `data:` URI is not.
  private static final int MOST_TAGS = 400_000;

  private static final int LONGEST_SOURCE = 64_000_000;
  private static final int ELEMENT_COST = 30;

  static HtmlOutput of(String source) {
    int end = end(source);
    Element body = SafeHtml.clean(source.substring(0, end));
    if (!SafeHtml.isVisible(body)) {
      return new HtmlOutput("", false, false, 0);
    }
    boolean cut = cut(body) || end < source.length();
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

  private static int end(String source) {
    int end = Math.min(source.length(), LONGEST_SOURCE);
    int tags = 0;
    for (int i = source.indexOf('<'); i >= 0 && i < end; i = source.indexOf('<', i + 1)) {
      if (++tags > MOST_TAGS) {
        return i;
      }
    }
    return end;
  }

  /// Takes away what comes after the first [#LONGEST] characters; whether there was something.
  private static boolean cut(Element body) {
    long[] length = {0};
    @Nullable Node[] first = {null};
    body.traverse(
        (node, depth) -> {
          length[0] += node instanceof TextNode text ? text.getWholeText().length() : ELEMENT_COST;
          if (length[0] > LONGEST && first[0] == null && depth > 0) {
            first[0] = node;
          }
        });
    Node node = first[0];
    int kept = 0;
    while (node != null && !node.equals(body) && node.parent() instanceof Element parent) {
      // One by one, each removal would search its place among all that are left.
      List<Node> before = List.copyOf(parent.childNodes().subList(0, node.siblingIndex() + kept));
      parent.empty();
      parent.appendChildren(before);
      kept = 1;
      node = parent;
    }
    return first[0] != null;
  }
}
