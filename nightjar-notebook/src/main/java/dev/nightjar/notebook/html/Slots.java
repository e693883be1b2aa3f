package dev.nightjar.notebook.html;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/// Markup of our own (formulas, coloured code) that waits until the untrusted markup around it has
/// been cleaned. Each piece is used once, so that forged places can't multiply it. Not thread-safe.
final class Slots {
  private static final String ATTRIBUTE = "data-nj-slot";

  private record Piece(String html, String plain) {}

  private final List<@Nullable Piece> pieces = new ArrayList<>();

  /// A place for `html`, to be written where it shall stand.
  ///
  /// @param plain what it is as text
  String place(String html, String plain) {
    pieces.add(new Piece(html, plain));
    return "<span " + ATTRIBUTE + "=\"" + (pieces.size() - 1) + "\"></span>";
  }

  /// The text of `element`, places included.
  String text(Element element) {
    Element copy = element.clone();
    for (Element place : copy.select("[" + ATTRIBUTE + "]")) {
      Piece piece = piece(place);
      place.replaceWith(new TextNode(piece == null ? "" : piece.plain()));
    }
    return copy.text();
  }

  /// Puts each piece at its place.
  void fill(Element body) {
    for (Element place : body.select("[" + ATTRIBUTE + "]")) {
      Piece piece = piece(place);
      if (piece != null) {
        place.replaceWith(new DataNode(piece.html()));
        pieces.set(Integer.parseInt(place.attr(ATTRIBUTE)), null);
      }
      place.removeAttr(ATTRIBUTE);
    }
  }

  private @Nullable Piece piece(Element place) {
    String number = place.attr(ATTRIBUTE);
    int index = number.matches("\\d{1,6}") ? Integer.parseInt(number) : Integer.MAX_VALUE;
    return index < pieces.size() ? pieces.get(index) : null;
  }
}
