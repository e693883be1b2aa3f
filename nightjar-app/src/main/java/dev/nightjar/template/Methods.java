package dev.nightjar.template;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What values have behind a dot, but for what dicts hold. There is nothing else than what is said
/// here: no class of Java is looked at.
final class Methods {
  private static final List<String> UNITS =
      List.of("years", "months", "weeks", "days", "hours", "minutes", "seconds");

  private Methods() {}

  /// Null if it has no such thing.
  static @Nullable Object find(@Nullable Object of, String name) {
    return switch (of) {
      case String text when TextMethods.ALL.contains(name) ->
          (Function) given -> TextMethods.call(name, text, given);
      case Moment moment -> ofMoment(moment, name);
      case Span span ->
          switch (name) {
            case "days" -> Math.floorDiv(span.duration().toSeconds(), 86_400L);
            case "seconds" -> Math.floorMod(span.duration().toSeconds(), 86_400L);
            case "total_seconds" -> (Function) _ -> span.duration().toNanos() / 1e9;
            default -> null;
          };
      case Map<?, ?> map -> ofMap(map, name);
      case null, default -> null;
    };
  }

  private static @Nullable Object ofMap(Map<?, ?> map, String name) {
    return switch (name) {
      case "get" ->
          (Function)
              given -> {
                Object key = given.get(0, "key");
                return map.containsKey(key) ? map.get(key) : given.get(1, "default", null);
              };
      case "items" -> (Function) _ -> items(map);
      case "keys" -> (Function) _ -> new ArrayList<Object>(map.keySet());
      case "values" -> (Function) _ -> new ArrayList<Object>(map.values());
      default -> null;
    };
  }

  static List<?> items(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new TemplateException("%s has no items".formatted(Values.type(value)));
    }
    List<List<?>> items = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      List<@Nullable Object> pair = new ArrayList<>();
      pair.add(entry.getKey());
      pair.add(entry.getValue());
      items.add(pair);
    }
    return items;
  }

  private static @Nullable Object ofMoment(Moment moment, String name) {
    ZonedDateTime time = moment.time();
    return switch (name) {
      case "year" -> (long) time.getYear();
      case "month" -> (long) time.getMonthValue();
      case "day" -> (long) time.getDayOfMonth();
      case "hour" -> (long) time.getHour();
      case "minute" -> (long) time.getMinute();
      case "second" -> (long) time.getSecond();
      case "microsecond" -> (long) time.getNano() / 1000;
      case "day_of_year" -> (long) time.getDayOfYear();
      case "strftime" -> (Function) given -> Patterns.strftime(moment, given.text(0, "format"));
      case "format" -> (Function) given -> Patterns.format(moment, given.text(0, "fmt"));
      case "isoformat" -> (Function) _ -> moment.iso('T');
      case "to_date_string" -> (Function) _ -> Patterns.strftime(moment, "%Y-%m-%d");
      case "to_time_string" -> (Function) _ -> Patterns.strftime(moment, "%H:%M:%S");
      case "to_datetime_string" -> (Function) _ -> Patterns.strftime(moment, "%Y-%m-%d %H:%M:%S");
      case "to_iso8601_string" -> (Function) _ -> moment.iso('T').replace("+00:00", "Z");
      case "timestamp" ->
          (Function) _ -> time.toEpochSecond() + Math.floorDiv(time.getNano(), 1000) / 1e6;
      case "int_timestamp" -> time.toEpochSecond();
      case "weekday" -> (Function) _ -> time.getDayOfWeek().getValue() - 1L;
      case "isoweekday" -> (Function) _ -> (long) time.getDayOfWeek().getValue();
      case "add" -> (Function) given -> moved(moment, given, 1);
      case "subtract" -> (Function) given -> moved(moment, given, -1);
      case "in_timezone", "in_tz", "astimezone" ->
          (Function) given -> moment.in(zone(given.text(0, "tz")));
      case "start_of" -> (Function) given -> startOf(moment, given.text(0, "unit"));
      default -> null;
    };
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new TemplateException("there is no time zone '%s'".formatted(name));
    }
  }

  private static Moment moved(Moment moment, Function.Arguments given, int sign) {
    for (String name : given.named().keySet()) {
      if (!UNITS.contains(name)) {
        throw new TemplateException(
            "%s(…) has no '%s' (there are: %s)"
                .formatted(given.function(), name, String.join(", ", UNITS)));
      }
    }
    return moment.changed(
        () -> {
          var local = moment.time();
          return local
              .plusYears(sign * given.whole(0, "years", 0))
              .plusMonths(sign * given.whole(1, "months", 0))
              .plusWeeks(sign * given.whole(2, "weeks", 0))
              .plusDays(sign * given.whole(3, "days", 0))
              .plus(Duration.ofHours(sign * given.whole(4, "hours", 0)))
              .plus(Duration.ofMinutes(sign * given.whole(5, "minutes", 0)))
              .plus(Duration.ofSeconds(sign * given.whole(6, "seconds", 0)));
        });
  }

  private static Moment startOf(Moment moment, String unit) {
    ZonedDateTime day = moment.time().toLocalDate().atStartOfDay(moment.time().getZone());
    return moment.changed(
        () ->
            switch (unit) {
              case "day" -> day;
              case "week" -> day.minusDays(day.getDayOfWeek().getValue() - 1L);
              case "month" -> day.withDayOfMonth(1);
              case "year" -> day.withDayOfYear(1);
              case "hour" -> moment.time().withMinute(0).withSecond(0).withNano(0);
              default ->
                  throw new TemplateException(
                      "'%s' is none of hour, day, week, month, year".formatted(unit));
            });
  }
}
