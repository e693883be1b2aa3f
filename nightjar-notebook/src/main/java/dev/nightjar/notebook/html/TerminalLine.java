package dev.nightjar.notebook.html;

import java.util.Arrays;

/// A line of a terminal while it is written: characters with styles and a cursor. Not thread-safe.
final class TerminalLine {
  private final StringBuilder text = new StringBuilder();
  private TextStyle[] styles = {};
  private boolean styled;
  private int cursor;

  /// Writes `run` at the cursor, over what is there.
  void write(CharSequence run, int from, int to, TextStyle style) {
    int end = cursor + to - from;
    while (text.length() < cursor) {
      text.append(' ');
    }
    int over = Math.min(to, from + text.length() - cursor);
    for (int i = from; i < over; i++) {
      text.setCharAt(cursor + i - from, run.charAt(i));
    }
    text.append(run, over, to);
    if (styled || !style.equals(TextStyle.PLAIN)) {
      setStyles(end, style);
    }
    cursor = end;
  }

  private void setStyles(int end, TextStyle style) {
    styled = true;
    if (styles.length < text.length()) {
      int old = styles.length;
      styles = Arrays.copyOf(styles, Math.max(text.length(), old * 2));
      Arrays.fill(styles, old, styles.length, TextStyle.PLAIN);
    }
    Arrays.fill(styles, cursor, end, style);
  }

  int length() {
    return text.length();
  }

  int cursor() {
    return cursor;
  }

  void moveTo(int column) {
    cursor = Math.clamp(column, 0, Math.max(text.length(), cursor));
  }

  /// Removes what is right of the cursor (0), left of it (1) or all (2): ECMA-48's EL.
  void erase(int mode) {
    if (mode == 0) {
      text.setLength(Math.min(cursor, text.length()));
    } else if (mode == 1) {
      text.replace(0, Math.min(cursor, text.length()), " ".repeat(Math.min(cursor, text.length())));
    } else {
      text.setLength(0);
    }
  }

  /// The line as HTML; every span that it opens it closes.
  String html() {
    StringBuilder html = new StringBuilder(text.length() + 16);
    if (!styled) {
      PageWriter.escape(text, 0, text.length(), html);
      return html.toString();
    }
    for (int start = 0, end; start < text.length(); start = end) {
      TextStyle style = style(start);
      end = start + 1;
      while (end < text.length() && style(end).equals(style)) {
        end++;
      }
      if (style.equals(TextStyle.PLAIN)) {
        PageWriter.escape(text, start, end, html);
      } else {
        html.append(style.openTag());
        PageWriter.escape(text, start, end, html);
        html.append("</span>");
      }
    }
    return html.toString();
  }

  private TextStyle style(int at) {
    return at < styles.length ? styles[at] : TextStyle.PLAIN;
  }
}
