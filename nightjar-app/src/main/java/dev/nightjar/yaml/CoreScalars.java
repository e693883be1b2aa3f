package dev.nightjar.yaml;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Types of plain scalars by the core schema of YAML 1.2, in which `yes`, `no`, `on` and `16:30`
/// are texts.
final class CoreScalars {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /// Longer ones would take long to be read, and are no numbers of anybody.
  private static final int LONGEST = 300;

  private CoreScalars() {}

  static @Nullable Object value(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> null;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      case ".nan", ".NaN", ".NAN" -> Double.NaN;
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
      case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
      default -> number(text);
    };
  }

  private static Object number(String text) {
    if (text.length() > LONGEST) {
      return text;
    }
    if (INTEGER.matcher(text).matches()) {
      BigInteger integer =
          text.startsWith("0x")
              ? new BigInteger(text.substring(2), 16)
              : text.startsWith("0o")
                  ? new BigInteger(text.substring(2), 8)
                  : new BigInteger(text.startsWith("+") ? text.substring(1) : text);
      return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
    }
    return FLOAT.matcher(text).matches() ? (Object) Double.parseDouble(text) : text;
  }
}
