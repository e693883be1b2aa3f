package dev.nightjar.schedule;

import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/// The times of a cron expression on clocks that are never changed.
record LocalTimes(Days days, DayTimes dayTimes) {
  private static final int LAST_OF_DAY = LocalTime.MAX.toSecondOfDay();

  boolean includes(LocalDateTime time) {
    int ofDay = time.toLocalTime().toSecondOfDay();
    return dayTimes.atOrAfter(ofDay) == ofDay && days.includes(time.toLocalDate());
  }

  /// The first time from `from` on; null if none ever comes.
  @Nullable LocalDateTime atOrAfter(LocalDateTime from) {
    var date = days.atOrAfter(from.toLocalDate());
    if (date != null && date.equals(from.toLocalDate())) {
      int time = dayTimes.atOrAfter(from.toLocalTime().toSecondOfDay());
      if (time >= 0) {
        return date.atTime(LocalTime.ofSecondOfDay(time));
      }
      date = days.atOrAfter(date.plusDays(1));
    }
    return date == null ? null : date.atTime(LocalTime.ofSecondOfDay(dayTimes.atOrAfter(0)));
  }

  /// The last time up to `to`; null if there never was one.
  @Nullable LocalDateTime atOrBefore(LocalDateTime to) {
    var date = days.atOrBefore(to.toLocalDate());
    if (date != null && date.equals(to.toLocalDate())) {
      int time = dayTimes.atOrBefore(to.toLocalTime().toSecondOfDay());
      if (time >= 0) {
        return date.atTime(LocalTime.ofSecondOfDay(time));
      }
      date = days.atOrBefore(date.minusDays(1));
    }
    return date == null
        ? null
        : date.atTime(LocalTime.ofSecondOfDay(dayTimes.atOrBefore(LAST_OF_DAY)));
  }

  /// How many there are from `from` up to before `to`.
  long count(LocalDateTime from, LocalDateTime to) {
    if (!from.isBefore(to)) {
      return 0;
    }
    return days.count(from.toLocalDate(), to.toLocalDate()) * dayTimes.count()
        - countEarlierThatDay(from)
        + countEarlierThatDay(to);
  }

  private int countEarlierThatDay(LocalDateTime time) {
    return days.includes(time.toLocalDate())
        ? dayTimes.countBefore(time.toLocalTime().toSecondOfDay())
        : 0;
  }
}
