package dev.nightjar.schedule;

import java.time.Duration;
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
/// is a moment; of `CronTriggerTimetable`, each is the same time before a moment. The limits of the
/// timetable are those of an interval's start, or of such moments.
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
        .flatMap(this::from)
        .filter(one -> timetable.end() == null || !limited(one).isAfter(timetable.end()));
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
      next = following(interval).flatMap(this::from);
    }
    return found;
  }

  /// What of an interval the limits are about.
  private Instant limited(DataInterval interval) {
    return timetable.schedule() instanceof Schedule.Moments ? interval.end() : interval.start();
  }

  /// The start of the interval after one.
  private Optional<Instant> following(DataInterval interval) {
    return switch (timetable.schedule()) {
      case Schedule.Moments(_, var length) ->
          after(interval.end()).map(moment -> moment.minus(length));
      case Schedule.At _ -> after(interval.start());
      case Schedule.OnCron _, Schedule.Every _, Schedule.EveryMonths _ ->
          Optional.of(interval.end());
    };
  }

  private Optional<Instant> firstFrom(Instant time) {
    Instant before = time.minusNanos(1);
    return switch (timetable.schedule()) {
      case Schedule.OnCron _, Schedule.At _, Schedule.EveryMonths _ -> after(before);
      case Schedule.Moments(_, var length) ->
          after(before.plus(length)).map(moment -> moment.minus(length));
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
      case Schedule.Moments(_, var length) ->
          before(interval.end()).map(moment -> moment.minus(length));
      case Schedule.Every(var length) -> Optional.of(interval.start().minus(length));
      case Schedule.EveryMonths(var months) -> Optional.of(months.before(interval.start()));
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
      case Schedule.Moments(_, var length) ->
          Optional.of(new DataInterval(time.minus(length), time));
      case Schedule.EveryMonths(var months) ->
          Optional.of(new DataInterval(months.before(time), time));
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
        var latest = rounded(now, interval).map(time -> time.minus(interval));
        yield max(max(limit, latest), last.map(DataInterval::end));
      }
      case Schedule.EveryMonths(var months) -> {
        var latest = rounded(now, months.roughly()).map(months::before);
        yield max(max(limit, latest), last.map(DataInterval::end));
      }
      case Schedule.Moments(_, var length) -> {
        var next = last.flatMap(interval -> after(interval.end()));
        var earliest = limit.flatMap(start -> after(start.minusNanos(1)));
        var moment =
            !catchup ? max(max(earliest, upTo(now)), next) : next.isPresent() ? next : earliest;
        yield moment.map(time -> time.minus(length));
      }
      case Schedule.At(var times) ->
          timetable.next(last.map(DataInterval::end).orElse(times.getFirst().minusNanos(1)));
    };
  }

  /// Without catchup, the last whole interval before now; as in Airflow, counted from 1970 whatever
  /// the start.
  private Optional<Instant> rounded(Instant now, Duration interval) {
    return catchup
        ? Optional.empty()
        : Optional.of(new Beat(Instant.EPOCH, interval).before(now.plusNanos(1)));
  }

  /// The interval that starts at a time of the schedule, whatever the limits; empty if there is
  /// none.
  public Optional<DataInterval> from(Instant start) {
    return switch (timetable.schedule()) {
      case Schedule.OnCron _ -> after(start).map(end -> new DataInterval(start, end));
      case Schedule.Every(var interval) ->
          Optional.of(new DataInterval(start, start.plus(interval)));
      case Schedule.Moments(_, var length) ->
          Optional.of(new DataInterval(start, start.plus(length)));
      case Schedule.EveryMonths(var months) ->
          Optional.of(new DataInterval(start, months.after(start)));
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
