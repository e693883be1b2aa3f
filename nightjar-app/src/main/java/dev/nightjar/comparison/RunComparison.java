package dev.nightjar.comparison;

import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.StoredTaskRun;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Two runs of a workflow side by side. What differs comes first.
///
/// @param parameters all that the runs had, with those of the workflow
/// @param tasks all that either run has
public record RunComparison(
    KeyedRun a, KeyedRun b, List<ValuePair> parameters, List<TaskPair> tasks) {
  /// A parameter or value.
  ///
  /// @param a null if the first run has none of this name
  /// @param b null if the second run has none of this name
  public record ValuePair(String name, @Nullable JsonNode a, @Nullable JsonNode b) {
    /// Whether it is not the same in both.
    public boolean differs() {
      return !Objects.equals(a, b);
    }
  }

  /// A task. How long it took never counts as a difference.
  ///
  /// @param a null if the first run has no such task
  /// @param b null if the second run has no such task
  /// @param values what it left
  /// @param notebook null if it runs none, or if one of the two can't be read
  public record TaskPair(
      String name,
      @Nullable StoredTaskRun a,
      @Nullable StoredTaskRun b,
      List<ValuePair> values,
      @Nullable NotebookComparison notebook) {
    /// Whether it ended otherwise, left other values, or its notebooks differ.
    public boolean differs() {
      return a == null
          || b == null
          || a.standing().state() != b.standing().state()
          || values.stream().anyMatch(ValuePair::differs)
          || notebook != null && !notebook.cells().isEmpty();
    }
  }
}
