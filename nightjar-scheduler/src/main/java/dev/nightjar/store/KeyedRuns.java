package dev.nightjar.store;

import dev.nightjar.run.RunState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs of the workflows that have keys.
public final class KeyedRuns {
  private static final String SELECT =
      """
      SELECT run.*, version.definition, version.snapshot, workflow.workflow_key
        FROM run JOIN workflow_version version ON version.id = run.version_id
        JOIN workflow ON workflow.id = run.workflow_id
      """;

  /// A time that a run must not be before, or not after.
  public enum Bound {
    LOGICAL_FROM("run.logical_time >="),
    LOGICAL_TO("run.logical_time <="),
    STARTED_FROM("run.started_at >="),
    STARTED_TO("run.started_at <="),
    ENDED_FROM("run.ended_at >="),
    ENDED_TO("run.ended_at <="),
    CREATED_FROM("run.created_at >="),
    UPDATED_FROM("run.updated_at >="),
    UPDATED_TO("run.updated_at <=");

    private final String condition;

    Bound(String condition) {
      this.condition = condition;
    }
  }

  /// The order of a list.
  public enum Order {
    ID("run.id"),
    WORKFLOW("workflow.workflow_key"),
    KEY("run.run_key"),
    STATE("run.state"),
    LOGICAL("run.logical_time"),
    STARTED("run.started_at"),
    ENDED("run.ended_at"),
    CREATED("run.created_at"),
    UPDATED("run.updated_at"),
    CAUSE("run.cause");

    private final String column;

    Order(String column) {
      this.column = column;
    }
  }

  /// Which of them to list: those for which all that is said here holds.
  ///
  /// @param workflows ids of workflows; empty for all
  /// @param states in one of these; empty for any
  /// @param bounds each of them holds
  public record Filter(List<String> workflows, Set<RunState> states, Map<Bound, Instant> bounds) {
    public Filter {
      workflows = List.copyOf(workflows);
      states = Set.copyOf(states);
      bounds = bounds.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(bounds));
    }

    /// All runs of a workflow.
    public static Filter ofWorkflow(String workflow) {
      return new Filter(List.of(workflow), Set.of(), Map.of());
    }
  }

  /// A run by what it is called within its workflow: its key, or its id.
  public Optional<KeyedRun> find(Transaction transaction, String workflow, String key) {
    return find(transaction, workflow, "run_key", key)
        .or(() -> find(transaction, workflow, "id", key));
  }

  private static Optional<KeyedRun> find(
      Transaction transaction, String workflow, String column, String key) {
    return transaction
        .handle()
        .createQuery(
            SELECT + " WHERE run.workflow_id = :workflow AND run.%s = :key".formatted(column))
        .bind("workflow", workflow)
        .bind("key", key)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// A run of a logical time, the last one made.
  public Optional<KeyedRun> find(Transaction transaction, String workflow, Instant logical) {
    return transaction
        .handle()
        .createQuery(
            SELECT
                + """
                   WHERE run.workflow_id = :workflow AND run.logical_time = :time
                   ORDER BY run.id DESC LIMIT 1
                  """)
        .bind("workflow", workflow)
        .bind("time", logical.toEpochMilli())
        .map((row, _) -> read(row))
        .findOne();
  }

  /// One page of runs.
  public List<KeyedRun> list(
      Transaction transaction,
      Filter filter,
      Order order,
      boolean descending,
      int limit,
      long offset) {
    return conditions(filter)
        .page(transaction, SELECT, List.of(order.column, "run.id"), descending, limit, offset)
        .map((row, _) -> read(row))
        .list();
  }

  /// How many the filter lets through. Where it asks for no times, they are not counted one by one.
  public long count(Transaction transaction, Filter filter) {
    if (filter.bounds().isEmpty() && filter.workflows().size() < 2) {
      return filter.workflows().isEmpty()
          ? RunCounts.countKeyed(transaction, filter.states())
          : RunCounts.count(transaction, filter.states(), filter.workflows().getFirst());
    }
    Conditions conditions = conditions(filter);
    return conditions
        .bind(
            transaction
                .handle()
                .createQuery(
                    "SELECT COUNT(*) FROM run JOIN workflow ON workflow.id = run.workflow_id"
                        + conditions.where()))
        .mapTo(Long.class)
        .one();
  }

  private static Conditions conditions(Filter filter) {
    Conditions conditions = new Conditions().and("workflow.workflow_key IS NOT NULL");
    if (filter.workflows().size() == 1) {
      conditions.and("run.workflow_id = :workflow", "workflow", filter.workflows().getFirst());
    } else if (!filter.workflows().isEmpty()) {
      conditions.and(
          "run.workflow_id IN (<workflows>)", "workflows", Lists.padded(filter.workflows()));
    }
    if (!filter.states().isEmpty()) {
      conditions.and(
          "run.state IN (%s)"
              .formatted(
                  filter.states().stream()
                      .sorted()
                      .map("'%s'"::formatted)
                      .collect(Collectors.joining(", "))));
    }
    filter
        .bounds()
        .forEach(
            (bound, time) ->
                conditions.and(
                    bound.condition + " :" + bound.name(), bound.name(), time.toEpochMilli()));
    return conditions;
  }

  /// Writes a note about a run; null takes it away.
  public void note(Transaction transaction, String run, @Nullable String note) {
    transaction.handle().execute("UPDATE run SET note = ? WHERE id = ?", note, run);
  }

  private static KeyedRun read(ResultSet row) throws SQLException {
    return new KeyedRun(row.getString("workflow_key"), RunRows.read(row), row.getString("note"));
  }
}
