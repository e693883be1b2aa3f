package dev.nightjar.json;

import java.math.BigDecimal;
import java.math.MathContext;

/// Floats as Python's `repr` prints them.
public final class PythonFloat {
  private PythonFloat() {}

  /// The shortest text that reads back as `value`, in Python's notation: `1.0`, `1e-07`, `1e+16`,
  /// `nan`, `-inf`.
  public static String repr(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return Double.compare(value, 0.0) < 0 ? "-0.0" : "0.0";
    }
    // Double.toString gives the shortest digits (JDK-4511638); only the notation differs.
    BigDecimal decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    // But it never gives less than two, though one would do for the smallest: 5e-324.
    BigDecimal oneDigit = new BigDecimal(Math.abs(value)).round(new MathContext(1));
    if (decimal.precision() == 2 && oneDigit.doubleValue() == Math.abs(value)) {
      decimal = oneDigit.stripTrailingZeros();
    }
    String digits = decimal.unscaledValue().toString();
    int exponent = digits.length() - decimal.scale() - 1;
    String sign = value < 0 ? "-" : "";
    if (exponent < -4 || exponent >= 16) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return "%s%c%se%s%02d"
          .formatted(
              sign, digits.charAt(0), fraction, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
    String plain = decimal.toPlainString();
    return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
  }
}
