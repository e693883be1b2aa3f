package dev.nightjar.template;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Python's arithmetic.
final class Numbers {
  private static final int MOST_BITS = 4_096;

  private Numbers() {}

  /// A long where it fits.
  static Object small(BigInteger value) {
    if (value.bitLength() > MOST_BITS) {
      throw new TemplateException("a number has more than %,d bits".formatted(MOST_BITS));
    }
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  /// True and false count as 1 and 0, as in Python.
  static boolean isNumber(@Nullable Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  static @Nullable BigInteger integer(@Nullable Object value) {
    return switch (value) {
      case Boolean flag -> flag ? BigInteger.ONE : BigInteger.ZERO;
      case BigInteger big -> big;
      case Double _, Float _ -> null;
      case Number number -> BigInteger.valueOf(number.longValue());
      case null, default -> null;
    };
  }

  /// As a floating point number; NaN for what is none.
  static double real(@Nullable Object value) {
    BigInteger integer = integer(value);
    return integer != null
        ? integer.doubleValue()
        : value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  static Object calculate(String sign, Object left, Object right) {
    BigInteger a = integer(left);
    BigInteger b = integer(right);
    if (a == null || b == null || sign.equals("/")) {
      return real(sign, real(left), real(right));
    }
    return switch (sign) {
      case "+" -> small(a.add(b));
      case "-" -> small(a.subtract(b));
      case "*" -> small(a.multiply(b));
      case "//" -> small(floor(a, nonZero(b)));
      case "%" -> small(a.subtract(floor(a, nonZero(b)).multiply(b)));
      default -> power(a, b);
    };
  }

  private static BigInteger nonZero(BigInteger divisor) {
    if (divisor.signum() == 0) {
      throw new TemplateException("it divides by zero");
    }
    return divisor;
  }

  private static BigInteger floor(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(b);
    return parts[1].signum() != 0 && parts[1].signum() != b.signum()
        ? parts[0].subtract(BigInteger.ONE)
        : parts[0];
  }

  private static Object power(BigInteger base, BigInteger exponent) {
    if (exponent.signum() < 0) {
      return real("**", base.doubleValue(), exponent.doubleValue());
    }
    if (base.abs().bitLength() <= 1) {
      // 0, 1 and -1, whose powers are small whatever the exponent
      return base.pow(exponent.signum() == 0 ? 0 : exponent.testBit(0) ? 1 : 2).longValue();
    }
    if (exponent.bitLength() > Integer.SIZE / 2
        || (long) exponent.intValue() * (base.bitLength() - 1L) > 2L * MOST_BITS) {
      throw new TemplateException("a number has more than %,d bits".formatted(MOST_BITS));
    }
    return small(base.pow(exponent.intValue()));
  }

  private static Object real(String sign, double a, double b) {
    if (b == 0 && (sign.equals("/") || sign.equals("//") || sign.equals("%"))) {
      throw new TemplateException("it divides by zero");
    }
    return switch (sign) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      case "//" -> Math.floor(a / b);
      case "%" -> a - Math.floor(a / b) * b;
      default -> Math.pow(a, b);
    };
  }
}
