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
  private TaskRunState state = TaskRunState.WAITING;
  private @Nullable String reason;
  private @Nullable Instant started;
  private boolean changed;

  private TaskRow(TaskRunKey key, Upstream upstream) {
    this.key = key;
    this.upstream = upstream;
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
                row.getInt("upstream_skipped"))));
  }

  TaskRunKey key() {
    return key;
  }

  Upstream upstream() {
    return upstream;
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

  /// Counts the end of a task directly before it.
  void count(TaskRunState end) {
    upstream =
        upstream.plus(
            end == TaskRunState.SUCCESS,
            end == TaskRunState.SKIPPED,
            end == TaskRunState.UPSTREAM_FAILED);
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
