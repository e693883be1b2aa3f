package dev.nightjar.notebook.html;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Output as a terminal would show it: carriage returns and backspaces move the cursor (progress
/// bars), SGR sequences colour, the cursor can go up a few lines; all other control sequences are
/// dropped. Finished lines are handed on as HTML, so memory does not grow with the output.
///
/// Follows ECMA-48. Not thread-safe.
final class Terminal {
  /// How far up the cursor can go; progress bars within progress bars need a few lines.
  private static final int WINDOW = 32;

  /// A line is broken here, so that one endless line can't fill the memory.
  static final int LONGEST_LINE = 20_000;

  private final Consumer<String> lines;
  private final Deque<TerminalLine> above = new ArrayDeque<>();
  private final List<TerminalLine> below = new ArrayList<>();
  private TerminalLine line = new TerminalLine();
  private TextStyle style = TextStyle.PLAIN;
  private String held = "";

  /// @param lines takes each line, without its end
  Terminal(Consumer<String> lines) {
    this.lines = lines;
  }

  /// The lines of `text`, joined by line feeds.
  static String html(String text) {
    List<String> lines = new ArrayList<>();
    Terminal terminal = new Terminal(lines::add);
    terminal.write(text);
    terminal.close();
    return String.join("\n", lines);
  }

  /// Shows `piece`; a control sequence may continue in the next piece.
  void write(String piece) {
    String text = held.isEmpty() ? piece : held + piece;
    held = "";
    int start = 0;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c >= ' ' && c != '\u009b' || c == '\t') {
        i++;
        continue;
      }
      put(text, start, i);
      if (c == '\u001b' || c == '\u009b') {
        int end = sequence(text, i);
        if (end < 0) {
          held = text.substring(i);
          return;
        }
        start = end;
      } else {
        control(c);
        start = i + 1;
      }
      i = start;
    }
    put(text, start, text.length());
  }

  /// Hands on what is left.
  void close() {
    above.forEach(finished -> lines.accept(finished.html()));
    if (line.length() > 0 || !below.isEmpty()) {
      lines.accept(line.html());
    }
    below.reversed().forEach(finished -> lines.accept(finished.html()));
    above.clear();
    below.clear();
  }

  private void put(String text, int from, int to) {
    int start = from;
    while (to - start > LONGEST_LINE - line.cursor()) {
      int end = start + LONGEST_LINE - line.cursor();
      line.write(text, start, end, style);
      lineFeed();
      start = end;
    }
    if (start < to) {
      line.write(text, start, to, style);
    }
  }

  private void control(char c) {
    switch (c) {
      case '\n', '\u000b', '\f' -> lineFeed();
      case '\r' -> line.moveTo(0);
      case '\b' -> line.moveTo(line.cursor() - 1);
      default -> {}
    }
  }

  private void lineFeed() {
    above.addLast(line);
    line = below.isEmpty() ? new TerminalLine() : below.removeLast();
    line.moveTo(0);
    if (above.size() > WINDOW) {
      lines.accept(above.removeFirst().html());
    }
  }

  /// The end of the escape sequence that starts at `at`, or -1 if it is cut off.
  private int sequence(String text, int at) {
    int i = at + 1;
    if (text.charAt(at) == '\u001b') {
      if (i == text.length()) {
        return -1;
      }
      char kind = text.charAt(i++);
      if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') {
        return stringEnd(text, i);
      }
      if (kind != '[') {
        return kind >= ' ' && kind <= '/' ? Math.min(i + 1, text.length()) : i;
      }
    }
    int start = i;
    while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) <= '?') {
      i++;
    }
    if (i == text.length()) {
      return i - start > 100 ? i : -1;
    }
    obey(text.charAt(i), text.substring(start, Math.min(i, start + 100)));
    return text.charAt(i) >= '@' ? i + 1 : i;
  }

  /// The end of a string such as a window title or a hyperlink; one that does not end is not one.
  private static int stringEnd(String text, int from) {
    for (int i = from; i < Math.min(text.length(), from + 4096); i++) {
      if (text.charAt(i) == '\u0007') {
        return i + 1;
      }
      if (text.charAt(i) == '\u001b') {
        return Math.min(i + 2, text.length());
      }
    }
    return from;
  }

  private void obey(char command, String parameters) {
    switch (command) {
      case 'm' -> style = style.with(numbers(parameters, 0));
      case 'K' -> line.erase(numbers(parameters, 0)[0]);
      case 'A', 'F' -> {
        int column = command == 'A' ? line.cursor() : 0;
        for (int n = numbers(parameters, 1)[0]; n > 0 && !above.isEmpty(); n--) {
          below.add(line);
          line = above.removeLast();
        }
        line.moveTo(column);
      }
      case 'C' -> line.moveTo(line.cursor() + numbers(parameters, 1)[0]);
      case 'D' -> line.moveTo(line.cursor() - numbers(parameters, 1)[0]);
      case 'G' -> line.moveTo(numbers(parameters, 1)[0] - 1);
      default -> {}
    }
  }

  private static int[] numbers(String parameters, int missing) {
    return Stream.of(parameters.split("[;:]", -1))
        .mapToInt(number -> number.matches("\\d{1,5}") ? Integer.parseInt(number) : missing)
        .toArray();
  }
}
