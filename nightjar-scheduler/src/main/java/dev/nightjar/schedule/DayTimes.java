package dev.nightjar.schedule;

import static dev.nightjar.schedule.Bits.atOrAbove;
import static dev.nightjar.schedule.Bits.atOrBelow;
import static dev.nightjar.schedule.Bits.countBelow;
import static dev.nightjar.schedule.Bits.has;

/// The times of day of a cron expression. A time of day is counted in seconds from midnight, on a
/// clock that is never changed. No set is empty.
///
/// @param hours the hours, as [Bits]
/// @param minutes the minutes
/// @param seconds the seconds
record DayTimes(long hours, long minutes, long seconds) {
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int LAST = 59;
  private static final long ALL_HOURS = Bits.range(0, 23);

  boolean everyHour() {
    return hours == ALL_HOURS;
  }

  /// The first time from `time` on, or -1.
  int atOrAfter(int time) {
    int hour = time / HOUR;
    if (has(hours, hour)) {
      int minute = time / MINUTE % MINUTE;
      int second = has(minutes, minute) ? atOrAbove(seconds, time % MINUTE) : -1;
      if (second >= 0) {
        return time(hour, minute, second);
      }
      minute = atOrAbove(minutes, minute + 1);
      if (minute >= 0) {
        return time(hour, minute, atOrAbove(seconds, 0));
      }
    }
    hour = atOrAbove(hours, hour + 1);
    return hour < 0 ? -1 : time(hour, atOrAbove(minutes, 0), atOrAbove(seconds, 0));
  }

  /// The last time up to `time`, or -1.
  int atOrBefore(int time) {
    int hour = time / HOUR;
    if (has(hours, hour)) {
      int minute = time / MINUTE % MINUTE;
      int second = has(minutes, minute) ? atOrBelow(seconds, time % MINUTE) : -1;
      if (second >= 0) {
        return time(hour, minute, second);
      }
      minute = atOrBelow(minutes, minute - 1);
      if (minute >= 0) {
        return time(hour, minute, atOrBelow(seconds, LAST));
      }
    }
    hour = atOrBelow(hours, hour - 1);
    return hour < 0 ? -1 : time(hour, atOrBelow(minutes, LAST), atOrBelow(seconds, LAST));
  }

  /// How many there are in a day.
  int count() {
    return Long.bitCount(hours) * Long.bitCount(minutes) * Long.bitCount(seconds);
  }

  /// How many there are in a day before `time`.
  int countBefore(int time) {
    int hour = time / HOUR;
    int minute = time / MINUTE % MINUTE;
    int inMinute = has(minutes, minute) ? countBelow(seconds, time % MINUTE) : 0;
    int perMinute = Long.bitCount(seconds);
    int inHour = has(hours, hour) ? countBelow(minutes, minute) * perMinute + inMinute : 0;
    return countBelow(hours, hour) * Long.bitCount(minutes) * perMinute + inHour;
  }

  private static int time(int hour, int minute, int second) {
    return hour * HOUR + minute * MINUTE + second;
  }
}
