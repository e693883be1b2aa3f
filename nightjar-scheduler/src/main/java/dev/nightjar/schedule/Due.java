package dev.nightjar.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What to do about the times that have come.
///
/// @param toRun the logical times to run, oldest first; at most [#LIMIT]
/// @param skipped how many other times have come and do not run
/// @param next the first logical time that is still to come
public record Due(List<Instant> toRun, long skipped, Optional<Instant> next) {
  /// How many times run at most, though more were missed: then the newest.
  public static final int LIMIT = 10_000;

  /// Copies the list.
  public Due {
    toRun = List.copyOf(toRun);
  }
}
