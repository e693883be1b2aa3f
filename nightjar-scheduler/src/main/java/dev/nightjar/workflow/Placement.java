package dev.nightjar.workflow;

import org.jspecify.annotations.Nullable;

/// Where a task runs, and who goes first.
///
/// @param executor the name of the executor
/// @param pool the pool whose slots it takes, null for none
/// @param slots how many
/// @param priority higher goes first
public record Placement(String executor, @Nullable String pool, int slots, int priority) {
  /// This machine, no pool, priority 0.
  public static final Placement LOCAL = new Placement("local", null, 1, 0);

  /// The executor of what the server does itself.
  public static final String SERVER = "server";

  public Placement {
    if (slots < 1) {
      throw new WorkflowException("%d pool slots make no sense: give 1 or more".formatted(slots));
    }
  }

  /// The same by another executor.
  public Placement by(String other) {
    return new Placement(other, pool, slots, priority);
  }
}
