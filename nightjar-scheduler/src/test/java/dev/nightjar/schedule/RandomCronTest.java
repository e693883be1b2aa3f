package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Random expressions, against a matcher that looks at every minute.
class RandomCronTest {
  private static final int EXPRESSIONS = 6_000;
  private static final int MINUTES = 2 * 24 * 60;

  /// A field as text, and the values that it was made of.
  record Field(String text, Set<Integer> values) {}

  @Test
  void times_are_the_minutes_that_match() {
    var random = new Random(20261121);
    int found = 0;
    for (int i = 0; i < EXPRESSIONS; i++) {
      var start =
          LocalDate.of(1990, 1, 1).atStartOfDay().plusMinutes(random.nextInt(60 * 365 * 24 * 60));
      var fields =
          List.of(
              field(random, 0, 59, 0.2),
              field(random, 0, 23, 0.3),
              field(random, 1, 31, 0.5),
              field(random, 1, 12, 0.6),
              field(random, 0, 6, 0.5));
      found += check(fields, start);
    }
    assertThat(found).isGreaterThan(EXPRESSIONS);
  }

  private static int check(List<Field> fields, LocalDateTime start) {
    var expression = String.join(" ", fields.stream().map(Field::text).toList());
    var cron = Cron.parse(expression);
    var matching = new ArrayList<LocalDateTime>();
    for (int i = 0; i < MINUTES; i++) {
      if (matches(fields, start.plusMinutes(i))) {
        matching.add(start.plusMinutes(i));
      }
    }
    var end = start.plusMinutes(MINUTES).toInstant(ZoneOffset.UTC);
    var from = start.toInstant(ZoneOffset.UTC);
    var at = from.minusNanos(1);
    for (var expected : matching) {
      var next = cron.next(at, ZoneOffset.UTC);
      assertThat(next).as(expression).contains(expected.toInstant(ZoneOffset.UTC));
      assertThat(cron.previous(next.orElseThrow().plusSeconds(1), ZoneOffset.UTC))
          .as(expression)
          .isEqualTo(next);
      at = next.orElseThrow();
    }
    assertThat(cron.next(at, ZoneOffset.UTC).filter(time -> time.isBefore(end)))
        .as(expression)
        .isEmpty();
    assertThat(cron.count(from, end, ZoneOffset.UTC)).as(expression).isEqualTo(matching.size());
    return matching.size();
  }

  private static boolean matches(List<Field> fields, LocalDateTime time) {
    boolean day = fields.get(2).values.contains(time.getDayOfMonth());
    boolean weekday = fields.get(4).values.contains(time.getDayOfWeek().getValue() % 7);
    boolean either = !fields.get(2).text.equals("*") && !fields.get(4).text.equals("*");
    return fields.get(0).values.contains(time.getMinute())
        && fields.get(1).values.contains(time.getHour())
        && fields.get(3).values.contains(time.getMonthValue())
        && (either ? day || weekday : day && weekday);
  }

  private static Field field(Random random, int low, int high, double share) {
    var values = new TreeSet<Integer>();
    if (random.nextDouble() < share) {
      addRange(values, low, high, 1, low, high);
      return new Field("*", values);
    }
    var items = new ArrayList<String>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      items.add(item(random, low, high, values));
    }
    return new Field(String.join(",", items), values);
  }

  private static String item(Random random, int low, int high, Set<Integer> values) {
    int a = random.nextInt(low, high + 1);
    int b = random.nextInt(low, high + 1);
    int step = random.nextInt(2, 9);
    return switch (random.nextInt(5)) {
      case 0 -> {
        addRange(values, a, b, 1, low, high);
        yield a + "-" + b;
      }
      case 1 -> {
        addRange(values, a, b, step, low, high);
        yield a + "-" + b + "/" + step;
      }
      case 2 -> {
        addRange(values, low, high, step, low, high);
        yield "*/" + step;
      }
      case 3 -> {
        addRange(values, a, high, step, low, high);
        yield a + "/" + step;
      }
      default -> {
        values.add(a);
        yield String.valueOf(a);
      }
    };
  }

  /// Walks from `a` to `b`, over the end if need be, and takes each n-th value.
  private static void addRange(Set<Integer> values, int a, int b, int step, int low, int high) {
    int steps = 0;
    for (int i = a; ; i = i == high ? low : i + 1) {
      if (steps++ % step == 0) {
        values.add(i);
      }
      if (i == b) {
        return;
      }
    }
  }
}
