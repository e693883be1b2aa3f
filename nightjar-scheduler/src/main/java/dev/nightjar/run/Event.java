package dev.nightjar.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change of state, or another thing that somebody did.
///
/// @param id grows with each event of one database, with gaps
/// @param at when
/// @param subject what changed
/// @param from its state before, null where it has none
/// @param to its state now, or what was done to it
/// @param by who: a person, `scheduler`, or a worker
/// @param reason null for none
public record Event(
    long id,
    Instant at,
    Subject subject,
    @Nullable String from,
    String to,
    String by,
    @Nullable String reason) {
  /// What an event is about: the narrowest of the three that is not null.
  public record Subject(@Nullable String workflow, @Nullable String run, @Nullable String task) {}
}
