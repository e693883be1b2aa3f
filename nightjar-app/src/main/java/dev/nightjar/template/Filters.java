package dev.nightjar.template;

import dev.nightjar.config.Distance;
import dev.nightjar.template.Function.Arguments;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can stand behind `|`: those of Jinja that are about texts, numbers and lists, and Airflow's
/// of dates.
///
/// @param values compares
record Filters(Values values) {
  static final Set<String> ALL =
      Set.of(
          "ds",
          "ds_nodash",
          "ts",
          "ts_nodash",
          "ts_nodash_with_tz",
          "tojson",
          "default",
          "d",
          "upper",
          "lower",
          "title",
          "capitalize",
          "trim",
          "replace",
          "join",
          "length",
          "count",
          "first",
          "last",
          "int",
          "float",
          "string",
          "round",
          "abs",
          "sum",
          "min",
          "max",
          "sort",
          "unique",
          "reverse",
          "list",
          "items",
          "truncate",
          "fromjson");

  /// Says that there is no such filter.
  static String unknown(String name) {
    return "there is no filter '%s'%s"
        .formatted(
            name, Distance.nearest(name, ALL).map(" (did you mean %s?)"::formatted).orElse(""));
  }

  @Nullable Object apply(String name, @Nullable Object value, Arguments given) {
    if (!ALL.contains(name)) {
      throw new TemplateException(unknown(name));
    }
    if (name.equals("default") || name.equals("d")) {
      boolean missing =
          value instanceof Undefined
              || values.truth(given.get(1, "boolean", false)) && !values.truth(value);
      return missing ? given.get(0, "default_value", "") : value;
    }
    if (value instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (name.startsWith("ds") || name.startsWith("ts")) {
      return date(name, value);
    }
    Budget budget = values.budget();
    return switch (name) {
      case "tojson" -> PythonText.json(value, budget);
      case "fromjson" -> Macros.json(text(name, value), budget);
      case "string" -> PythonText.str(value, budget);
      case "upper", "lower", "title", "capitalize", "replace" ->
          TextMethods.call(name, PythonText.str(value, budget), given);
      case "trim" -> TextMethods.call("strip", PythonText.str(value, budget), given);
      case "truncate" -> truncate(PythonText.str(value, budget), given);
      case "int" -> whole(value, given);
      case "float" -> real(value, given);
      case "round" -> round(value, given);
      case "abs" ->
          Numbers.isNumber(value) && Numbers.real(Objects.requireNonNull(value)) < 0
              ? Numbers.calculate("-", 0L, value)
              : value;
      case "items" -> Methods.items(value);
      default -> list(name, values.elements(value), given);
    };
  }

  private static Object date(String name, @Nullable Object value) {
    if (!(value instanceof Moment moment)) {
      throw new TemplateException("'%s' takes a date, not %s".formatted(name, Values.type(value)));
    }
    return switch (name) {
      case "ds" -> Patterns.strftime(moment, "%Y-%m-%d");
      case "ds_nodash" -> Patterns.strftime(moment, "%Y%m%d");
      case "ts" -> moment.iso('T');
      case "ts_nodash" -> Patterns.strftime(moment, "%Y%m%dT%H%M%S");
      default -> moment.iso('T').replace("-", "").replace(":", "");
    };
  }

  private static String text(String filter, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new TemplateException("'%s' takes a text, not %s".formatted(filter, Values.type(value)));
  }

  private @Nullable Object list(String name, List<?> elements, Arguments given) {
    return switch (name) {
      case "length", "count" -> (long) elements.size();
      case "first", "last" -> {
        if (elements.isEmpty()) {
          throw new TemplateException("'%s' of nothing".formatted(name));
        }
        yield name.equals("first") ? elements.getFirst() : elements.getLast();
      }
      case "join" -> join(elements, PythonText.str(given.get(0, "d", ""), values.budget()));
      case "sum" -> {
        Object sum = 0L;
        for (Object element : elements) {
          if (!Numbers.isNumber(element)) {
            throw new TemplateException("'sum' takes numbers, not " + Values.type(element));
          }
          sum = Numbers.calculate("+", sum, Objects.requireNonNull(element));
        }
        yield sum;
      }
      case "min", "max" -> {
        int sign = name.equals("min") ? 1 : -1;
        yield elements.isEmpty()
            ? null
            : elements.stream().reduce((a, b) -> sign * values.compare(a, b) <= 0 ? a : b).get();
      }
      case "sort" -> {
        List<@Nullable Object> sorted = new ArrayList<>(elements);
        sorted.sort(values::compare);
        yield values.truth(given.get(0, "reverse", false)) ? sorted.reversed() : sorted;
      }
      case "unique" -> {
        List<@Nullable Object> unique = new ArrayList<>();
        for (Object element : elements) {
          if (!values.contains(unique, element)) {
            unique.add(element);
          }
        }
        yield unique;
      }
      case "reverse" -> elements.reversed();
      default -> elements;
    };
  }

  private String join(List<?> elements, String between) {
    StringBuilder out = new StringBuilder();
    for (Object element : elements) {
      String text = PythonText.str(element, values.budget());
      values.budget().spendText((long) out.length() + between.length() + text.length());
      out.append(out.isEmpty() ? "" : between).append(text);
    }
    return out.toString();
  }

  private static String truncate(String text, Arguments given) {
    long length = given.whole(0, "length", 255);
    return text.length() <= length
        ? text
        : text.substring(0, (int) Math.max(0, length - 3)) + "...";
  }

  private static Object whole(@Nullable Object value, Arguments given) {
    try {
      return switch (value) {
        case String text -> Numbers.small(new BigDecimal(text.strip()).toBigInteger());
        case Double number -> Numbers.small(new BigDecimal(number).toBigInteger());
        case Number number -> number;
        case Boolean flag -> flag ? 1L : 0L;
        case null, default -> Objects.requireNonNullElse(given.get(0, "default", 0L), 0L);
      };
    } catch (NumberFormatException e) {
      return Objects.requireNonNullElse(given.get(0, "default", 0L), 0L);
    }
  }

  private static Object real(@Nullable Object value, Arguments given) {
    try {
      return value instanceof String text
          ? (Object) Double.parseDouble(text.strip())
          : value != null && Numbers.isNumber(value)
              ? (Object) Numbers.real(value)
              : Objects.requireNonNullElse(given.get(0, "default", 0.0), 0.0);
    } catch (NumberFormatException e) {
      return Objects.requireNonNullElse(given.get(0, "default", 0.0), 0.0);
    }
  }

  private static Object round(@Nullable Object value, Arguments given) {
    if (value == null || !Numbers.isNumber(value)) {
      throw new TemplateException("'round' takes a number, not " + Values.type(value));
    }
    double number = Numbers.real(value);
    long digits = Math.clamp(given.whole(0, "precision", 0), -300, 300);
    return Double.isFinite(number)
        ? new BigDecimal(number).setScale((int) digits, RoundingMode.HALF_EVEN).doubleValue()
        : number;
  }
}
