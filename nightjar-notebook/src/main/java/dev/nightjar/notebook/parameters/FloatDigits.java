package dev.nightjar.notebook.parameters;

import dev.nightjar.json.PythonFloat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// A float in digits, without padding and grouping: CPython's `PyOS_double_to_string`.
final class FloatDigits {
  private static final int DEFAULT_PRECISION = 6;

  private FloatDigits() {}

  static String of(double value, FormatSpec spec) {
    boolean percent = spec.type() == '%';
    String text = unsuffixed(percent ? value * 100 : value, spec);
    if (spec.noNegativeZero() && text.startsWith("-") && isZero(text)) {
      text = text.substring(1);
    }
    return text + (percent ? "%" : "");
  }

  private static boolean isZero(String text) {
    int exponent = text.toLowerCase(Locale.ROOT).indexOf('e');
    String mantissa = exponent < 0 ? text : text.substring(0, exponent);
    return mantissa.chars().noneMatch(c -> c >= '1' && c <= '9' || Character.isLetter(c));
  }

  private static String unsuffixed(double value, FormatSpec spec) {
    String text =
        Double.isNaN(value) || Double.isInfinite(value)
            ? PythonFloat.repr(value)
            : (isNegative(value) ? "-" : "") + finite(Math.abs(value), spec);
    return spec.type() == 'E' || spec.type() == 'F' || spec.type() == 'G'
        ? text.toUpperCase(Locale.ROOT)
        : text;
  }

  private static boolean isNegative(double value) {
    return Double.doubleToRawLongBits(value) < 0;
  }

  private static String finite(double value, FormatSpec spec) {
    int precision = spec.precision() < 0 ? DEFAULT_PRECISION : spec.precision();
    return switch (spec.type()) {
      case 'f', 'F', '%' -> {
        String plain =
            new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        yield precision == 0 && spec.alternate() ? plain + "." : plain;
      }
      case 'e', 'E' -> exponential(significant(value, precision + 1), precision, spec.alternate());
      case 0 ->
          spec.precision() < 0
              ? shortest(value, spec.alternate())
              : general(value, Math.max(precision, 1), spec.alternate(), true);
      default -> general(value, Math.max(precision, 1), spec.alternate(), false);
    };
  }

  /// Without type and precision: `repr`, whose point stays even where no digit follows when the
  /// form is the alternate one.
  private static String shortest(double value, boolean alternate) {
    String repr = PythonFloat.repr(value);
    int exponent = repr.indexOf('e');
    return alternate && exponent >= 0 && repr.indexOf('.') < 0
        ? repr.substring(0, exponent) + "." + repr.substring(exponent)
        : repr;
  }

  /// A number rounded to so many significant digits.
  ///
  /// @param digits exactly as many as asked for
  /// @param exponent the power of ten of the first digit
  private record Significant(String digits, int exponent) {}

  private static Significant significant(double value, int count) {
    if (value == 0) {
      return new Significant("0".repeat(count), 0);
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(count, RoundingMode.HALF_EVEN));
    String digits = rounded.unscaledValue().toString();
    int exponent = digits.length() - rounded.scale() - 1;
    return new Significant(digits + "0".repeat(Math.max(0, count - digits.length())), exponent);
  }

  private static String exponential(Significant number, int decimals, boolean alternate) {
    String digits = number.digits();
    String fraction = digits.substring(1, decimals + 1);
    return digits.charAt(0)
        + (fraction.isEmpty() && !alternate ? "" : "." + fraction)
        + "e%s%02d".formatted(number.exponent() < 0 ? "-" : "+", Math.abs(number.exponent()));
  }

  /// Type `g`, and no type with a precision (`point`: at least one digit after the point).
  private static String general(double value, int precision, boolean alternate, boolean point) {
    Significant number = significant(value, precision);
    int exponent = number.exponent();
    String digits = number.digits();
    if (!alternate) {
      int kept = digits.length();
      while (kept > 1 && digits.charAt(kept - 1) == '0') {
        kept--;
      }
      digits = digits.substring(0, kept);
    }
    if (exponent < -4 || exponent >= (point ? precision - 1 : precision)) {
      return exponential(new Significant(digits, exponent), digits.length() - 1, alternate);
    }
    if (exponent < 0) {
      return "0." + "0".repeat(-exponent - 1) + digits;
    }
    int whole = exponent + 1;
    String padded = digits + "0".repeat(Math.max(0, whole - digits.length()));
    String fraction = padded.substring(whole);
    if (fraction.isEmpty() && point) {
      fraction = "0";
    }
    return padded.substring(0, whole) + (fraction.isEmpty() && !alternate ? "" : "." + fraction);
  }
}
