package dev.nightjar.store;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Placement;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A task run with all that is stored of it.
///
/// @param standing where it stands
/// @param placement where it runs, as it was when its run was made
/// @param tries how often it was tried
/// @param times when
/// @param worker who runs it, or ran it last; null if nobody has
/// @param rendered what its templates gave, a JSON object; null if it told none
/// @param point which point of a grid it is; null if it is none
public record StoredTaskRun(
    TaskRunKey key,
    Standing standing,
    Placement placement,
    Tries tries,
    Times times,
    @Nullable String worker,
    @Nullable String rendered,
    @Nullable Point point) {
  /// A point of a grid.
  ///
  /// @param grid the grid's task
  /// @param index from 0
  /// @param values by name
  public record Point(String grid, int index, Map<String, Object> values) {}

  /// Where it stands.
  ///
  /// @param then the state that it gets when its attempt has ended, whatever that says; null for
  ///     what that says
  /// @param reason null where there is nothing to say
  /// @param reusedFrom the run that did its work; null if it did that itself, or has not
  public record Standing(
      TaskRunState state,
      @Nullable TaskRunState then,
      @Nullable String reason,
      @Nullable String reusedFrom) {}

  /// How often it was tried. A try may have several attempts: it goes on after it was put off, or
  /// waited for something.
  ///
  /// @param number tries so far, counting one that goes on, but not one that is put off now
  /// @param before how many of them were before it was cleared the last time
  /// @param attempts how many attempts
  public record Tries(int number, int before, int attempts) {}

  /// When things happened.
  ///
  /// @param queued when it may be claimed, or was queued; null while it waits
  /// @param started of the last attempt; null if there is none
  /// @param ended null while it has not ended
  public record Times(
      @Nullable Instant queued, @Nullable Instant started, @Nullable Instant ended) {}
}
