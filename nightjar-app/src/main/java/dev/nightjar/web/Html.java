package dev.nightjar.web;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.nightjar.picture.Drawn;
import dev.nightjar.picture.SvgPicture;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Markup. Its templates are constants of the program, as the compiler checks; whatever else comes
/// into it is escaped. Immutable.
final class Html {
  /// Nothing.
  static final Html NONE = new Html("");

  private final String markup;

  private Html(String markup) {
    this.markup = markup;
  }

  /// The template with a value in place of each `{}`: [Html] and collections of it as they are,
  /// null as nothing, all else as escaped text. In templates attributes stand in double quotes.
  static Html of(@CompileTimeConstant String template, @Nullable Object... values) {
    var out = new StringBuilder(template.length() + 64);
    int from = 0;
    for (Object value : values) {
      int at = template.indexOf("{}", from);
      if (at < 0) {
        throw new IllegalArgumentException("more values than {} in " + template);
      }
      put(value, out.append(template, from, at));
      from = at + 2;
    }
    if (template.indexOf("{}", from) >= 0) {
      throw new IllegalArgumentException("fewer values than {} in " + template);
    }
    return new Html(out.append(template, from, template.length()).toString());
  }

  /// Text.
  static Html text(String text) {
    return of("{}", text);
  }

  /// The markup of each of some things, one after the other.
  static <T> Html each(Collection<T> things, Function<? super T, Html> markup) {
    return of("{}", things.stream().map(markup).toList());
  }

  /// A word of markup, such as an attribute without value, if `there`.
  static Html when(boolean there, @CompileTimeConstant String markup) {
    return there ? new Html(markup) : NONE;
  }

  /// The picture of a workflow.
  ///
  /// @param title what those hear who do not see it
  static Html picture(String title, List<Drawn> tasks) {
    return new Html(SvgPicture.inPage(title, tasks));
  }

  /// Whether there is nothing.
  boolean isEmpty() {
    return markup.isEmpty();
  }

  private static void put(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> {}
      case Html html -> out.append(html.markup);
      case Collection<?> some -> some.forEach(one -> put(one, out));
      default -> escape(value.toString(), out);
    }
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < ' ' && c != '\n' && c != '\t' && c != '\r' ? '\ufffd' : c);
      }
    }
  }

  @Override
  public String toString() {
    return markup;
  }
}
