package dev.nightjar.template;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The functions that templates have: those of Airflow's `macros` that need no Python, and `range`.
final class Macros {
  private static final int MOST = 100_000;
  private static final List<String> UNITS =
      List.of("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks");

  static final Map<String, @Nullable Object> ALL =
      Map.of(
          "ds_add", (Function) Macros::dsAdd,
          "ds_format", (Function) Macros::dsFormat,
          "datetime", (Function) Macros::datetime,
          "timedelta", (Function) Macros::timedelta,
          "dateutil", Map.of("parser", Map.of("parse", (Function) Macros::parse)),
          "json",
              Map.of(
                  "dumps", (Function) given -> PythonText.json(given.get(0, "obj"), given.budget()),
                  "loads", (Function) given -> json(given.text(0, "s"), given.budget())));

  private Macros() {}

  private static Object dsAdd(Function.Arguments given) {
    try {
      return LocalDate.parse(given.text(0, "ds")).plusDays(given.whole(1, "days")).toString();
    } catch (DateTimeException | ArithmeticException e) {
      throw new TemplateException(
          "'%s' and %d days are no date such as 2026-01-31"
              .formatted(given.text(0, "ds"), given.whole(1, "days")));
    }
  }

  private static Object dsFormat(Function.Arguments given) {
    LocalDateTime date = Patterns.strptime(given.text(0, "ds"), given.text(1, "input_format"));
    return Patterns.strftime(Moment.naive(date), given.text(2, "output_format"));
  }

  private static Object datetime(Function.Arguments given) {
    try {
      return Moment.naive(
          LocalDateTime.of(
              Math.toIntExact(given.whole(0, "year")),
              Math.toIntExact(given.whole(1, "month")),
              Math.toIntExact(given.whole(2, "day")),
              Math.toIntExact(given.whole(3, "hour", 0)),
              Math.toIntExact(given.whole(4, "minute", 0)),
              Math.toIntExact(given.whole(5, "second", 0))));
    } catch (DateTimeException | ArithmeticException e) {
      throw new TemplateException("datetime(…): there is no such date");
    }
  }

  private static Object timedelta(Function.Arguments given) {
    for (String name : given.named().keySet()) {
      if (!UNITS.contains(name)) {
        throw new TemplateException("timedelta(…) has no '%s'".formatted(name));
      }
    }
    try {
      return new Span(
          Duration.ofDays(given.whole(0, "days", 0))
              .plusSeconds(given.whole(1, "seconds", 0))
              .plusNanos(Math.multiplyExact(1000, given.whole(2, "microseconds", 0)))
              .plusMillis(given.whole(3, "milliseconds", 0))
              .plusMinutes(given.whole(4, "minutes", 0))
              .plusHours(given.whole(5, "hours", 0))
              .plusDays(Math.multiplyExact(7, given.whole(6, "weeks", 0))));
    } catch (ArithmeticException e) {
      throw new TemplateException("timedelta(…): the time is too long");
    }
  }

  private static Object parse(Function.Arguments given) {
    String text = given.text(0, "timestr");
    try {
      var time =
          DateTimeFormatter.ofPattern("uuuu-MM-dd[['T'][' ']HH:mm[:ss][XXX]]")
              .parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return switch (time) {
        case OffsetDateTime exact -> new Moment(exact.toZonedDateTime(), true);
        case LocalDateTime local -> Moment.naive(local);
        default -> Moment.naive(LocalDate.from(time).atStartOfDay());
      };
    } catch (DateTimeException e) {
      throw new TemplateException(
          "'%s' is no date such as 2026-01-31 or 2026-01-31T06:00".formatted(text));
    }
  }

  /// Python's `range`, as a list.
  static Object range(Function.Arguments given) {
    boolean one = given.positional().size() == 1;
    long from = one ? 0 : given.whole(0, "start");
    long to = given.whole(one ? 0 : 1, "stop");
    long step = given.whole(2, "step", 1);
    if (step == 0) {
      throw new TemplateException("range(…) with a step of 0 has no end");
    }
    List<Object> range = new ArrayList<>();
    for (long i = from; step > 0 ? i < to : i > to; i += step) {
      given.budget().spend(1);
      if (range.size() == MOST) {
        throw new TemplateException("range(…) has more than %,d elements".formatted(MOST));
      }
      range.add(i);
    }
    return range;
  }

  static @Nullable Object json(String text, Budget budget) {
    budget.spendText(text.length());
    try {
      return plain(Json.parse(text));
    } catch (JsonException e) {
      throw new TemplateException("a text is no JSON: " + e.getMessage());
    }
  }

  /// A document as templates see it.
  private static @Nullable Object plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      node.forEach(element -> list.add(plain(element)));
      return list;
    }
    if (node.isIntegralNumber()) {
      return Numbers.small(node.bigIntegerValue());
    }
    return node.isNull()
        ? null
        : node.isBoolean()
            ? (Object) node.booleanValue()
            : node.isNumber() ? (Object) node.doubleValue() : node.stringValue();
  }

  /// A value of a parameter as templates see it.
  static @Nullable Object known(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        map.forEach((name, one) -> known.put(String.valueOf(name), known(one)));
        yield known;
      }
      case List<?> list -> {
        List<@Nullable Object> known = new ArrayList<>();
        list.forEach(one -> known.add(known(one)));
        yield known;
      }
      case Float number -> number.doubleValue();
      case BigDecimal number -> number.doubleValue();
      case BigInteger number -> Numbers.small(number);
      case Integer _, Short _, Byte _ -> ((Number) value).longValue();
      case String _, Boolean _, Long _, Double _ -> value;
      default -> throw new IllegalArgumentException("no value of a parameter: " + value.getClass());
    };
  }
}
