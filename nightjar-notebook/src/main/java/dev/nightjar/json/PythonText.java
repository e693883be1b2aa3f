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

  /// Where the line that starts at `start` ends, its line break included. Besides LF, CR and CRLF,
  /// Python breaks at VT, FF, FS, GS, RS, NEL, LS and PS.
  static int endOfLine(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '\r' && c < 0x1c || c > 0x1e && c < 0x85) {
        continue;
      }
      if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        return i + 2;
      }
      if (c >= '\n' && c <= '\r'
          || c >= 0x1c && c <= 0x1e
          || c == 0x85
          || c == 0x2028
          || c == 0x2029) {
        return i + 1;
      }
    }
    return text.length();
  }
}
