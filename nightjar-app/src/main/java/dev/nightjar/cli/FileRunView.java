package dev.nightjar.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Shows how a run of a workflow file goes on. Its methods are called one at a time, but from
/// several threads.
public interface FileRunView {
  /// How the run stands.
  ///
  /// @param state such as `running`
  /// @param message why it ended so; null where there is nothing to say
  /// @param tasks in the order of the file
  record Standing(
      String workflow,
      Instant logicalTime,
      String state,
      @Nullable String message,
      List<TaskStanding> tasks) {}

  /// How a task stands.
  ///
  /// @param state such as `queued`
  /// @param tries how often it was tried
  /// @param line the last line of its log; empty for none
  /// @param reason why it stands so; null where there is nothing to say
  /// @param details more of it, such as a cell and its traceback; null for none
  record TaskStanding(
      String name,
      String state,
      int tries,
      @Nullable Instant started,
      @Nullable Instant ended,
      String line,
      @Nullable String reason,
      @Nullable String details) {
    /// Whether nothing happens any more.
    public boolean hasEnded() {
      return ended != null;
    }
  }

  /// An attempt starts.
  ///
  /// @param work what it does, its templates filled in, by the names of the file
  void starts(String task, JsonNode work);

  /// Something changed, or a moment passed.
  void shows(Standing standing);

  /// More of a task's log.
  void printed(String task, String text);

  /// It ended.
  ///
  /// @param outputs where its logs and outputs are; null for nowhere
  void ends(Standing standing, @Nullable Path outputs);
}
