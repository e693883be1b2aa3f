package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.DataInterval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Runs as rows.
final class RunRows {
  static final String SELECT =
      """
      SELECT run.*, version.definition, version.snapshot
        FROM run JOIN workflow_version version ON version.id = run.version_id
      """;

  private RunRows() {}

  private static @Nullable DataInterval interval(ResultSet row) throws SQLException {
    Instant start = Rows.timeOrNull(row, "interval_start");
    if (start == null) {
      return null;
    }
    Instant end = Rows.time(row, "interval_end");
    Instant logical = logicalTime(row);
    boolean moment = start.equals(end) && start.equals(Rows.time(row, "logical_time"));
    return moment ? new DataInterval(logical, logical) : new DataInterval(start, end);
  }

  private static Instant logicalTime(ResultSet row) throws SQLException {
    return Rows.time(row, "logical_time").plusNanos(row.getInt("logical_micros") * 1_000L);
  }

  static Run read(ResultSet row) throws SQLException {
    return new Run(
        row.getString("id"),
        row.getString("workflow_id"),
        Documents.workflow(row.getString("version_id"), row.getString("definition")),
        row.getString("snapshot"),
        Documents.parameters(row.getString("parameters")),
        new Run.Cause(
            Run.Trigger.valueOf(row.getString("cause")),
            row.getString("run_key"),
            logicalTime(row),
            interval(row),
            row.getString("idempotency_token"),
            row.getString("created_by")),
        new Run.Status(
            RunState.valueOf(row.getString("state")),
            row.getString("message"),
            Rows.time(row, "created_at"),
            Rows.time(row, "updated_at"),
            Rows.timeOrNull(row, "started_at"),
            Rows.timeOrNull(row, "ended_at")));
  }
}
