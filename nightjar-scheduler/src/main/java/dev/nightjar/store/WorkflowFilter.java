package dev.nightjar.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which stored workflows to list: those for which all that is said here holds.
///
/// @param name the name starts so, as in [RunFilter]
/// @param tags has all of these
/// @param createdFrom made then or later; null for any
/// @param paused paused or not; null for both
public record WorkflowFilter(
    @Nullable String name,
    List<String> tags,
    @Nullable Instant createdFrom,
    @Nullable Boolean paused) {
  /// All workflows.
  public static final WorkflowFilter ALL = new WorkflowFilter(null, List.of(), null, null);
}
