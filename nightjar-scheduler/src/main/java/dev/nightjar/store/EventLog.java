package dev.nightjar.store;

import dev.nightjar.run.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The events of workflows that have keys, with the names of what they are about, for people who
/// look for some of them.
public final class EventLog {
  private static final String FROM =
      """
        FROM event JOIN workflow ON workflow.id = event.workflow_id
        LEFT JOIN run ON run.id = event.run_id
      """;

  private static final String SELECT =
      "SELECT event.*, workflow.workflow_key, COALESCE(run.run_key, run.id) AS run_name, run.logical_time"
          + FROM;

  /// An event.
  ///
  /// @param workflow the key of its workflow
  /// @param run what its run is called; null if it is of none, or of one that is gone
  public record Entry(
      Event event, String workflow, @Nullable String run, @Nullable Instant logicalTime) {}

  /// Which of them: those for which all that is not null holds.
  ///
  /// @param what a state, or what was done
  public record Filter(
      @Nullable String workflow,
      @Nullable String run,
      @Nullable String task,
      @Nullable String what,
      @Nullable String by,
      @Nullable Instant from,
      @Nullable Instant to) {}

  /// The order of a list.
  public enum Order {
    ID("event.id"),
    TIME("event.happened_at"),
    WORKFLOW("workflow.workflow_key"),
    RUN("run.run_key"),
    TASK("event.task"),
    WHAT("event.to_state"),
    LOGICAL("run.logical_time"),
    BY("event.actor"),
    REASON("event.reason");

    private final String column;

    Order(String column) {
      this.column = column;
    }
  }

  /// One page of events.
  public List<Entry> list(
      Transaction transaction,
      Filter filter,
      Order order,
      boolean descending,
      int limit,
      long offset) {
    return conditions(filter)
        .page(transaction, SELECT, List.of(order.column, "event.id"), descending, limit, offset)
        .map((row, _) -> read(row))
        .list();
  }

  /// How many the filter lets through.
  public long count(Transaction transaction, Filter filter) {
    Conditions conditions = conditions(filter);
    return conditions
        .bind(transaction.handle().createQuery("SELECT COUNT(*)" + FROM + conditions.where()))
        .mapTo(Long.class)
        .one();
  }

  /// One of them.
  public Optional<Entry> find(Transaction transaction, long id) {
    return transaction
        .handle()
        .createQuery(SELECT + " WHERE workflow.workflow_key IS NOT NULL AND event.id = :id")
        .bind("id", id)
        .map((row, _) -> read(row))
        .findOne();
  }

  private static Conditions conditions(Filter filter) {
    var conditions = new Conditions().and("workflow.workflow_key IS NOT NULL");
    is(conditions, "workflow.workflow_key", filter.workflow());
    is(conditions, "run.run_key", filter.run());
    is(conditions, "event.task", filter.task());
    is(conditions, "event.to_state", filter.what());
    is(conditions, "event.actor", filter.by());
    if (filter.from() != null) {
      conditions.and("event.happened_at >= :from", "from", filter.from().toEpochMilli());
    }
    if (filter.to() != null) {
      conditions.and("event.happened_at <= :to", "to", filter.to().toEpochMilli());
    }
    return conditions;
  }

  private static void is(Conditions conditions, String column, @Nullable String value) {
    if (value != null) {
      String name = column.substring(column.indexOf('.') + 1);
      conditions.and("%s = :%s".formatted(column, name), name, value);
    }
  }

  private static Entry read(ResultSet row) throws SQLException {
    return new Entry(
        EventStore.read(row),
        row.getString("workflow_key"),
        row.getString("run_name"),
        Rows.timeOrNull(row, "logical_time"));
  }
}
