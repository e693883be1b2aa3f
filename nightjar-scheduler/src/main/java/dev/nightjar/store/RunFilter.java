package dev.nightjar.store;

import dev.nightjar.run.RunState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which runs to list: those for which all that is said here holds.
///
/// @param states in one of these; empty for any
/// @param workflow of this stored workflow; null for any
/// @param name the name starts so, in any case; `%` stands for anything and `_` for one character
/// @param tags has all of these
/// @param startedFrom started then or later; null for any
/// @param createdFrom made then or later; null for any
/// @param createdBefore made before; null for any
public record RunFilter(
    Set<RunState> states,
    @Nullable String workflow,
    @Nullable String name,
    List<String> tags,
    @Nullable Instant startedFrom,
    @Nullable Instant createdFrom,
    @Nullable Instant createdBefore) {
  /// All runs.
  public static final RunFilter ALL =
      new RunFilter(Set.of(), null, null, List.of(), null, null, null);

  /// The runs in these states.
  public static RunFilter inStates(Set<RunState> states) {
    return new RunFilter(states, null, null, List.of(), null, null, null);
  }

  /// The runs of one stored workflow.
  public static RunFilter ofWorkflow(String workflow) {
    return new RunFilter(Set.of(), workflow, null, List.of(), null, null, null);
  }

  /// The runs of one stored workflow that have not ended.
  public static RunFilter active(String workflow) {
    return new RunFilter(
        EnumSet.of(RunState.QUEUED, RunState.RUNNING, RunState.STOPPING),
        workflow,
        null,
        List.of(),
        null,
        null,
        null);
  }

  RunFilter in(RunState state) {
    return new RunFilter(
        Set.of(state), workflow, name, tags, startedFrom, createdFrom, createdBefore);
  }

  boolean onlyTags() {
    return equals(new RunFilter(Set.of(), null, null, tags, null, null, null));
  }

  RunFilter onlyStatesAndWorkflow() {
    return new RunFilter(states, workflow, null, List.of(), null, null, null);
  }
}
