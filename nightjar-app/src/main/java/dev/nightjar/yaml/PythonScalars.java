package dev.nightjar.yaml;

import dev.nightjar.notebook.parameters.ParameterValue;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The scalars of PyYAML's `SafeConstructor`.
final class PythonScalars {
  private static final BigInteger SIXTY = BigInteger.valueOf(60);

  private PythonScalars() {}

  static ParameterValue bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true", "on" -> new ParameterValue.Bool(true);
      case "no", "false", "off" -> new ParameterValue.Bool(false);
      default ->
          throw new IllegalArgumentException("'%s' is no boolean".formatted(Problem.brief(text)));
    };
  }

  static ParameterValue integer(String text) {
    String number = text.replace("_", "");
    boolean negative = number.startsWith("-");
    String digits = negative || number.startsWith("+") ? number.substring(1) : number;
    BigInteger value =
        digits.equals("0")
            ? BigInteger.ZERO
            : digits.startsWith("0b")
                ? radix(digits.substring(2), 2, text)
                : digits.startsWith("0x")
                    ? radix(digits.substring(2), 16, text)
                    : digits.startsWith("0") ? radix(digits, 8, text) : sexagesimal(digits, text);
    return new ParameterValue.Int(negative ? value.negate() : value);
  }

  /// Python's `int(digits, radix)`, which allows blanks, a sign and the radix's own prefix.
  private static BigInteger radix(String digits, int radix, String text) {
    String stripped = digits.strip();
    boolean negative = stripped.startsWith("-");
    String body = negative || stripped.startsWith("+") ? stripped.substring(1) : stripped;
    String prefix = radix == 2 ? "0b" : radix == 8 ? "0o" : "0x";
    if (body.regionMatches(true, 0, prefix, 0, 2)) {
      body = body.substring(2);
    }
    String allowed = radix == 2 ? "[01]+" : radix == 8 ? "[0-7]+" : "[0-9a-fA-F]+";
    if (!Pattern.matches(allowed, body)) {
      throw noInteger(text);
    }
    BigInteger value = new BigInteger(body, radix);
    return negative ? value.negate() : value;
  }

  private static BigInteger sexagesimal(String digits, String text) {
    BigInteger value = BigInteger.ZERO;
    for (String part : List.of(digits.split(":", -1))) {
      if (!(ParameterValue.infer(part) instanceof ParameterValue.Int(var number))) {
        throw noInteger(text);
      }
      value = value.multiply(SIXTY).add(number);
    }
    return value;
  }

  private static IllegalArgumentException noInteger(String text) {
    return new IllegalArgumentException("'%s' is no integer".formatted(Problem.brief(text)));
  }

  static ParameterValue floating(String text) {
    String number = text.replace("_", "").toLowerCase(Locale.ROOT);
    int sign = number.startsWith("-") ? -1 : 1;
    String digits = number.startsWith("-") || number.startsWith("+") ? number.substring(1) : number;
    double value =
        switch (digits) {
          case ".inf" -> Double.POSITIVE_INFINITY;
          case ".nan" -> Double.NaN;
          default -> parts(digits, text);
        };
    return new ParameterValue.Floating(sign * value);
  }

  private static double parts(String digits, String text) {
    String[] parts = digits.split(":", -1);
    double value = parts.length == 1 ? part(digits, text) : 0;
    double base = 1;
    for (int i = parts.length - 1; i >= 0 && parts.length > 1; i--) {
      value += part(parts[i], text) * base;
      base *= 60;
    }
    return value;
  }

  private static double part(String digits, String text) {
    return switch (ParameterValue.infer(digits)) {
      case ParameterValue.Int(var integer) -> integer.doubleValue();
      case ParameterValue.Floating(var number) -> number;
      case ParameterValue _ ->
          throw new IllegalArgumentException("'%s' is no number".formatted(Problem.brief(text)));
    };
  }
}
