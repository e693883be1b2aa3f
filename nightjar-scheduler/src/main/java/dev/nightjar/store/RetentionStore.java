package dev.nightjar.store;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Finds what was kept long enough.
public final class RetentionStore {
  private static final int FETCHED = 1_000;

  /// Ids of runs that ended before a time, oldest first.
  ///
  /// @param except not those of these workflows, which have rules of their own
  public List<String> endedBefore(
      Transaction transaction, Instant time, Set<String> except, int limit) {
    return except.isEmpty()
        ? ids(
            transaction,
            "SELECT id FROM run WHERE ended_at < ? ORDER BY ended_at, id LIMIT ?",
            time.toEpochMilli(),
            limit)
        : transaction
            .handle()
            .createQuery(
                """
                SELECT id FROM run
                 WHERE ended_at < :time AND (workflow_id IS NULL OR workflow_id NOT IN (<except>))
                 ORDER BY ended_at, id LIMIT :limit
                """)
            .bind("time", time.toEpochMilli())
            .bindList("except", List.copyOf(except))
            .bind("limit", limit)
            .mapTo(String.class)
            .list();
  }

  /// Ids of a workflow's runs that ended before a time, oldest first.
  public List<String> endedBefore(
      Transaction transaction, String workflow, Instant time, int limit) {
    return ids(
        transaction,
        "SELECT id FROM run WHERE workflow_id = ? AND ended_at < ? ORDER BY created_at, id LIMIT ?",
        workflow,
        time.toEpochMilli(),
        limit);
  }

  /// Ids of a workflow's runs that ended, but for the newest.
  ///
  /// @param kept how many are the newest
  public List<String> endedBeyond(Transaction transaction, String workflow, int kept, int limit) {
    return ids(
        transaction,
        """
        SELECT id FROM run WHERE workflow_id = ? AND ended_at IS NOT NULL
         ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?
        """,
        workflow,
        limit,
        kept);
  }

  /// Ids of the workflows of that name.
  public List<String> workflows(Transaction transaction, String name) {
    return ids(transaction, "SELECT id FROM workflow WHERE name = ?", name);
  }

  /// Ids of all workflows.
  public List<String> workflows(Transaction transaction) {
    return ids(transaction, "SELECT id FROM workflow ORDER BY id");
  }

  /// Ids of a workflow's versions from before a time that are not its current one, and that none of
  /// its runs started with.
  public List<String> unusedVersions(Transaction transaction, String workflow, Instant time) {
    Set<String> unused =
        new LinkedHashSet<>(
            ids(
                transaction,
                """
                SELECT version.id FROM workflow_version version
                  JOIN workflow ON workflow.id = version.workflow_id
                 WHERE version.workflow_id = ? AND version.created_at < ?
                   AND version.id <> workflow.version_id
                 ORDER BY version.number
                """,
                workflow,
                time.toEpochMilli()));
    if (!unused.isEmpty()) {
      ids(transaction, "SELECT DISTINCT version_id FROM run WHERE workflow_id = ?", workflow)
          .forEach(unused::remove);
    }
    return List.copyOf(unused);
  }

  /// Deletes versions.
  public void deleteVersions(Transaction transaction, List<String> versions) {
    for (String version : versions) {
      transaction.handle().execute("DELETE FROM workflow_version WHERE id = ?", version);
    }
  }

  /// Whether there is any run.
  public boolean hasRuns(Transaction transaction) {
    return !ids(transaction, "SELECT id FROM run LIMIT 1").isEmpty();
  }

  /// Those of these runs that are there.
  public Set<String> known(Transaction transaction, List<String> runs) {
    return runs.isEmpty()
        ? Set.of()
        : transaction
            .handle()
            .createQuery("SELECT id FROM run WHERE id IN (<ids>)")
            .bindList("ids", runs)
            .mapTo(String.class)
            .set();
  }

  /// Hands over the snapshot of each version, of which runs and workflows have one.
  public void eachSnapshot(Transaction transaction, Consumer<String> use) {
    transaction
        .handle()
        .createQuery("SELECT snapshot FROM workflow_version")
        .setFetchSize(FETCHED)
        .mapTo(String.class)
        .useStream(all -> all.forEach(use));
  }

  private static List<String> ids(Transaction transaction, String sql, Object... values) {
    return transaction.handle().select(sql, values).mapTo(String.class).list();
  }
}
