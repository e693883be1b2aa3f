package dev.nightjar.template;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can stand behind `is`.
///
/// @param values compares
record Tests(Values values) {
  /// Those that take something to compare with, which may stand without parentheses.
  static final Set<String> TAKES_ONE =
      Set.of("divisibleby", "sameas", "eq", "equalto", "ne", "lt", "le", "gt", "ge", "in");

  boolean test(String name, @Nullable Object value, List<@Nullable Object> given) {
    if (name.equals("defined") || name.equals("undefined")) {
      return value instanceof Undefined == name.equals("undefined");
    }
    if (value instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (TAKES_ONE.contains(name)) {
      if (given.size() != 1) {
        throw new TemplateException("'is %s' needs something to compare with".formatted(name));
      }
      return compare(name, value, given.getFirst());
    }
    return switch (name) {
      case "none" -> value == null;
      case "string" -> value instanceof String;
      case "number" -> Numbers.isNumber(value);
      case "integer" -> value instanceof Long || value instanceof BigInteger;
      case "float" -> value instanceof Double;
      case "boolean" -> value instanceof Boolean;
      case "true" -> Boolean.TRUE.equals(value);
      case "false" -> Boolean.FALSE.equals(value);
      case "mapping" -> value instanceof Map;
      case "sequence", "iterable" ->
          value instanceof List || value instanceof Map || value instanceof String;
      case "even" -> !whole(value).testBit(0);
      case "odd" -> whole(value).testBit(0);
      case "lower" -> value instanceof String text && text.equals(TextMethods.lower(text));
      case "upper" -> value instanceof String text && text.equals(TextMethods.upper(text));
      default -> throw new TemplateException("there is no test 'is %s'".formatted(name));
    };
  }

  private boolean compare(String name, @Nullable Object value, @Nullable Object other) {
    return switch (name) {
      case "eq", "equalto", "sameas" -> values.equal(value, other);
      case "ne" -> !values.equal(value, other);
      case "lt" -> values.compare(value, other) < 0;
      case "le" -> values.compare(value, other) <= 0;
      case "gt" -> values.compare(value, other) > 0;
      case "ge" -> values.compare(value, other) >= 0;
      case "in" -> values.contains(other, value);
      default -> {
        BigInteger divisor = whole(other);
        if (divisor.signum() == 0) {
          throw new TemplateException("it divides by zero");
        }
        yield whole(value).mod(divisor.abs()).signum() == 0;
      }
    };
  }

  private static BigInteger whole(@Nullable Object value) {
    BigInteger number = Numbers.integer(value);
    if (number == null) {
      throw new TemplateException(
          "a whole number is expected, not %s".formatted(Values.type(value)));
    }
    return number;
  }
}
