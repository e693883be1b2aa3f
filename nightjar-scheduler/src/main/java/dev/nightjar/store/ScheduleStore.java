package dev.nightjar.store;

import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.Timetable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When workflows are due. A time zone that nobody gave is [ZoneOffset#UTC], and NULL in the table.
public final class ScheduleStore {
  /// A schedule whose time has come.
  ///
  /// @param due the time it stands for; it may be earlier than now by the jitter, or by how long no
  ///     server ran
  public record Due(String workflow, Timetable timetable, Instant due) {}

  /// Stores a workflow's schedule in place of the one it has.
  ///
  /// @param due the time it is due next, null for never
  /// @param fireAt when that is to be acted on; null for never, or while it is paused
  public void put(
      Transaction transaction,
      String workflow,
      Timetable timetable,
      @Nullable Instant due,
      @Nullable Instant fireAt) {
    remove(transaction, workflow);
    transaction
        .handle()
        .createUpdate(
            """
            INSERT INTO schedule (workflow_id, expression, timezone, start_at, end_at, jitter_ms,
                misfire, overlap, due_at, fire_at)
            VALUES (:workflow, :expression, :timezone, :start, :end, :jitter, :misfire, :overlap,
                :due, :fireAt)
            """)
        .bind("workflow", workflow)
        .bind("expression", timetable.schedule().text())
        .bind("timezone", timetable.zone().equals(ZoneOffset.UTC) ? null : timetable.zone().getId())
        .bind("start", Rows.millis(timetable.start()))
        .bind("end", Rows.millis(timetable.end()))
        .bind("jitter", timetable.jitter().toMillis())
        .bind("misfire", timetable.misfire().name())
        .bind("overlap", timetable.overlap().name())
        .bind("due", Rows.millis(due))
        .bind("fireAt", Rows.millis(fireAt))
        .execute();
  }

  /// Says that the runs of a workflow's schedule stand for data intervals.
  ///
  /// @param catchup whether past ones get runs too
  void putIntervals(Transaction transaction, String workflow, boolean catchup) {
    transaction
        .handle()
        .execute(
            "UPDATE schedule SET intervals = ? WHERE workflow_id = ?",
            catchup ? "CATCHUP" : "LATEST",
            workflow);
  }

  static @Nullable Boolean catchup(ResultSet row) throws SQLException {
    String intervals = row.getString("intervals");
    return intervals == null ? null : intervals.equals("CATCHUP");
  }

  /// Stores when a workflow is due as seen from now, by the timetable it has.
  public void start(Transaction transaction, StoredWorkflow stored, Instant now) {
    Timetable timetable = stored.timing().timetable();
    if (timetable == null) {
      remove(transaction, stored.id());
      return;
    }
    Instant due = timetable.next(now).orElse(null);
    put(
        transaction,
        stored.id(),
        timetable,
        due,
        due == null || stored.paused() ? null : timetable.fireAt(due, stored.id()));
  }

  /// Takes a workflow's schedule away.
  public void remove(Transaction transaction, String workflow) {
    transaction.handle().execute("DELETE FROM schedule WHERE workflow_id = ?", workflow);
  }

  /// The workflows whose time has come, the one that waited longest first.
  public List<String> dueWorkflows(Transaction transaction, Instant now, int limit) {
    return transaction
        .handle()
        .createQuery(
            "SELECT workflow_id FROM schedule WHERE fire_at <= :now ORDER BY fire_at LIMIT :limit")
        .bind("now", now.toEpochMilli())
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /// A workflow's schedule, locked, if its time has come; empty if another server was faster.
  public Optional<Due> lockDue(Transaction transaction, String workflow, Instant now) {
    return transaction
        .handle()
        .createQuery(
            "SELECT * FROM schedule WHERE workflow_id = :workflow AND fire_at <= :now"
                + transaction.dialect().lock())
        .bind("workflow", workflow)
        .bind("now", now.toEpochMilli())
        .map((row, _) -> new Due(workflow, read(row), Rows.time(row, "due_at")))
        .findOne();
  }

  /// Acts on a schedule later than it is due, since it cannot be acted on now.
  public void postpone(Transaction transaction, String workflow, Instant until) {
    transaction
        .handle()
        .execute(
            "UPDATE schedule SET fire_at = ? WHERE workflow_id = ? AND fire_at < ?",
            until.toEpochMilli(),
            workflow,
            until.toEpochMilli());
  }

  /// When the next schedule is to be acted on; empty if none is.
  public Optional<Instant> nextFire(Transaction transaction) {
    return transaction
        .handle()
        .createQuery("SELECT MIN(fire_at) AS fire_at FROM schedule")
        .map((row, _) -> Optional.ofNullable(Rows.timeOrNull(row, "fire_at")))
        .one();
  }

  /// Moves a schedule on to its next time.
  public void advance(
      Transaction transaction, String workflow, @Nullable Instant next, @Nullable Instant fireAt) {
    transaction
        .handle()
        .execute(
            "UPDATE schedule SET due_at = ?, fire_at = ? WHERE workflow_id = ?",
            Rows.millis(next),
            Rows.millis(fireAt),
            workflow);
  }

  static Timetable read(ResultSet row) throws SQLException {
    String zone = row.getString("timezone");
    return new Timetable(
        Schedule.parse(row.getString("expression")),
        zone == null ? ZoneOffset.UTC : ZoneId.of(zone),
        Rows.timeOrNull(row, "start_at"),
        Rows.timeOrNull(row, "end_at"),
        Duration.ofMillis(row.getLong("jitter_ms")),
        Misfire.valueOf(row.getString("misfire")),
        Overlap.valueOf(row.getString("overlap")));
  }
}
