package dev.nightjar.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Months, and what is shorter besides, as people count them: a month after January 31st is the
/// last day of February. Counted on clocks that show UTC. Immutable.
///
/// @param months at least one
/// @param more whole seconds; a day is 24 hours
public record CalendarInterval(int months, Duration more) {
  private static final Pattern ISO =
      Pattern.compile("P(?=\\d+[YM])(?:(\\d{1,4})Y)?(?:(\\d{1,4})M)?((?:\\d+D)?(?:T.+)?)");
  private static final int YEAR = 12;

  /// Checks that it goes on.
  public CalendarInterval {
    if (months < 1 || more.isNegative()) {
      throw new ScheduleException(
          "An interval of %d months makes no sense. Write one or more, such as \"every P1M\"."
              .formatted(months));
    }
  }

  /// Whether a text is meant to be one: ISO 8601 with years or months.
  static boolean isMeant(String text) {
    return ISO.matcher(text).matches();
  }

  static CalendarInterval parse(String text) {
    Matcher parts = ISO.matcher(text);
    try {
      if (parts.matches()) {
        String more = parts.group(3);
        return new CalendarInterval(
            YEAR * number(parts.group(1)) + number(parts.group(2)),
            more.isEmpty() ? Duration.ZERO : Duration.parse("P" + more));
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw new ScheduleException(
        "'%s' is no interval: it is not as in ISO 8601. Write \"P1M\" or \"P1M2DT3H\"."
            .formatted(text));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  Instant after(Instant time) {
    return time.atOffset(ZoneOffset.UTC).plusMonths(months).plus(more).toInstant();
  }

  Instant before(Instant time) {
    return time.atOffset(ZoneOffset.UTC).minusMonths(months).minus(more).toInstant();
  }

  /// As Airflow rounds by it: a year of 365 days, a month of 30.
  Duration roughly() {
    return Duration.ofDays(365L * (months / YEAR) + 30L * (months % YEAR)).plus(more);
  }

  @Override
  public String toString() {
    return "P%dM%s".formatted(months, more.isZero() ? "" : more.toString().substring(1));
  }
}
