package dev.nightjar.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A time in which the clocks of a zone are not changed.
///
/// @param began the change before it, if there is one
/// @param ends the change after it
/// @param offset what the clocks are ahead of UTC
record Era(
    @Nullable ZoneOffsetTransition began, @Nullable ZoneOffsetTransition ends, ZoneOffset offset) {
  static final int FIRST_YEAR = 0;
  static final int LAST_YEAR = 9999;

  /// Nothing is looked for before this time.
  static final Instant FIRST = Instant.parse("0000-01-02T00:00:00Z");

  /// Nothing is looked for after this time.
  static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

  private static final int HOUR = 3600;

  static Era at(Instant time, ZoneRules rules) {
    // previousTransition is strictly before its argument
    var began = rules.isFixedOffset() ? null : rules.previousTransition(time.plusNanos(1));
    var ends = rules.isFixedOffset() ? null : rules.nextTransition(time);
    return new Era(began, ends, rules.getOffset(time));
  }

  /// Local times from `from` up to before `to`, on clocks that are `offset` ahead of UTC.
  record Stretch(LocalDateTime from, LocalDateTime to, ZoneOffset offset) {
    LocalDateTime local(Instant time) {
      return LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, offset);
    }

    boolean includes(LocalDateTime local) {
      return !local.isBefore(from) && local.isBefore(to);
    }

    /// The local time of `time`, or the first of the stretch if that is later.
    LocalDateTime startAt(Instant time) {
      var local = local(time);
      return local.isBefore(from) ? from : local;
    }

    /// The local time of `time`, or the end of the stretch if that is earlier.
    LocalDateTime endAt(Instant time) {
      var local = local(time);
      return local.isBefore(to) ? local : to;
    }
  }

  /// The local times of this era that count for a cron expression. First those that its clocks
  /// show, then those that clocks not changed at its beginning would go on to show, where that is
  /// the rule: see the package.
  List<Stretch> stretches(boolean everyHour) {
    var shown = new Stretch(from(), to(everyHour), offset);
    if (began == null) {
      return List.of(shown);
    }
    int change = offset.getTotalSeconds() - began.getOffsetBefore().getTotalSeconds();
    boolean oldClockCounts = everyHour ? change % HOUR != 0 : change > 0;
    if (!oldClockCounts) {
      return List.of(shown);
    }
    var from = began.getDateTimeBefore();
    var to = from.plusSeconds(Math.abs(change));
    var old = new Stretch(from, to, began.getOffsetBefore());
    if (ends != null && old.local(ends.getInstant()).isBefore(to)) {
      old = new Stretch(from, old.local(ends.getInstant()), old.offset());
    }
    return List.of(shown, old);
  }

  private LocalDateTime from() {
    return began == null ? LocalDateTime.MIN : began.getDateTimeAfter();
  }

  private LocalDateTime to(boolean everyHour) {
    if (ends == null) {
      return LocalDateTime.MAX;
    }
    return !everyHour && ends.isOverlap() ? ends.getDateTimeAfter() : ends.getDateTimeBefore();
  }
}
