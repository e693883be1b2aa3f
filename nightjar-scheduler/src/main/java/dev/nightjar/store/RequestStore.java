package dev.nightjar.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Requests that are to have their effect once, however often they come.
public final class RequestStore {
  /// A request that came before.
  ///
  /// @param id of what it was, and who called it what
  /// @param body what it said, hashed
  /// @param status of its answer; 0 while there is none
  /// @param answer null while there is none
  public record Known(String id, String body, int status, @Nullable String answer, Instant at) {}

  /// Notes a request.
  ///
  /// @throws StoreException.Duplicate from the transaction, if it is known
  public void insert(Transaction transaction, String id, String body, Instant now) {
    transaction
        .handle()
        .execute(
            "INSERT INTO request (id, body, status, created_at) VALUES (?, ?, 0, ?)",
            id,
            body,
            now.toEpochMilli());
  }

  /// Notes what a request was answered.
  public void answer(Transaction transaction, String id, int status, String answer) {
    transaction
        .handle()
        .execute("UPDATE request SET status = ?, answer = ? WHERE id = ?", status, answer, id);
  }

  /// Forgets a request that has no answer.
  public void remove(Transaction transaction, String id) {
    transaction.handle().execute("DELETE FROM request WHERE id = ? AND status = 0", id);
  }

  /// Forgets requests from before a time; returns how many.
  public int deleteBefore(Transaction transaction, Instant time) {
    return transaction
        .handle()
        .execute("DELETE FROM request WHERE created_at < ?", time.toEpochMilli());
  }

  /// The request of that id.
  public Optional<Known> find(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM request WHERE id = :id")
        .bind("id", id)
        .map(
            (row, _) ->
                new Known(
                    row.getString("id"),
                    row.getString("body"),
                    row.getInt("status"),
                    row.getString("answer"),
                    Rows.time(row, "created_at")))
        .findOne();
  }
}
