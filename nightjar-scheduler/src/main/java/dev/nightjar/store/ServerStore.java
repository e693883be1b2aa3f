package dev.nightjar.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The servers that share a database.
public final class ServerStore {
  /// A server as it described itself last.
  ///
  /// @param id the name of its data folder
  /// @param seen when it did
  /// @param running how many attempts it held
  /// @param capacity how many it takes on
  /// @param memory to how many bytes the memory limits of those may add up; null for no limit
  public record Entry(
      String id,
      String host,
      String version,
      Instant started,
      Instant seen,
      int running,
      int capacity,
      @Nullable Long memory) {}

  /// Stores a server's description in place of the one it has.
  public void put(Transaction transaction, Entry server) {
    remove(transaction, server.id());
    transaction
        .handle()
        .execute(
            """
            INSERT INTO server (id, host, version, started_at, seen_at, running, capacity, memory)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            server.id(),
            server.host(),
            server.version(),
            server.started().toEpochMilli(),
            server.seen().toEpochMilli(),
            server.running(),
            server.capacity(),
            server.memory());
  }

  /// Forgets a server, which has ended.
  public void remove(Transaction transaction, String id) {
    transaction.handle().execute("DELETE FROM server WHERE id = ?", id);
  }

  /// The servers that were seen since a time, by name.
  public List<Entry> seenSince(Transaction transaction, Instant time) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM server WHERE seen_at >= :time ORDER BY id")
        .bind("time", time.toEpochMilli())
        .map(
            (row, _) ->
                new Entry(
                    row.getString("id"),
                    row.getString("host"),
                    row.getString("version"),
                    Rows.time(row, "started_at"),
                    Rows.time(row, "seen_at"),
                    row.getInt("running"),
                    row.getInt("capacity"),
                    row.getObject("memory") == null ? null : (Long) row.getLong("memory")))
        .list();
  }
}
