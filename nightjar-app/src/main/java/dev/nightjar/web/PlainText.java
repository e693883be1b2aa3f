package dev.nightjar.web;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a terminal was told, as plain text.
final class PlainText {
  private static final Pattern SEQUENCE =
      Pattern.compile(
          "\\u001b(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?|[@-_])");

  private PlainText() {}

  /// Without colours; of a line that was written over, what came last.
  static String of(String text) {
    String plain = SEQUENCE.matcher(text).replaceAll("").replace("\r\n", "\n");
    return plain.indexOf('\r') < 0
        ? plain
        : plain.lines().map(PlainText::last).collect(Collectors.joining("\n"))
            + (plain.endsWith("\n") ? "\n" : "");
  }

  private static String last(String line) {
    String shown = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    return shown.substring(shown.lastIndexOf('\r') + 1);
  }

  /// The last characters of it, from the start of a line on.
  static String end(String text, int characters) {
    if (text.length() <= characters) {
      return text;
    }
    String end = text.substring(text.length() - characters);
    int line = end.indexOf('\n');
    return "…\n" + (line < 0 ? end : end.substring(line + 1));
  }

  /// The first characters of it.
  static String start(String text, int characters) {
    return text.length() <= characters ? text : text.substring(0, characters) + "…";
  }
}
