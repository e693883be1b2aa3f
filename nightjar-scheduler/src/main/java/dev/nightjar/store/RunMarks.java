package dev.nightjar.store;

import dev.nightjar.run.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What ran when, without the rest of it: for pictures of many runs.
public final class RunMarks {
  /// A run in a picture.
  ///
  /// @param workflow the stored workflow it belongs to; null for none
  /// @param started null if it never was
  /// @param ended null while it has not
  public record Mark(
      String run,
      @Nullable String workflow,
      String name,
      RunState state,
      Instant created,
      @Nullable Instant started,
      @Nullable Instant ended) {}

  private static final String SELECT =
      "SELECT id, workflow_id, name, state, created_at, started_at, ended_at FROM run";

  /// The runs that ended since a time, the last first, after those that run now.
  public List<Mark> since(Transaction transaction, Instant from, int limit) {
    List<Mark> marks = new ArrayList<>();
    transaction
        .handle()
        .createQuery(
            SELECT
                + " WHERE state IN ('RUNNING', 'STOPPING') ORDER BY created_at DESC LIMIT :limit")
        .bind("limit", limit)
        .map((row, _) -> read(row))
        .forEach(marks::add);
    transaction
        .handle()
        .createQuery(SELECT + " WHERE ended_at >= :from ORDER BY ended_at DESC LIMIT :limit")
        .bind("from", from.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> read(row))
        .forEach(marks::add);
    return marks;
  }

  /// The ids of runs that failed since a time, the last first.
  public List<String> failedSince(Transaction transaction, Instant from, int limit) {
    // So written that the index by time answers it: the one by state would read all that ever
    // failed.
    return transaction
        .handle()
        .createQuery(
            """
            SELECT id FROM run
             WHERE ended_at >= :from AND CASE state WHEN 'FAILED' THEN 1 ELSE 0 END = 1
             ORDER BY ended_at DESC LIMIT :limit
            """)
        .bind("from", from.toEpochMilli())
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /// The newest runs of a workflow, the newest first.
  public List<Mark> newest(Transaction transaction, String workflow, int limit) {
    return transaction
        .handle()
        .createQuery(
            SELECT
                + " WHERE workflow_id = :workflow ORDER BY created_at DESC, id DESC LIMIT :limit")
        .bind("workflow", workflow)
        .bind("limit", limit)
        .map((row, _) -> read(row))
        .list();
  }

  /// The runs of a workflow made since a time, the newest first.
  public List<Mark> newestSince(Transaction transaction, String workflow, Instant from, int limit) {
    return transaction
        .handle()
        .createQuery(
            SELECT
                + """
                   WHERE workflow_id = :workflow AND created_at >= :from
                   ORDER BY created_at DESC, id DESC LIMIT :limit
                  """)
        .bind("workflow", workflow)
        .bind("from", from.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) -> read(row))
        .list();
  }

  /// A workflow that is due.
  ///
  /// @param at when its next run starts
  public record Due(String workflow, String name, Instant at) {}

  /// The workflows that are due next, the first first.
  public List<Due> due(Transaction transaction, int limit) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT schedule.workflow_id, workflow.name, schedule.fire_at
              FROM schedule JOIN workflow ON workflow.id = schedule.workflow_id
             WHERE schedule.fire_at IS NOT NULL ORDER BY schedule.fire_at LIMIT :limit
            """)
        .bind("limit", limit)
        .map(
            (row, _) ->
                new Due(
                    row.getString("workflow_id"), row.getString("name"), Rows.time(row, "fire_at")))
        .list();
  }

  private static Mark read(ResultSet row) throws SQLException {
    return new Mark(
        row.getString("id"),
        row.getString("workflow_id"),
        row.getString("name"),
        RunState.valueOf(row.getString("state")),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "started_at"),
        Rows.timeOrNull(row, "ended_at"));
  }
}
