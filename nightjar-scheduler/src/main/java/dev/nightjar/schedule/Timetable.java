package dev.nightjar.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A schedule with its time zone, limits and policies: what is stored with a workflow. Immutable.
///
/// Its times are *logical*: what a run is for. When it starts is [#fireAt].
///
/// @param zone whose clocks a cron expression is about; nothing else depends on it
/// @param start no logical time is before it; intervals are counted from it. Null for no limit
/// @param end no logical time is after it. Null for no limit
/// @param jitter runs start up to this much after their logical time; at most 31 days
public record Timetable(
    Schedule schedule,
    ZoneId zone,
    @Nullable Instant start,
    @Nullable Instant end,
    Duration jitter,
    Misfire misfire,
    Overlap overlap) {
  private static final Duration MOST_JITTER = Duration.ofDays(31);

  /// Checks the limits.
  public Timetable {
    if (start != null && end != null && end.isBefore(start)) {
      throw new ScheduleException(
          "The timetable ends at %s, before it starts at %s. Write a later end, or none."
              .formatted(end, start));
    }
    if (jitter.isNegative() || jitter.compareTo(MOST_JITTER) > 0) {
      throw new ScheduleException(
          "A jitter of %s makes no sense. Write 0 seconds to 31 days.".formatted(jitter));
    }
  }

  /// A timetable without limits and jitter; missed times are skipped, runs may overlap.
  public static Timetable of(Schedule schedule, ZoneId zone) {
    return new Timetable(schedule, zone, null, null, Duration.ZERO, Misfire.SKIP, Overlap.ALLOW);
  }

  /// The first logical time strictly after `after`; empty if there is none.
  public Optional<Instant> next(Instant after) {
    var from = start != null && after.isBefore(start) ? start.minusNanos(1) : after;
    return unlimitedNext(from).filter(time -> end == null || !time.isAfter(end));
  }

  /// The first logical times strictly after `after`, `count` of them at most.
  public List<Instant> next(Instant after, int count) {
    var times = new ArrayList<Instant>();
    for (var time = next(after);
        time.isPresent() && times.size() < count;
        time = next(time.get())) {
      times.add(time.get());
    }
    return List.copyOf(times);
  }

  /// The last logical time strictly before `before`; empty if there is none.
  public Optional<Instant> previous(Instant before) {
    var to = end != null && before.isAfter(end) ? end.plusNanos(1) : before;
    return unlimitedPrevious(to).filter(time -> start == null || !time.isBefore(start));
  }

  /// When the run of a logical time starts: up to, but not, [#jitter] later. Always the same for
  /// the same seed, such as the workflow's id, and time.
  public Instant fireAt(Instant logicalTime, String seed) {
    return jitter.toMillis() == 0 ? logicalTime : logicalTime.plusMillis(jitter(seed, logicalTime));
  }

  /// Milliseconds. The hash is our own, so that it is the same on every server and in every
  /// version.
  private long jitter(String seed, Instant logicalTime) {
    long hash = logicalTime.toEpochMilli();
    for (byte b : seed.getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash + b);
    }
    return Math.floorMod(mix(hash), jitter.toMillis());
  }

  /// One step of SplitMix64.
  private static long mix(long state) {
    long z = state + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /// What to run of the times that have come: those from `due` up to `now`.
  ///
  /// A time that came no longer ago than jitter and grace together is late, and runs; the others
  /// are missed, and [#misfire] says what becomes of them. Takes as long for a year of seconds as
  /// for a day, or as it takes to list what is to run.
  ///
  /// @param due the next logical time as it was stored. It is taken for one of the timetable's,
  ///     though that, or the rules of its time zone, should have changed since
  public Due due(Instant due, Instant now, Duration grace) {
    if (now.isBefore(due)) {
      return new Due(List.of(), 0, Optional.of(due));
    }
    long come = 1 + count(due.plusNanos(1), now.plusNanos(1));
    var toRun = new ArrayList<Instant>();
    var time = latest(now.plusNanos(1), due);
    while (toRun.size() < Due.LIMIT) {
      boolean missed = Duration.between(time, now).minus(grace).compareTo(jitter) > 0;
      if (missed && misfire == Misfire.SKIP) {
        break;
      }
      toRun.add(time);
      if (missed && misfire == Misfire.RUN_ONCE || !time.isAfter(due)) {
        break;
      }
      time = latest(time, due);
    }
    return new Due(toRun.reversed(), come - toRun.size(), next(now));
  }

  private Instant latest(Instant before, Instant due) {
    return previous(before).filter(time -> time.isAfter(due)).orElse(due);
  }

  private Optional<Instant> unlimitedNext(Instant after) {
    return switch (schedule) {
      case Schedule.OnCron(var cron) -> cron.next(after, zone);
      case Schedule.Moments(var cron, _) -> cron.next(after, zone);
      case Schedule.EveryMonths(var interval) -> around(interval, after, true);
      case Schedule.At(var times) -> times.stream().filter(time -> time.isAfter(after)).findFirst();
      case Schedule.Every every ->
          after.isBefore(Era.LAST)
              ? Optional.of(beat(every).after(after.isBefore(Era.FIRST) ? Era.FIRST : after))
              : Optional.empty();
    };
  }

  private Optional<Instant> unlimitedPrevious(Instant before) {
    return switch (schedule) {
      case Schedule.OnCron(var cron) -> cron.previous(before, zone);
      case Schedule.Moments(var cron, _) -> cron.previous(before, zone);
      case Schedule.EveryMonths(var interval) -> around(interval, before, false);
      case Schedule.At(var times) ->
          times.reversed().stream().filter(time -> time.isBefore(before)).findFirst();
      case Schedule.Every every ->
          before.isAfter(Era.FIRST)
              ? Optional.of(beat(every).before(before.isAfter(Era.LAST) ? Era.LAST : before))
              : Optional.empty();
    };
  }

  /// How many logical times there are from `from` up to before `to`.
  private long count(Instant from, Instant to) {
    var first = start != null && from.isBefore(start) ? start : from;
    var last = end != null && to.isAfter(end) ? end.plusNanos(1) : to;
    return switch (schedule) {
      case Schedule.OnCron(var cron) -> cron.count(first, last, zone);
      case Schedule.Moments(var cron, _) -> cron.count(first, last, zone);
      case Schedule.EveryMonths(var interval) ->
          Stream.iterate(anchor(), interval::after)
              .dropWhile(time -> time.isBefore(first))
              .takeWhile(time -> time.isBefore(last))
              .count();
      case Schedule.At(var times) ->
          times.stream().filter(time -> !time.isBefore(first) && time.isBefore(last)).count();
      case Schedule.Every every -> beat(every).count(first, last);
    };
  }

  private Beat beat(Schedule.Every every) {
    return new Beat(anchor(), every.interval());
  }

  private Instant anchor() {
    return start == null ? Instant.EPOCH : start;
  }

  /// The first time after one, or the last one before it; none before the anchor.
  private Optional<Instant> around(CalendarInterval interval, Instant time, boolean after) {
    Instant before = null;
    Instant next = anchor();
    while (next.isBefore(Era.LAST) && (after ? !next.isAfter(time) : next.isBefore(time))) {
      before = next;
      next = interval.after(next);
    }
    return after ? Optional.of(next).filter(Era.LAST::isAfter) : Optional.ofNullable(before);
  }
}
