package dev.nightjar.json;

import java.util.ArrayList;
import java.util.List;

/// Text as Python's `str` methods see it.
public final class PythonText {
  private PythonText() {}

  /// The lines of `text` with their ends kept, as `str.splitlines(True)`.
  public static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int end = endOfLine(text, start);
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /// The lines of `text` without their ends, joined by blanks, as `" ".join(text.splitlines())`.
  public static String onOneLine(String text) {
    StringBuilder line = new StringBuilder();
    for (int start = 0; start < text.length(); ) {
      int end = endOfLine(text, start);
      int last = end - 1;
      boolean broken = isBreak(text.charAt(last));
      boolean both = broken && last > start && text.startsWith("\r\n", last - 1);
      line.append(start == 0 ? "" : " ");
      line.append(text, start, both ? last - 1 : broken ? last : end);
      start = end;
    }
    return line.toString();
  }

  private static boolean isBreak(char c) {
    return c >= '\n' && c <= '\r'
        || c >= 0x1c && c <= 0x1e
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  /// Whether the line ends behind the character at `index`; between CR and LF it does not.
  static boolean endsLine(String text, int index) {
    return isBreak(text.charAt(index)) && !text.startsWith("\r\n", index);
  }

  /// Where the line that starts at `start` ends, its line break included. Besides LF, CR and CRLF,
  /// Python breaks at VT, FF, FS, GS, RS, NEL, LS and PS.
  private static int endOfLine(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '\r' && c < 0x1c || c > 0x1e && c < 0x85) {
        continue;
      }
      if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        return i + 2;
      }
      if (isBreak(c)) {
        return i + 1;
      }
    }
    return text.length();
  }
}
