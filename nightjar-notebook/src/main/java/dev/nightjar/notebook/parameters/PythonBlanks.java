package dev.nightjar.notebook.parameters;

/// What Python's `str` methods and `re` take for white space.
final class PythonBlanks {
  /// The inside of a character class that matches what Python's `\s` matches.
  static final String CLASS =
      "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

  private PythonBlanks() {}

  /// `text.strip()`.
  static String strip(String text) {
    return strip(text, true);
  }

  /// The text without the blanks that `int()` and `float()` allow around a number: all but the
  /// separators FS, GS, RS and US.
  static String stripNumber(String text) {
    return strip(text, false);
  }

  private static String strip(String text, boolean separators) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start), separators)) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1), separators)) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c, boolean separators) {
    return c >= '\t' && c <= '\r'
        || c == ' '
        || separators && c >= 0x1c && c <= 0x1f
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || c >= 0x2000 && c <= 0x200a
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }
}
