package dev.nightjar.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a task can wait for.
public sealed interface Wait {
  /// A file.
  ///
  /// @param path absolute, a glob pattern, a template in a workflow file; a folder counts when a
  ///     file is in it
  /// @param recursive whether `**` reaches into folders
  record ForFile(String path, boolean recursive) implements Wait {}

  /// A moment.
  record ForTime(Instant at) implements Wait {}

  /// A time of day: the first one that is not before the end of the run's data interval. Where
  /// clocks skip it, the time after the gap counts.
  ///
  /// @param zone whose clocks
  record ForTimeOfDay(LocalTime time, ZoneId zone) implements Wait {
    /// The first such time that is not before that moment.
    public Instant from(Instant moment) {
      LocalDate day = LocalDate.ofInstant(moment, zone);
      Instant found = day.atTime(time).atZone(zone).toInstant();
      return found.isBefore(moment) ? day.plusDays(1).atTime(time).atZone(zone).toInstant() : found;
    }
  }

  /// A time after the end of the run's data interval.
  record AfterInterval(Duration delay) implements Wait {}

  /// A run of a workflow, or tasks of it.
  ///
  /// @param workflow its key
  /// @param run the run's key; null for the run of the logical time
  /// @param logicalTime the time that the run stands for; null for that of the own run
  /// @param tasks which of its tasks; empty for the whole run
  /// @param good the states that end the wait, as Airflow writes them
  /// @param bad the states that make it fail
  record ForRun(
      String workflow,
      @Nullable String run,
      @Nullable Instant logicalTime,
      List<String> tasks,
      List<String> good,
      List<String> bad)
      implements Wait {
    public ForRun {
      tasks = List.copyOf(tasks);
      good = List.copyOf(good);
      bad = List.copyOf(bad);
    }
  }

  /// An answer of another program.
  record ForHttp(HttpRequest request) implements Wait {}

  /// The same work, which another run does now.
  ///
  /// @param workflow the id of the stored workflow
  /// @param task its task
  /// @param fingerprint of the work
  record ForWork(String workflow, String task, String fingerprint) implements Wait {}
}
