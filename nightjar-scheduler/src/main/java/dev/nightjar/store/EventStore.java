package dev.nightjar.store;

import dev.nightjar.run.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// The events: one row for each change of state and each thing that somebody did.
public final class EventStore {
  private static final String INSERT =
      """
      INSERT INTO event (happened_at, workflow_id, run_id, task, from_state, to_state, actor, reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /// Appends an event to the transaction that made it happen.
  ///
  /// @param event its id is not used
  public void append(Transaction transaction, Event event) {
    append(transaction, List.of(event));
  }

  /// As [#append(Transaction, Event)], many at once.
  public void append(Transaction transaction, List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    var batch = transaction.handle().prepareBatch(INSERT);
    for (Event event : events) {
      Event.Subject subject = event.subject();
      batch.add(
          event.at().toEpochMilli(),
          subject.workflow(),
          subject.run(),
          subject.task(),
          event.from(),
          event.to(),
          event.by(),
          event.reason());
    }
    batch.execute();
  }

  /// The events after one that can be seen now, oldest first; some before the last of them may come
  /// later.
  ///
  /// @param limit at most so many
  public List<Event> after(Transaction transaction, long id, int limit) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM event WHERE id > :id ORDER BY id LIMIT :limit")
        .bind("id", id)
        .bind("limit", limit)
        .map((row, _) -> read(row))
        .list();
  }

  /// The events of these ids that are there, oldest first.
  public List<Event> find(Transaction transaction, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return transaction
        .handle()
        .createQuery("SELECT * FROM event WHERE id IN (<ids>) ORDER BY id")
        .bindList("ids", List.copyOf(ids))
        .map((row, _) -> read(row))
        .list();
  }

  /// The events of a run, oldest first.
  public List<Event> ofRun(Transaction transaction, String run, int limit) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM event WHERE run_id = :run ORDER BY id LIMIT :limit")
        .bind("run", run)
        .bind("limit", limit)
        .map((row, _) -> read(row))
        .list();
  }

  /// The id of the last event, 0 if there is none.
  public long last(Transaction transaction) {
    return transaction
        .handle()
        .createQuery("SELECT COALESCE(MAX(id), 0) FROM event")
        .mapTo(Long.class)
        .one();
  }

  /// Ids of events from before a time, oldest first, but for those of runs that are still there.
  public List<Long> before(Transaction transaction, Instant time, int limit) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT id FROM event
             WHERE happened_at < :time
               AND (run_id IS NULL OR NOT EXISTS (SELECT 1 FROM run WHERE run.id = event.run_id))
             ORDER BY happened_at LIMIT :limit
            """)
        .bind("time", time.toEpochMilli())
        .bind("limit", limit)
        .mapTo(Long.class)
        .list();
  }

  /// Forgets the events of these ids.
  public void delete(Transaction transaction, List<Long> ids) {
    if (!ids.isEmpty()) {
      transaction
          .handle()
          .createUpdate("DELETE FROM event WHERE id IN (<ids>)")
          .bindList("ids", ids)
          .execute();
    }
  }

  static Event read(ResultSet row) throws SQLException {
    return new Event(
        row.getLong("id"),
        Rows.time(row, "happened_at"),
        new Event.Subject(
            row.getString("workflow_id"), row.getString("run_id"), row.getString("task")),
        row.getString("from_state"),
        row.getString("to_state"),
        row.getString("actor"),
        row.getString("reason"));
  }
}
