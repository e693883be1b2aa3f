package dev.nightjar.schedule;

import dev.nightjar.schedule.Era.Stretch;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cron expression, as croniter reads it: 5 fields, or 6 with the seconds last, or a name such as
/// `@daily`. What it means where clocks are changed is said at the package. Immutable; two are
/// equal if their texts are.
public final class Cron {
  private final String expression;
  private final LocalTimes times;

  private Cron(String expression, LocalTimes times) {
    this.expression = expression;
    this.times = times;
  }

  /// Reads an expression.
  ///
  /// @throws ScheduleException if it is none; the message names the field and what may stand there
  public static Cron parse(String expression) {
    var text = expression.strip();
    return new Cron(text, new CronParser(text).parse());
  }

  /// The first time strictly after `after`; empty if there is none, as for 31 February. Times are
  /// whole seconds, up to the year 9999.
  public Optional<Instant> next(Instant after, ZoneId zone) {
    if (after.isBefore(Era.FIRST)) {
      return next(Era.FIRST, zone);
    }
    if (after.isAfter(Era.LAST)) {
      return Optional.empty();
    }
    var from = Instant.ofEpochSecond(after.getEpochSecond() + 1);
    while (from.isBefore(Era.LAST)) {
      var era = Era.at(from, zone.getRules());
      Instant first = null;
      boolean more = false;
      for (var stretch : era.stretches(everyHour())) {
        var local = times.atOrAfter(stretch.startAt(from));
        more |= local != null;
        if (local != null && stretch.includes(local)) {
          var time = local.toInstant(stretch.offset());
          first = first == null || time.isBefore(first) ? time : first;
        }
      }
      if (first != null || !more || era.ends() == null) {
        return Optional.ofNullable(first);
      }
      from = era.ends().getInstant();
    }
    return Optional.empty();
  }

  /// The last time strictly before `before`; empty if there is none from the year 0 on.
  public Optional<Instant> previous(Instant before, ZoneId zone) {
    if (before.isAfter(Era.LAST)) {
      return previous(Era.LAST, zone);
    }
    var to = ceiling(before);
    while (to.isAfter(Era.FIRST)) {
      var era = Era.at(to.minusSeconds(1), zone.getRules());
      Instant last = null;
      boolean more = false;
      for (var stretch : era.stretches(everyHour())) {
        var local = times.atOrBefore(stretch.endAt(to).minusSeconds(1));
        more |= local != null;
        if (local != null && stretch.includes(local)) {
          var time = local.toInstant(stretch.offset());
          last = last == null || time.isAfter(last) ? time : last;
        }
      }
      if (last != null || !more || era.began() == null) {
        return Optional.ofNullable(last);
      }
      to = era.began().getInstant();
    }
    return Optional.empty();
  }

  /// How many times there are from `from` up to before `to`: reckoned, not listed.
  long count(Instant from, Instant to, ZoneId zone) {
    long count = 0;
    var end = ceiling(to);
    for (var start = ceiling(from); start.isBefore(end); ) {
      var era = Era.at(start, zone.getRules());
      var eraEnd =
          era.ends() == null || era.ends().getInstant().isAfter(end)
              ? end
              : era.ends().getInstant();
      var stretches = era.stretches(everyHour());
      var shown = stretches.getFirst();
      count += times.count(shown.startAt(start), shown.endAt(eraEnd));
      for (var old : stretches.subList(1, stretches.size())) {
        count += countOnlyIn(old, shown, start, eraEnd);
      }
      start = eraEnd;
    }
    return count;
  }

  /// How many times `old` has that `shown` does not have as well.
  private long countOnlyIn(Stretch old, Stretch shown, Instant start, Instant end) {
    long count = 0;
    var to = old.endAt(end);
    var local = times.atOrAfter(old.startAt(start));
    while (local != null && local.isBefore(to)) {
      var same = shown.local(local.toInstant(old.offset()));
      count += shown.includes(same) && times.includes(same) ? 0 : 1;
      local = times.atOrAfter(local.plusSeconds(1));
    }
    return count;
  }

  private boolean everyHour() {
    return times.dayTimes().everyHour();
  }

  private static Instant ceiling(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond() + (time.getNano() > 0 ? 1 : 0));
  }

  /// The expression in words, such as `At 06:00, Monday to Friday`.
  public String describe() {
    return new CronDescription(times).text();
  }

  /// The expression as it was given.
  @Override
  public String toString() {
    return expression;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cron cron && cron.expression.equals(expression);
  }

  @Override
  public int hashCode() {
    return expression.hashCode();
  }
}
