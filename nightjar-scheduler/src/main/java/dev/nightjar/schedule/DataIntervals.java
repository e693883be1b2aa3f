package dev.nightjar.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The data intervals of a timetable, as Airflow 2.9's `CronDataIntervalTimetable` and
/// `DeltaDataIntervalTimetable` have them: each goes from one time of the schedule to the next;
/// those of an interval schedule follow the one before, whatever it was. At a list of times, each
/// is a moment. The limits of the timetable are those of an interval's start.
///
/// @param catchup whether intervals that ended before now, but for the latest, get a run as well
public record DataIntervals(Timetable timetable, boolean catchup) {
  /// The same when nothing is due any more: for those who only start runs by hand.
  public DataIntervals over() {
    return new DataIntervals(
        new Timetable(
            timetable.schedule(),
            timetable.zone(),
            null,
            Instant.EPOCH,
            timetable.jitter(),
            timetable.misfire(),
            timetable.overlap()),
        false);
  }

  /// The interval after `last`, the latest that has a run by schedule, or else the first. It may
  /// have ended, or be still to come. Empty if there is none: for one, with catchup but without a
  /// start.
  public Optional<DataInterval> next(@Nullable DataInterval last, Instant now) {
    return start(Optional.ofNullable(last), now)
        .filter(start -> timetable.end() == null || !start.isAfter(timetable.end()))
        .flatMap(this::from);
  }

  /// The intervals that start in that time, both ends included, and have ended `now`; within the
  /// limits, and whether or not it catches up. Those of an interval schedule count from its start,
  /// or else from 1970.
  ///
  /// @param most no more than so many
  public List<DataInterval> between(Instant from, Instant to, Instant now, int most) {
    var first = max(Optional.of(from), Optional.ofNullable(timetable.start())).orElseThrow();
    Instant last = timetable.end() == null || to.isBefore(timetable.end()) ? to : timetable.end();
    List<DataInterval> found = new ArrayList<>();
    Optional<DataInterval> next = firstFrom(first).flatMap(this::from);
    while (next.isPresent()
        && !next.get().start().isAfter(last)
        && !next.get().end().isAfter(now)
        && found.size() < most) {
      DataInterval interval = next.get();
      found.add(interval);
      Optional<Instant> start =
          interval.end().isAfter(interval.start())
              ? Optional.of(interval.end())
              : after(interval.start());
      next = start.flatMap(this::from);
    }
    return found;
  }

  private Optional<Instant> firstFrom(Instant time) {
    Instant before = time.minusNanos(1);
    return switch (timetable.schedule()) {
      case Schedule.OnCron _, Schedule.At _ -> after(before);
      case Schedule.Every(var length) -> {
        Instant anchor = timetable.start() == null ? Instant.EPOCH : timetable.start();
        yield Optional.of(new Beat(anchor, length).after(before));
      }
    };
  }

  /// The start of the interval before one, whatever the limits; empty if there is none.
  public Optional<Instant> before(DataInterval interval) {
    return switch (timetable.schedule()) {
      case Schedule.OnCron _ -> before(interval.start());
      case Schedule.Every(var length) -> Optional.of(interval.start().minus(length));
      case Schedule.At _ -> before(interval.start());
    };
  }

  /// The interval of a run that is started by hand at `time`: the latest that has ended.
  public Optional<DataInterval> manual(Instant time) {
    return switch (timetable.schedule()) {
      case Schedule.OnCron _ ->
          upTo(time).flatMap(end -> before(end).map(start -> new DataInterval(start, end)));
      case Schedule.Every(var interval) ->
          Optional.of(new DataInterval(time.minus(interval), time));
      case Schedule.At _ -> Optional.of(new DataInterval(time, time));
    };
  }

  private Optional<Instant> start(Optional<DataInterval> last, Instant now) {
    var limit = Optional.ofNullable(timetable.start());
    return switch (timetable.schedule()) {
      case Schedule.OnCron _ -> {
        var earliest = limit.flatMap(start -> after(start.minusNanos(1)));
        var latest = catchup ? Optional.<Instant>empty() : upTo(now).flatMap(this::before);
        yield max(max(earliest, latest), last.flatMap(interval -> upTo(interval.end())));
      }
      case Schedule.Every(var interval) -> {
        // as in Airflow, counted from 1970 whatever the start
        var sinceEpoch = new Beat(Instant.EPOCH, interval);
        var latest =
            catchup
                ? Optional.<Instant>empty()
                : Optional.of(sinceEpoch.before(now.plusNanos(1)).minus(interval));
        yield max(max(limit, latest), last.map(DataInterval::end));
      }
      case Schedule.At(var times) ->
          timetable.next(last.map(DataInterval::end).orElse(times.getFirst().minusNanos(1)));
    };
  }

  /// The interval that starts at a time of the schedule, whatever the limits; empty if there is
  /// none.
  public Optional<DataInterval> from(Instant start) {
    return switch (timetable.schedule()) {
      case Schedule.OnCron _ -> after(start).map(end -> new DataInterval(start, end));
      case Schedule.Every(var interval) ->
          Optional.of(new DataInterval(start, start.plus(interval)));
      case Schedule.At _ -> Optional.of(new DataInterval(start, start));
    };
  }

  private Optional<Instant> after(Instant time) {
    return unlimited().next(time);
  }

  private Optional<Instant> before(Instant time) {
    return unlimited().previous(time);
  }

  private Optional<Instant> upTo(Instant time) {
    return before(time.plusNanos(1));
  }

  private Timetable unlimited() {
    return Timetable.of(timetable.schedule(), timetable.zone());
  }

  private static Optional<Instant> max(Optional<Instant> a, Optional<Instant> b) {
    return Stream.concat(a.stream(), b.stream()).max(Comparator.naturalOrder());
  }
}
