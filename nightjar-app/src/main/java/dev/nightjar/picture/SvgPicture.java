package dev.nightjar.picture;

import dev.nightjar.picture.Layout.Box;
import dev.nightjar.picture.Layout.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Writes the picture of a workflow as SVG. It has no script; its colours are classes and custom
/// properties of a style sheet, those of the pages: `--card`, `--ink`, `--state`, `--state-wash`…
public final class SvgPicture {
  private static final double ROUND = 7;
  private static final double STRIPE = 4.5;
  private static final double TEXT_AT = 15;

  /// A sign with the space around it.
  private static final double SIGN = 19;

  private final StringBuilder out = new StringBuilder();

  private SvgPicture() {}

  /// An element for a page that has [#style()] among its style sheets.
  ///
  /// @param title what those hear who do not see it
  public static String inPage(String title, List<Drawn> tasks) {
    return new SvgPicture().write(title, tasks, "");
  }

  /// A file of its own.
  public static String file(String title, List<Drawn> tasks) {
    return new SvgPicture().write(title, tasks, "<style>\n" + colours() + style() + "</style>\n");
  }

  /// The rules for what is in the picture. Colours are not said: pages have theirs.
  public static String style() {
    return resource("picture.css");
  }

  private static String colours() {
    return resource("colours.css");
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(SvgPicture.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String write(String title, List<Drawn> tasks, String style) {
    Layout layout = Layout.of(tasks);
    // What has links in it is no single picture.
    boolean links = tasks.stream().anyMatch(task -> task.link() != null);
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dag\" role=\"")
        .append(links ? "group" : "img")
        .append("\" aria-label=\"")
        .append(escaped(title))
        .append("\" width=\"")
        .append(layout.width())
        .append("\" height=\"")
        .append(layout.height())
        .append("\" viewBox=\"0 0 ")
        .append(layout.width())
        .append(' ')
        .append(layout.height())
        .append("\">\n<title>")
        .append(escaped(title))
        .append("</title>\n")
        .append(style);
    for (Layout.Group group : layout.groups()) {
      rect(group.box(), ROUND + 3, "<rect class=\"group\"");
      text("group-name", group.box().x() + ROUND + 2, group.box().y() + TEXT_AT, group.name());
    }
    out.append("<g class=\"edges\">\n");
    for (List<Point> edge : layout.edges()) {
      edge(edge);
    }
    out.append("</g>\n");
    for (int i = 0; i < tasks.size(); i++) {
      task(tasks.get(i), layout.boxes().get(i));
    }
    return out.append("</svg>\n").toString();
  }

  private void task(Drawn task, Box box) {
    if (task.link() != null) {
      out.append("<a href=\"").append(escaped(task.link())).append("\">");
    }
    out.append("<g class=\"task");
    if (task.style() != null) {
      out.append(' ').append(escaped(task.style()));
    }
    out.append("\"><title>")
        .append(escaped(task.name()))
        .append(", ")
        .append(escaped(task.kind()))
        .append(task.style() == null ? "" : ", " + escaped(task.style().replace("is-", "")))
        .append("</title>");
    rect(box, ROUND, "<rect class=\"box\"");
    out.append("<path class=\"stripe\" d=\"M");
    point(box.x() + STRIPE, box.y());
    out.append("a4.5 7 0 0 0-4.5 7v")
        .append(number(box.height() - 2 * ROUND))
        .append("a4.5 7 0 0 0 4.5 7z\"/>");
    text("name", box.x() + TEXT_AT, box.y() + 17.5, Labels.name(task.name()));
    text("kind", box.x() + TEXT_AT, box.y() + 31.5, Labels.name(task.kind()));
    if (task.sign() != null) {
      out.append("<g transform=\"translate(")
          .append(number(box.x() + box.width() - SIGN))
          .append(' ')
          .append(number(box.y() + box.height() - SIGN))
          .append(")\">")
          .append(task.sign())
          .append("</g>");
    }
    out.append("</g>").append(task.link() == null ? "\n" : "</a>\n");
  }

  private void rect(Box box, double round, String start) {
    out.append(start)
        .append(" x=\"")
        .append(number(box.x()))
        .append("\" y=\"")
        .append(number(box.y()))
        .append("\" width=\"")
        .append(number(box.width()))
        .append("\" height=\"")
        .append(number(box.height()))
        .append("\" rx=\"")
        .append(number(round))
        .append("\"/>");
  }

  private void text(String style, double x, double y, String text) {
    out.append("<text class=\"")
        .append(style)
        .append("\" x=\"")
        .append(number(x))
        .append("\" y=\"")
        .append(number(y))
        .append("\">")
        .append(escaped(text))
        .append("</text>");
  }

  /// Curves between columns, straight lines through them, an arrow at the end.
  private void edge(List<Point> points) {
    out.append("<path d=\"M");
    point(points.getFirst().x(), points.getFirst().y());
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      boolean last = i == points.size() - 1;
      double end = to.x() - (last ? 5 : 0);
      if (i % 2 == 0 || Math.abs(from.y() - to.y()) < 0.5) {
        out.append('L');
        point(end, to.y());
      } else {
        double bend = Math.min((end - from.x()) / 2, 60);
        out.append('C');
        point(from.x() + bend, from.y());
        out.append(' ');
        point(end - bend, to.y());
        out.append(' ');
        point(end, to.y());
      }
    }
    out.append("\"/><path class=\"tip\" d=\"M");
    point(points.getLast().x() - 6, points.getLast().y() - 3.5);
    out.append("l6 3.5-6 3.5z\"/>\n");
  }

  private void point(double x, double y) {
    out.append(number(x)).append(' ').append(number(y));
  }

  /// With at most one digit after the point.
  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0
        ? Long.toString(tenths / 10)
        : (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10;
  }

  private static String escaped(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String entity =
          switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> c < ' ' ? "\ufffd" : null;
          };
      if (entity != null && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (escaped != null) {
        escaped.append(entity == null ? Character.toString(c) : entity);
      }
    }
    return escaped == null ? text : escaped.toString();
  }
}
