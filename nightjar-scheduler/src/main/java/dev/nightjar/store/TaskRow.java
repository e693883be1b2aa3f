package dev.nightjar.store;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Upstream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A task run that waited when its transaction read it, and what becomes of it. Not thread-safe.
final class TaskRow {
  private final TaskRunKey key;
  private Upstream upstream;
  private Upstream setups;
  private TaskRunState state = TaskRunState.WAITING;
  private @Nullable String reason;
  private @Nullable Instant started;
  private boolean changed;

  private TaskRow(TaskRunKey key, Upstream upstream, Upstream setups) {
    this.key = key;
    this.upstream = upstream;
    this.setups = setups;
  }

  /// Empty for one that does not wait.
  static Optional<TaskRow> read(ResultSet row) throws SQLException {
    if (!row.getString("state").equals(TaskRunState.WAITING.name())) {
      return Optional.empty();
    }
    return Optional.of(
        new TaskRow(
            new TaskRunKey(row.getString("run_id"), row.getString("task")),
            new Upstream(
                row.getInt("upstream"),
                row.getInt("upstream_success"),
                row.getInt("upstream_failed"),
                row.getInt("upstream_upstream_failed"),
                row.getInt("upstream_skipped")),
            new Upstream(
                row.getInt("setups"),
                row.getInt("setups_success"),
                row.getInt("setups_failed"),
                0,
                row.getInt("setups_skipped"))));
  }

  TaskRunKey key() {
    return key;
  }

  Upstream upstream() {
    return upstream;
  }

  /// How the setups stand that it heeds; those that could not start count as failed.
  Upstream setups() {
    return setups;
  }

  TaskRunState state() {
    return state;
  }

  @Nullable String reason() {
    return reason;
  }

  @Nullable Instant started() {
    return started;
  }

  boolean changed() {
    return changed;
  }

  boolean waits() {
    return state == TaskRunState.WAITING;
  }

  /// Counts the end of a task.
  ///
  /// @param direct whether it is directly before this one
  /// @param setup whether it is a setup that this one heeds
  void count(Upstream end, boolean direct, boolean setup) {
    upstream = direct ? upstream.plus(end) : upstream;
    setups = setup ? setups.plus(end) : setups;
    changed = true;
  }

  void becomes(TaskRunState next, @Nullable String why) {
    state = next;
    reason = why;
    changed = true;
  }

  void says(String why) {
    changed |= !why.equals(reason);
    reason = why;
  }

  void startsNow(Instant now) {
    started = now;
  }
}
