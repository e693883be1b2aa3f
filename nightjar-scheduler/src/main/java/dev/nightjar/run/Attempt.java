package dev.nightjar.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One try of a task run.
///
/// @param number counts from 1
/// @param worker who ran it
/// @param externalId where its executor finds it again; null until it was put somewhere
/// @param startedAt when a worker claimed it
/// @param endedAt null while it runs
/// @param outcome null while it runs
public record Attempt(
    int number,
    String worker,
    @Nullable String externalId,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Outcome outcome) {
  public Attempt {
    if (number < 1) {
      throw new IllegalArgumentException("attempt " + number + ": attempts count from 1");
    }
  }
}
