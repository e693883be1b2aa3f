package dev.nightjar.template;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What templates know of the attempt that they are rendered for. Values are texts, numbers, truth
/// values, nulls, and lists and maps of them.
///
/// @param names of what runs
/// @param times what it runs for
/// @param parameters those of the run, which templates call `params`
/// @param conf what was given to the run when it was started
/// @param values what the tasks before left, by task and key
/// @param variables of the server
/// @param grid the values of the point of a grid that runs; empty for a task that is none
public record RunContext(
    Names names,
    Times times,
    Map<String, @Nullable Object> parameters,
    Map<String, @Nullable Object> conf,
    Map<String, Map<String, @Nullable Object>> values,
    Map<String, @Nullable Object> variables,
    Map<String, @Nullable Object> grid) {
  /// What runs.
  ///
  /// @param run its key, such as `scheduled__2026-01-01T00:00:00+00:00`
  /// @param manual whether people or others started it, rather than the schedule
  /// @param attempt from 1
  public record Names(String workflow, String task, String run, boolean manual, int attempt) {}

  /// What time it runs for.
  ///
  /// @param logical the logical time
  /// @param start of the data interval
  /// @param end of it
  /// @param previous the logical time before; null if there is none
  /// @param next the logical time after; null if there is none
  /// @param zone whose clocks the schedule is about
  public record Times(
      Instant logical,
      Instant start,
      Instant end,
      @Nullable Instant previous,
      @Nullable Instant next,
      ZoneId zone) {}
}
