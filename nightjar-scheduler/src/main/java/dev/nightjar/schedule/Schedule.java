package dev.nightjar.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// When something is due. Immutable.
public sealed interface Schedule {
  /// At the times of a cron expression.
  record OnCron(Cron cron) implements Schedule {
    @Override
    public String text() {
      return cron.toString();
    }

    @Override
    public String describe() {
      return cron.describe();
    }
  }

  /// At the times of a cron expression, as [OnCron]; but where runs stand for data intervals, each
  /// stands for the same time before its moment.
  ///
  /// @param length of what a run stands for; nothing if it stands for the moment
  record Moments(Cron cron, Duration length) implements Schedule {
    /// Checks the length.
    public Moments {
      if (length.isNegative() || length.toNanosPart() != 0) {
        throw new ScheduleException(
            "A run can't stand for %s. Write whole seconds, or 0s.".formatted(length));
      }
    }

    @Override
    public String text() {
      return "%s for %s".formatted(cron, length.isZero() ? "0s" : Intervals.text(length));
    }

    @Override
    public String describe() {
      return cron.describe();
    }
  }

  /// Again and again after months and days, counted from the start of the timetable, or from
  /// 1970-01-01T00:00Z if it has none. Where runs stand for data intervals, each is counted from
  /// the end of the one before: after January 31st come February 28th and March 28th.
  record EveryMonths(CalendarInterval interval) implements Schedule {
    @Override
    public String text() {
      return "every " + interval;
    }

    @Override
    public String describe() {
      return "Every " + interval;
    }
  }

  /// Again and again after an interval of elapsed time, counted from the start of the timetable, or
  /// from 1970-01-01T00:00Z if it has none. A day is 24 hours.
  ///
  /// @param interval whole seconds, from one second to 100 years
  record Every(Duration interval) implements Schedule {
    private static final Duration LONGEST = Duration.ofDays(36_525);

    /// Checks the interval.
    public Every {
      if (interval.toNanosPart() != 0
          || interval.compareTo(Duration.ofSeconds(1)) < 0
          || interval.compareTo(LONGEST) > 0) {
        throw new ScheduleException(
            "An interval of %s makes no sense. Write whole seconds, from 1 second to 36525 days."
                .formatted(interval));
      }
    }

    @Override
    public String text() {
      return "every " + Intervals.text(interval);
    }

    @Override
    public String describe() {
      return "Every " + Words.interval(interval);
    }
  }

  /// Once, or at each of a list of times.
  ///
  /// @param times sorted, none of them twice
  record At(List<Instant> times) implements Schedule {
    private static final DateTimeFormatter FOR_PEOPLE =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm[:ss] 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /// Sorts the times.
    public At {
      if (times.isEmpty()) {
        throw new ScheduleException(
            "A list of times needs one at least. Write \"at 2026-12-01T06:00:00Z\".");
      }
      times = List.copyOf(new TreeSet<>(times));
    }

    @Override
    public String text() {
      return times.stream().map(Instant::toString).collect(Collectors.joining(", ", "at ", ""));
    }

    @Override
    public String describe() {
      var first = FOR_PEOPLE.format(times.getFirst());
      return times.size() == 1
          ? "Once, at " + first
          : "At %d times, from %s to %s"
              .formatted(times.size(), first, FOR_PEOPLE.format(times.getLast()));
    }
  }

  /// Reads a cron expression (`0 6 * * *`, `@daily`), an interval (`every 15m`, `every 1h30m`,
  /// `PT15M`, `every P1M`), cron with what runs stand for (`0 6 * * * for 1d`) or times (`at
  /// 2026-12-01T06:00:00Z, 2026-12-24T18:00+01:00`).
  ///
  /// @throws ScheduleException if it is none of them; the message says what is wrong, and what to
  ///     write
  static Schedule parse(String text) {
    return new ScheduleParser(text, null).parse();
  }

  /// As [#parse(String)], but times may lack an offset: then they are local to `zone`. One that
  /// clocks skip or show twice is taken as in a cron expression: see the package.
  static Schedule parse(String text, ZoneId zone) {
    return new ScheduleParser(text, zone).parse();
  }

  /// The schedule as text, from which [#parse(String)] makes an equal one.
  String text();

  /// The schedule in words.
  String describe();
}
