package dev.nightjar.schedule;

import java.time.Instant;

/// The time whose data a run is about, as in Airflow: the run starts at its end, and its logical
/// date is its start.
///
/// @param end not before the start; the same for a run that is about a moment
public record DataInterval(Instant start, Instant end) {
  /// Checks the order.
  public DataInterval {
    if (end.isBefore(start)) {
      throw new ScheduleException(
          "A data interval from %s to %s ends before it starts.".formatted(start, end));
    }
  }
}
