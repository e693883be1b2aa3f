package dev.nightjar.notebook.parameters;

import java.math.BigInteger;
import java.util.Locale;

/// Numbers in a format, as `int.__format__` and `float.__format__` of CPython 3.11.
final class NumberFormat {
  private NumberFormat() {}

  static String integer(BigInteger value, String text, String typeName) {
    FormatSpec spec = FormatSpec.parse(text, 'd', '>', typeName);
    return switch (spec.type()) {
      case 'c' -> character(value, spec);
      case 'd', 'n' -> integer(value, spec, 10, "");
      case 'b' -> integer(value, spec, 2, "0b");
      case 'o' -> integer(value, spec, 8, "0o");
      case 'x' -> integer(value, spec, 16, "0x");
      case 'X' -> integer(value, spec, 16, "0X");
      case 'e', 'E', 'f', 'F', 'g', 'G', '%' -> {
        double number = value.doubleValue();
        if (Double.isInfinite(number)) {
          throw new FormatProblem("int too large to convert to float");
        }
        yield floating(number, spec, typeName);
      }
      default -> throw spec.unknownType(typeName);
    };
  }

  private static String integer(BigInteger value, FormatSpec spec, int radix, String prefix) {
    rejectPrecision(spec);
    String digits = value.abs().toString(radix);
    return assemble(
        value.signum() < 0,
        spec.alternate() ? prefix : "",
        spec.type() == 'X' ? digits.toUpperCase(Locale.ROOT) : digits,
        "",
        spec,
        radix == 10 ? 3 : 4);
  }

  private static String character(BigInteger value, FormatSpec spec) {
    rejectPrecision(spec);
    if (spec.sign() != 0) {
      throw new FormatProblem("Sign not allowed with integer format specifier 'c'");
    }
    if (spec.alternate()) {
      throw new FormatProblem("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    if (value.signum() < 0 || value.bitLength() > 31 || value.intValue() > 0x10ffff) {
      throw new FormatProblem("the number is no character: not in range(0x110000)");
    }
    return spec.padded("", Character.toString(value.intValue()), 1);
  }

  private static void rejectPrecision(FormatSpec spec) {
    if (spec.precision() >= 0) {
      throw new FormatProblem("Precision not allowed in integer format specifier");
    }
    if (spec.noNegativeZero()) {
      throw new FormatProblem("Negative zero coercion (z) not allowed in integer format specifier");
    }
  }

  static String floating(double value, FormatSpec spec, String typeName) {
    if (spec.type() != 0 && "eEfFgGn%".indexOf(spec.type()) < 0) {
      throw spec.unknownType(typeName);
    }
    String text = FloatDigits.of(value, spec);
    boolean negative = text.startsWith("-");
    int start = negative ? 1 : 0;
    int end = start;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return assemble(negative, "", text.substring(start, end), text.substring(end), spec, 3);
  }

  private static String assemble(
      boolean negative, String prefix, String digits, String rest, FormatSpec spec, int group) {
    String sign = negative ? "-" : spec.sign() == '+' ? "+" : spec.sign() == ' ' ? " " : "";
    int others = sign.length() + prefix.length() + rest.length();
    boolean zeros = spec.fill() == '0' && spec.align() == '=';
    String grouped =
        digits.isEmpty() ? "" : grouped(digits, zeros ? spec.width() - others : 0, spec, group);
    return spec.padded(sign + prefix, grouped + rest, others + grouped.length());
  }

  /// The digits in groups, with zeros before them until they are `least` characters; never a
  /// separator first, so it may be one more.
  private static String grouped(String digits, int least, FormatSpec spec, int group) {
    if (spec.grouping() == 0) {
      return "0".repeat(Math.max(0, least - digits.length())) + digits;
    }
    StringBuilder reversed = new StringBuilder();
    int remaining = digits.length();
    int missing = least;
    while (true) {
      int length = Math.min(group, Math.max(Math.max(remaining, missing), 1));
      for (int i = 0; i < length; i++) {
        reversed.append(remaining > 0 ? digits.charAt(--remaining) : '0');
      }
      missing -= length;
      if (remaining <= 0 && missing <= 0) {
        return reversed.reverse().toString();
      }
      reversed.append(spec.grouping());
      missing--;
    }
  }
}
