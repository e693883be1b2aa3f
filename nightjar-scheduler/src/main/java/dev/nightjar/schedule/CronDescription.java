package dev.nightjar.schedule;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A cron expression in English.
record CronDescription(LocalTimes local) {
  private static final int MOST_TIMES = 6;
  private static final long ALL_MONTHS = Bits.range(1, 12);
  private static final List<String> NTH =
      List.of("first", "second", "third", "fourth", "fifth", "last");

  String text() {
    var times = local.dayTimes();
    boolean list = isList(times);
    var parts = new ArrayList<String>();
    parts.add(list ? "at " + Words.join(list(times)) : pattern(times));
    parts.addAll(days(local.days()));
    if (parts.size() == 1 && list) {
      parts.add("every day");
    }
    var text = String.join(", ", parts);
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static boolean isList(DayTimes times) {
    return !times.everyHour() && Long.bitCount(times.seconds()) == 1 && times.count() <= MOST_TIMES;
  }

  private static List<String> list(DayTimes times) {
    var list = new ArrayList<String>();
    for (int time = times.atOrAfter(0); time >= 0; time = times.atOrAfter(time + 1)) {
      list.add(LocalTime.ofSecondOfDay(time).toString());
    }
    return list;
  }

  /// The times from the smallest unit to the largest; what `every` says of a unit goes without
  /// saying for the larger ones.
  private static String pattern(DayTimes times) {
    var parts = new ArrayList<String>();
    boolean onTheMinute = times.seconds() == 1;
    if (!onTheMinute) {
      parts.add(unit("second", times.seconds(), 60));
    }
    if (onTheMinute && times.minutes() == 1 && step(times.hours(), 24) > 0) {
      return unit("hour", times.hours(), 24);
    }
    add(parts, "minute", times.minutes(), 60);
    add(parts, "hour", times.hours(), 24);
    var text = String.join(" of ", parts);
    return text.startsWith("every") ? text : "at " + text;
  }

  private static void add(List<String> parts, String unit, long set, int size) {
    boolean all = set == Bits.range(0, size - 1);
    boolean said = !parts.isEmpty() && parts.getLast().startsWith("every");
    if (!(all && said)) {
      parts.add(parts.isEmpty() || all ? unit(unit, set, size) : listed(unit, set));
    }
  }

  private static String unit(String unit, long set, int size) {
    int step = step(set, size);
    return switch (step) {
      case 0 -> listed(unit, set);
      case 1 -> "every " + unit;
      default -> "every %d %ss".formatted(step, unit);
    };
  }

  private static String listed(String unit, long set) {
    return (Long.bitCount(set) == 1 ? unit : unit + "s")
        + " "
        + Words.numbers(set, String::valueOf);
  }

  /// The n of a set of each n-th number from 0 that goes on evenly after `size`, or 0.
  private static int step(long set, int size) {
    int step = Bits.atOrAbove(set, 1);
    if (step <= 0 || size % step != 0) {
      return 0;
    }
    long even = 0;
    for (int i = 0; i < size; i += step) {
      even |= Bits.of(i);
    }
    return even == set ? step : 0;
  }

  private static List<String> days(Days days) {
    var choices = new ArrayList<String>();
    if (!days.anyDay()) {
      choices.add("on " + daysOfMonth(days) + " of the month");
    }
    if (!days.anyWeekday()) {
      choices.add(weekdays(days));
    }
    var parts = new ArrayList<String>();
    if (!choices.isEmpty()) {
      parts.add(String.join(" or ", choices));
    }
    if (days.months() != ALL_MONTHS) {
      parts.add(
          (choices.isEmpty() ? "every day in " : "in ")
              + Words.numbers(days.months(), CronDescription::month));
    }
    return parts;
  }

  private static String daysOfMonth(Days days) {
    var parts = new ArrayList<String>();
    if (days.daysOfMonth() != 0) {
      parts.add(listed("day", days.daysOfMonth()));
    }
    if (days.lastDay()) {
      parts.add("the last day");
    }
    return Words.join(parts);
  }

  private static String weekdays(Days days) {
    var parts = new ArrayList<String>();
    if (days.weekdays() != 0) {
      long fromMonday = days.weekdays() & ~1L | (days.weekdays() & 1) << 7;
      var names = Words.numbers(fromMonday, CronDescription::weekday);
      parts.add(names.contains(" to ") ? names : "on " + names);
    }
    var nth = new ArrayList<String>();
    for (int i = Bits.atOrAbove(days.nthWeekdays(), 0);
        i >= 0;
        i = Bits.atOrAbove(days.nthWeekdays(), i + 1)) {
      nth.add("the %s %s".formatted(NTH.get(i / 7), weekday(i % 7)));
    }
    if (!nth.isEmpty()) {
      parts.add("on %s of the month".formatted(Words.join(nth)));
    }
    return String.join(" or ", parts);
  }

  private static String weekday(int day) {
    return DayOfWeek.of(day == 0 ? 7 : day).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String month(int month) {
    return Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }
}
