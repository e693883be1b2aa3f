package dev.nightjar.notebook.parameters;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// What Python's `int()` and `float()` accept: blanks around, a sign, `_` between digits, decimal
/// digits of any script.
final class PythonNumbers {
  /// Python's `sys.int_info.default_max_str_digits`.
  private static final int MAX_DIGITS = 4300;

  private PythonNumbers() {}

  /// `int(text)`, or null where Python raises `ValueError`.
  static @Nullable BigInteger integer(String text) {
    String ascii = ascii(text);
    int start = !ascii.isEmpty() && isSign(ascii.charAt(0)) ? 1 : 0;
    int end = digits(ascii, start);
    if (end == start || end != ascii.length()) {
      return null;
    }
    String digits = ascii.substring(start).replace("_", "");
    if (digits.length() > MAX_DIGITS) {
      return null;
    }
    BigInteger value = new BigInteger(digits);
    return ascii.charAt(0) == '-' ? value.negate() : value;
  }

  /// `float(text)`, or null where Python raises `ValueError`.
  static @Nullable Double floating(String text) {
    String ascii = ascii(text);
    boolean negative = ascii.startsWith("-");
    int start = !ascii.isEmpty() && isSign(ascii.charAt(0)) ? 1 : 0;
    String word = ascii.substring(start);
    if (word.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    int at = digits(ascii, start);
    boolean any = at > start;
    if (at < ascii.length() && ascii.charAt(at) == '.') {
      int fraction = at + 1;
      at = digits(ascii, fraction);
      any |= at > fraction;
    }
    if (!any) {
      return null;
    }
    if (at < ascii.length() && (ascii.charAt(at) == 'e' || ascii.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < ascii.length() && isSign(ascii.charAt(exponent))) {
        exponent++;
      }
      at = digits(ascii, exponent);
      if (at == exponent) {
        return null;
      }
    }
    return at == ascii.length() ? (Double) Double.parseDouble(ascii.replace("_", "")) : null;
  }

  /// The end of a run of ASCII digits with single `_` between them.
  private static int digits(String text, int start) {
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean between =
          c == '_' && at > start && at + 1 < text.length() && isDigit(text.charAt(at + 1));
      if (!isDigit(c) && !between) {
        break;
      }
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  /// The text without blanks around it, its digits as ASCII's.
  private static String ascii(String text) {
    StringBuilder out = new StringBuilder(text.length());
    PythonBlanks.stripNumber(text)
        .codePoints()
        .forEach(
            point -> {
              int digit = point < 0x80 ? -1 : decimal(point);
              if (digit >= 0) {
                out.append((char) ('0' + digit));
              } else {
                out.appendCodePoint(point);
              }
            });
    return out.toString();
  }

  /// The value of a decimal digit of any script, or -1 (`Character.digit` would take letters, too).
  static int decimal(int point) {
    return Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER
        ? Character.digit(point, 10)
        : -1;
  }
}
