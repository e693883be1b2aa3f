package dev.nightjar.http.airflow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Values as Python's `str` and `repr` show them.
final class PythonText {
  private static final int LARGEST_PLAIN = 16;
  private static final int SMALLEST_PLAIN = -4;

  private PythonText() {}

  static String str(JsonNode value) {
    return value.isString() ? value.stringValue() : repr(value);
  }

  static String repr(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> repr(value.stringValue());
      case BOOLEAN -> value.booleanValue() ? "True" : "False";
      case NUMBER -> value.isFloatingPointNumber() ? repr(value.doubleValue()) : value.asString();
      case ARRAY -> {
        List<String> parts = new ArrayList<>();
        value.forEach(one -> parts.add(repr(one)));
        yield "[" + String.join(", ", parts) + "]";
      }
      case OBJECT -> {
        List<String> parts = new ArrayList<>();
        value
            .properties()
            .forEach(one -> parts.add(repr(one.getKey()) + ": " + repr(one.getValue())));
        yield "{" + String.join(", ", parts) + "}";
      }
      case NULL, MISSING, BINARY, POJO -> "None";
    };
  }

  static String repr(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder repr = new StringBuilder().append(quote);
    text.codePoints().forEach(c -> append(repr, c, quote));
    return repr.append(quote).toString();
  }

  private static void append(StringBuilder repr, int c, char quote) {
    switch (c) {
      case '\\' -> repr.append("\\\\");
      case '\n' -> repr.append("\\n");
      case '\r' -> repr.append("\\r");
      case '\t' -> repr.append("\\t");
      default -> {
        if (c == quote) {
          repr.append('\\').append(quote);
        } else if (Character.isISOControl(c) || c == 0xa0 || c == 0xad) {
          repr.append("\\x%02x".formatted(c));
        } else {
          repr.appendCodePoint(c);
        }
      }
    }
  }

  private static String repr(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent < SMALLEST_PLAIN || exponent >= LARGEST_PLAIN) {
      String digits = shortest.unscaledValue().abs().toString();
      String mantissa =
          digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
      return "%s%se%s%02d"
          .formatted(number < 0 ? "-" : "", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
    String plain = shortest.toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }
}
