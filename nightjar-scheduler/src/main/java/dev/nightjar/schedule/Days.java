package dev.nightjar.schedule;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// The days of a cron expression.
///
/// @param months 1 to 12, as [Bits]
/// @param anyDay whether every day of the month will do
/// @param daysOfMonth 1 to 31
/// @param lastDay whether the last day of the month is one of them
/// @param anyWeekday whether every day of the week will do
/// @param weekdays 0 (Sunday) to 6
/// @param nthWeekdays the n-th weekdays of a month, numbered by [#nth]
record Days(
    long months,
    boolean anyDay,
    long daysOfMonth,
    boolean lastDay,
    boolean anyWeekday,
    long weekdays,
    long nthWeekdays) {
  /// As the n of a weekday: the last of the month.
  static final int LAST = 6;

  private static final int WEEK = 7;

  /// The days 1, 8, 15, 22 and 29, as [Bits].
  private static final long EVERY_WEEK =
      Bits.of(1) | Bits.of(8) | Bits.of(15) | Bits.of(22) | Bits.of(29);

  /// The Gregorian calendar repeats after 400 years: what does not come by then never comes.
  private static final int MONTHS = 400 * 12;

  /// The number of a weekday's n-th occurrence in a month; n is 1 to 5, or [#LAST].
  static int nth(int weekday, int n) {
    return (n - 1) * WEEK + weekday;
  }

  boolean includes(LocalDate date) {
    return Bits.has(inMonth(date), date.getDayOfMonth());
  }

  /// The first day from `date` on; null if there is none up to the year 9999.
  @Nullable LocalDate atOrAfter(LocalDate date) {
    var month = date;
    for (int i = 0; i <= MONTHS && month.getYear() <= Era.LAST_YEAR; i++) {
      int day = Bits.atOrAbove(inMonth(month), month.getDayOfMonth());
      if (day > 0) {
        return month.withDayOfMonth(day);
      }
      month = month.withDayOfMonth(1).plusMonths(1);
    }
    return null;
  }

  /// The last day up to `date`; null if there is none from the year 0 on.
  @Nullable LocalDate atOrBefore(LocalDate date) {
    var month = date;
    for (int i = 0; i <= MONTHS && month.getYear() >= Era.FIRST_YEAR; i++) {
      int day = Bits.atOrBelow(inMonth(month), month.getDayOfMonth());
      if (day > 0) {
        return month.withDayOfMonth(day);
      }
      month = month.withDayOfMonth(1).minusDays(1);
    }
    return null;
  }

  /// How many there are from `from` up to the day before `to`.
  long count(LocalDate from, LocalDate to) {
    long count = 0;
    for (var month = from; month.isBefore(to); month = month.withDayOfMonth(1).plusMonths(1)) {
      long days = inMonth(month) & (-1L << month.getDayOfMonth());
      boolean whole =
          month.getYear() != to.getYear() || month.getMonthValue() != to.getMonthValue();
      count += whole ? Long.bitCount(days) : Bits.countBelow(days, to.getDayOfMonth());
    }
    return count;
  }

  /// The days in the month of `date`, as [Bits].
  private long inMonth(LocalDate date) {
    if (!Bits.has(months, date.getMonthValue())) {
      return 0;
    }
    int length = date.lengthOfMonth();
    long all = Bits.range(1, length);
    long ofMonth = all & daysOfMonth | (lastDay ? Bits.of(length) : 0);
    if (anyWeekday) {
      return anyDay ? all : ofMonth;
    }
    int weekdayOfFirst =
        Math.floorMod(date.getDayOfWeek().getValue() - date.getDayOfMonth() + 1, WEEK);
    long ofWeek = all & byWeekday(weekdayOfFirst, length);
    return anyDay ? ofWeek : ofMonth | ofWeek;
  }

  private long byWeekday(int weekdayOfFirst, int length) {
    long found = 0;
    for (int weekday = 0; weekday < WEEK; weekday++) {
      int before = Math.floorMod(weekday - weekdayOfFirst, WEEK);
      if (Bits.has(weekdays, weekday)) {
        found |= EVERY_WEEK << before;
      }
      for (int n = 1; nthWeekdays != 0 && n < LAST; n++) {
        int day = 1 + before + (n - 1) * WEEK;
        boolean last =
            day <= length && day + WEEK > length && Bits.has(nthWeekdays, nth(weekday, LAST));
        if (last || Bits.has(nthWeekdays, nth(weekday, n))) {
          found |= Bits.of(day);
        }
      }
    }
    return found;
  }
}
