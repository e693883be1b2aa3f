package dev.nightjar.store;

import dev.nightjar.schedule.DataInterval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Workflows by their keys. Job definitions have none, and are not seen here.
public final class KeyedWorkflows {
  /// Which of them to list: those for which all that is said here holds.
  ///
  /// @param key its key has this in it, in any case; `%` stands for anything and `_` for one
  ///     character. Null for any
  /// @param tags has at least one of these; empty for any
  /// @param paused paused or not; null for both
  /// @param present whether its file is there; null for both
  public record Filter(
      @Nullable String key,
      List<String> tags,
      @Nullable Boolean paused,
      @Nullable Boolean present) {
    public Filter {
      tags = List.copyOf(tags);
    }
  }

  /// Its order.
  public enum Order {
    KEY("workflow.workflow_key"),
    PAUSED("workflow.paused"),
    PRESENT("workflow.present"),
    UPDATED("workflow.updated_at");

    private final String column;

    Order(String column) {
      this.column = column;
    }
  }

  /// The workflow of that key.
  public Optional<KeyedWorkflow> find(Transaction transaction, String key) {
    return transaction
        .handle()
        .createQuery(WorkflowStore.SELECT + " WHERE workflow.workflow_key = :key")
        .bind("key", key)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// The workflow of that id, if it has a key.
  public Optional<KeyedWorkflow> findById(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery(
            WorkflowStore.SELECT + " WHERE workflow.id = :id AND workflow.workflow_key IS NOT NULL")
        .bind("id", id)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// One page of them.
  public List<KeyedWorkflow> list(
      Transaction transaction,
      Filter filter,
      Order order,
      boolean descending,
      int limit,
      long offset) {
    List<String> columns = List.of(order.column, "workflow.workflow_key");
    return conditions(filter)
        .page(transaction, WorkflowStore.SELECT, columns, descending, limit, offset)
        .map((row, _) -> read(row))
        .list();
  }

  /// How many the filter lets through.
  public long count(Transaction transaction, Filter filter) {
    Conditions conditions = conditions(filter);
    return conditions
        .bind(
            transaction.handle().createQuery("SELECT COUNT(*) FROM workflow" + conditions.where()))
        .mapTo(Long.class)
        .one();
  }

  private static Conditions conditions(Filter filter) {
    Conditions conditions = new Conditions().and("workflow.workflow_key IS NOT NULL");
    if (filter.key() != null) {
      conditions.and(
          "LOWER(workflow.workflow_key) LIKE :key",
          "key",
          "%" + Conditions.key(filter.key()) + "%");
    }
    if (!filter.tags().isEmpty()) {
      conditions.and(
          "EXISTS (SELECT 1 FROM workflow_tag WHERE workflow_id = workflow.id AND tag IN (<tags>))",
          "tags",
          Lists.padded(filter.tags()));
    }
    if (filter.paused() != null) {
      conditions.and("workflow.paused = :paused", "paused", filter.paused() ? 1 : 0);
    }
    if (filter.present() != null) {
      conditions.and("workflow.present = :present", "present", filter.present() ? 1 : 0);
    }
    return conditions;
  }

  /// The latest data intervals that runs by schedule are about, by workflow.
  public Map<String, DataInterval> latestIntervals(
      Transaction transaction, Collection<String> workflows) {
    Map<String, DataInterval> latest = new HashMap<>();
    for (String workflow : workflows) {
      transaction
          .handle()
          .createQuery(
              """
              SELECT interval_start, interval_end FROM run
               WHERE workflow_id = :workflow AND cause IN ('SCHEDULE', 'BACKFILL')
                 AND interval_start IS NOT NULL
               ORDER BY logical_time DESC, id DESC LIMIT 1
              """)
          .bind("workflow", workflow)
          .map(
              (row, _) ->
                  new DataInterval(
                      Rows.time(row, "interval_start"), Rows.time(row, "interval_end")))
          .findOne()
          .ifPresent(interval -> latest.put(workflow, interval));
    }
    return latest;
  }

  private static KeyedWorkflow read(ResultSet row) throws SQLException {
    String intervals = row.getString("intervals");
    return new KeyedWorkflow(
        row.getString("workflow_key"),
        WorkflowStore.read(row),
        row.getString("source_file"),
        row.getInt("present") != 0,
        intervals == null ? null : KeyedWorkflow.Intervals.valueOf(intervals));
  }
}
