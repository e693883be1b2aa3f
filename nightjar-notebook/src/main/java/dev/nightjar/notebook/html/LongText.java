package dev.nightjar.notebook.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/// The lines of an output as HTML, of which head and tail are kept if it is huge. Holds at most
/// twice [#KEPT] characters however much is added; a line costs its own length. Not thread-safe.
final class LongText {
  /// How much of the head, and of the tail, is kept: in characters of HTML.
  static final int KEPT = 1_000_000;

  /// More lines than these go into a box that scrolls.
  static final int TALL = 200;

  private final StringBuilder head = new StringBuilder();
  private final Deque<String> tail = new ArrayDeque<>();
  private long tailLength;
  private long lines;
  private long droppedLines;
  private long droppedLength;
  private boolean headFull;

  /// Adds a line without its end.
  void add(String line) {
    lines++;
    if (!headFull && head.length() + line.length() <= KEPT) {
      head.append(line).append('\n');
      return;
    }
    headFull = true;
    tail.addLast(line);
    tailLength += line.length() + 1;
    while (tailLength > KEPT && tail.size() > 1) {
      int length = tail.removeFirst().length() + 1;
      tailLength -= length;
      droppedLength += length;
      droppedLines++;
    }
  }

  long lines() {
    return lines;
  }

  boolean isTall() {
    return lines > TALL;
  }

  /// Writes the text as it is between `<pre>` and `</pre>`.
  void writeTo(PageWriter page) {
    page.raw(head);
    if (droppedLines > 0) {
      page.raw("</pre><p class=\"nj-cut\" role=\"note\">").text(note()).raw("</p><pre>");
    }
    while (!tail.isEmpty()) {
      page.raw(tail.removeFirst()).raw("\n");
    }
  }

  private String note() {
    return String.format(
        Locale.ROOT,
        "%,d lines (%.1f MB) are left out here. The notebook file has all of it.",
        droppedLines,
        droppedLength / 1e6);
  }
}
