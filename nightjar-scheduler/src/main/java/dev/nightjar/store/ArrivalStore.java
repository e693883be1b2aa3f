package dev.nightjar.store;

import dev.nightjar.workflow.FileTrigger;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which workflows files start, and which files have started a run of theirs.
public final class ArrivalStore {
  /// A workflow that files start now.
  ///
  /// @param workflow the id of the stored workflow
  public record Awaiting(String workflow, FileTrigger on) {}

  /// Those whose files are there and that are not paused.
  public List<Awaiting> awaiting(Transaction transaction) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT id, awaits FROM workflow
             WHERE awaits IS NOT NULL AND present = 1 AND paused = 0 ORDER BY id
            """)
        .map((row, _) -> new Awaiting(row.getString(1), Documents.fileTrigger(row.getString(2))))
        .list();
  }

  /// Which of those files have started a run; it is noted that they are still there. To be called
  /// in a transaction that has locked the workflow.
  ///
  /// @param keys what tells a file, as it is, from all others
  public Set<String> known(
      Transaction transaction, String workflow, Collection<String> keys, Instant now) {
    Set<String> known =
        new HashSet<>(
            transaction
                .handle()
                .createQuery(
                    """
                    SELECT arrival_key FROM arrival
                     WHERE workflow_id = :workflow AND arrival_key IN (<keys>)
                    """)
                .bind("workflow", workflow)
                .bindList("keys", Lists.padded(keys))
                .mapTo(String.class)
                .list());
    if (!known.isEmpty()) {
      transaction
          .handle()
          .createUpdate(
              """
              UPDATE arrival SET seen_at = :now
               WHERE workflow_id = :workflow AND arrival_key IN (<keys>)
              """)
          .bind("now", now.toEpochMilli())
          .bind("workflow", workflow)
          .bindList("keys", Lists.padded(known))
          .execute();
    }
    return known;
  }

  /// Notes that a file has started a run.
  ///
  /// @throws StoreException.Duplicate from the transaction, if it has before
  public void add(Transaction transaction, String workflow, String key, Instant now) {
    transaction
        .handle()
        .execute(
            "INSERT INTO arrival (workflow_id, arrival_key, seen_at) VALUES (?, ?, ?)",
            workflow,
            key,
            now.toEpochMilli());
  }

  /// Forgets files that nobody has seen since.
  public void forget(Transaction transaction, Instant since) {
    transaction.handle().execute("DELETE FROM arrival WHERE seen_at < ?", since.toEpochMilli());
  }
}
