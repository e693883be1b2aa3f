package dev.nightjar.notebook.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/// The page as it is written: markup goes through unchanged, text is escaped. Not thread-safe.
final class PageWriter {
  private final Writer out;

  PageWriter(Writer out) {
    this.out = out;
  }

  /// Markup that is known to be safe.
  PageWriter raw(CharSequence html) {
    try {
      out.append(html);
    } catch (IOException e) {
      throw new UncheckedIOException("the HTML page could not be written: " + e.getMessage(), e);
    }
    return this;
  }

  /// Text of unknown content, also for use between the double quotes of an attribute.
  PageWriter text(CharSequence text) {
    return raw(escape(text));
  }

  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the HTML page could not be written: " + e.getMessage(), e);
    }
  }

  /// `text` with the characters that mean something in HTML replaced, and control characters
  /// dropped.
  static String escape(CharSequence text) {
    StringBuilder escaped = new StringBuilder(text.length() + text.length() / 8 + 8);
    escape(text, 0, text.length(), escaped);
    return escaped.toString();
  }

  static void escape(CharSequence text, int from, int to, StringBuilder out) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> {
          if (c >= ' ' && c != 0x7f || c == '\n' || c == '\t') {
            out.append(c);
          }
        }
      }
    }
  }
}
