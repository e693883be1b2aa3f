package dev.nightjar.store;

import dev.nightjar.run.Run;
import org.jspecify.annotations.Nullable;

/// A run of a workflow that has a key.
///
/// @param workflow the workflow's key
/// @param note what somebody wrote about it; null for nothing
public record KeyedRun(String workflow, Run run, @Nullable String note) {
  /// What it is called within its workflow; its id if it has no name of its own.
  public String key() {
    String key = run.cause().key();
    return key == null ? run.id() : key;
  }
}
