package dev.nightjar.template;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/// Python's `datetime`: as pendulum prints it where it has a time zone.
///
/// @param time on the clocks of the zone; of UTC where there is none
record Moment(ZonedDateTime time, boolean zoned) implements Comparable<Moment> {
  static Moment of(Instant instant) {
    return new Moment(instant.atZone(ZoneOffset.UTC), true);
  }

  static Moment naive(LocalDateTime local) {
    return new Moment(local.atZone(ZoneOffset.UTC), false);
  }

  Moment plus(Duration duration) {
    return changed(() -> time.toLocalDateTime().plus(duration).atZone(time.getZone()));
  }

  Moment in(ZoneId zone) {
    return new Moment(time.withZoneSameInstant(zone), true);
  }

  /// What a calendar makes of it.
  Moment changed(Calculation calculation) {
    try {
      return new Moment(calculation.make(), zoned);
    } catch (DateTimeException | ArithmeticException e) {
      throw new TemplateException("a date is out of range");
    }
  }

  interface Calculation {
    ZonedDateTime make();
  }

  String iso(char between) {
    int micros = time.getNano() / 1000;
    return "%04d-%02d-%02d%c%02d:%02d:%02d"
            .formatted(
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                between,
                time.getHour(),
                time.getMinute(),
                time.getSecond())
        + (micros == 0 ? "" : ".%06d".formatted(micros))
        + (zoned ? offset(":") : "");
  }

  /// `+00:00`.
  String offset(String between) {
    int seconds = time.getOffset().getTotalSeconds();
    int minutes = Math.abs(seconds) / 60;
    return "%s%02d%s%02d".formatted(seconds < 0 ? "-" : "+", minutes / 60, between, minutes % 60);
  }

  @Override
  public int compareTo(Moment other) {
    return time.toInstant().compareTo(other.time.toInstant());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Moment moment
        && moment.zoned == zoned
        && moment.time.toInstant().equals(time.toInstant());
  }

  @Override
  public int hashCode() {
    return time.toInstant().hashCode();
  }

  @Override
  public String toString() {
    return iso(zoned ? 'T' : ' ');
  }
}
