package dev.nightjar.store;

import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lists and counts of jobs, and of the runs of one workflow.
public final class RunLists {
  private static final String TAGGED = " JOIN run_tag tagged ON tagged.run_id = run.id";

  /// One page of runs.
  ///
  /// @param sort first by the first; what they leave open is settled by id
  /// @param limit at most so many, 0 for none
  public List<Run> list(
      Transaction transaction, RunFilter filter, List<Sort> sort, int limit, long offset) {
    if (limit == 0) {
      return List.of();
    }
    From from = from(filter);
    Columns columns = Columns.of(transaction, filter);
    Conditions conditions = conditions(filter, columns.stateColumn());
    String order =
        sort.stream()
                .map(by -> by.sql(transaction.dialect(), columns.sorted()))
                .collect(Collectors.joining(", "))
            + ", "
            + sort.getFirst().rest();
    if (sort.size() == 1 && sort.getFirst().by() == Sort.By.CREATED) {
      order = order.replace("run.created_at", from.created()).replace("run.id", from.id());
    }
    return conditions
        .bind(
            transaction
                .handle()
                .createQuery(
                    from.select()
                        + conditions.where()
                        + " ORDER BY "
                        + order
                        + " LIMIT :limit OFFSET :offset"))
        .bind("limit", limit)
        .bind("offset", offset)
        .map((row, _) -> RunRows.read(row))
        .list();
  }

  /// How columns are written, so that a database uses the right index, though it may think
  /// otherwise: few runs are found by their state and then sorted; of many, the first are picked
  /// from an index in the order that is asked for.
  private record Columns(String sorted, String state) {
    private static final String PLAIN = "run.%s";
    private static final String WITHOUT_INDEX = "COALESCE(run.%1$s, run.%1$s)";
    private static final int FEW = 5_000;

    static Columns of(Transaction transaction, RunFilter filter) {
      if (filter.states().isEmpty()) {
        return new Columns(PLAIN, PLAIN);
      }
      if (RunCounts.count(transaction, filter.states(), filter.workflow()) < FEW) {
        return new Columns(WITHOUT_INDEX, PLAIN);
      }
      return new Columns(PLAIN, filter.workflow() == null ? WITHOUT_INDEX : PLAIN);
    }

    String stateColumn() {
      return state.formatted("state");
    }
  }

  /// The page of runs made before a run, newest first: unlike an offset it costs the same anywhere.
  ///
  /// @param before the last run of the page before, even if it is deleted by now; null for the
  ///     first page
  public List<Run> newest(
      Transaction transaction, RunFilter filter, @Nullable String before, int limit) {
    Long at = before == null ? null : created(transaction, before);
    if (filter.states().size() < 2) {
      return newest(transaction, filter, before, at, limit);
    }
    // An index has the runs of one state in their order. Runs go through the states in this order
    // too, so none is missed on its way from one to the next.
    Map<String, Run> found = new HashMap<>();
    for (RunState state : new TreeSet<>(filter.states())) {
      newest(transaction, filter.in(state), before, at, limit)
          .forEach(run -> found.put(run.id(), run));
    }
    return found.values().stream()
        .sorted(
            Comparator.<Run, Instant>comparing(run -> run.status().created())
                .thenComparing(Run::id)
                .reversed())
        .limit(limit)
        .toList();
  }

  private static List<Run> newest(
      Transaction transaction,
      RunFilter filter,
      @Nullable String before,
      @Nullable Long at,
      int limit) {
    From from = from(filter);
    Conditions conditions = conditions(filter);
    if (before != null && at != null) {
      // the first half is what an index is used for
      conditions
          .and(from.created() + " <= :at", "at", at)
          .and("(%s < :at OR run.id < :before)".formatted(from.created()), "before", before);
    }
    return conditions
        .bind(
            transaction
                .handle()
                .createQuery(
                    from.select()
                        + conditions.where()
                        + " ORDER BY %s DESC, %s DESC LIMIT :limit"
                            .formatted(from.created(), from.id())))
        .bind("limit", limit)
        .map((row, _) -> RunRows.read(row))
        .list();
  }

  /// Where runs are read in the order in which they were made.
  private record From(String select, String created, String id) {}

  /// Those of a tag are found in the order that its index has.
  private static From from(RunFilter filter) {
    return filter.tags().isEmpty()
        ? new From(RunRows.SELECT, "run.created_at", "run.id")
        : new From(RunRows.SELECT + TAGGED, "tagged.created_at", "tagged.run_id");
  }

  private static long created(Transaction transaction, String run) {
    return transaction
        .handle()
        .createQuery("SELECT created_at FROM run WHERE id = :id")
        .bind("id", run)
        .mapTo(Long.class)
        .findOne()
        .orElseGet(() -> Ids.time(run).toEpochMilli());
  }

  /// The ids of a workflow's runs that have not ended.
  public List<String> active(Transaction transaction, String workflow) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT id FROM run
             WHERE workflow_id = :workflow AND state IN ('QUEUED', 'RUNNING', 'STOPPING')
             ORDER BY id
            """)
        .bind("workflow", workflow)
        .mapTo(String.class)
        .list();
  }

  /// The newest run of a workflow, made before a run of it, that succeeded or failed.
  public Optional<Run> endedBefore(Transaction transaction, String workflow, String run) {
    return transaction
        .handle()
        .createQuery(
            RunRows.SELECT
                + """
                   WHERE run.workflow_id = :workflow AND run.id < :run
                     AND run.state IN ('SUCCESS', 'FAILED')
                   ORDER BY run.created_at DESC, run.id DESC LIMIT 1
                  """)
        .bind("workflow", workflow)
        .bind("run", run)
        .map((row, _) -> RunRows.read(row))
        .findOne();
  }

  /// How many runs the filter lets through.
  public long count(Transaction transaction, RunFilter filter) {
    if (filter.equals(filter.onlyStatesAndWorkflow())) {
      return RunCounts.count(transaction, filter.states(), filter.workflow());
    }
    Conditions conditions = conditions(filter);
    String runs =
        filter.tags().isEmpty() ? "run" : filter.onlyTags() ? "run_tag tagged" : "run" + TAGGED;
    return conditions
        .bind(
            transaction
                .handle()
                .createQuery("SELECT COUNT(*) FROM %s%s".formatted(runs, conditions.where())))
        .mapTo(Long.class)
        .one();
  }

  /// How many runs of all kinds have not ended, by their state.
  public Map<RunState, Long> open(Transaction transaction) {
    Map<RunState, Long> counts = new EnumMap<>(RunState.class);
    transaction
        .handle()
        .createQuery(
            """
            SELECT state, COUNT(*) FROM run
             WHERE state IN ('QUEUED', 'RUNNING', 'STOPPING') GROUP BY state
            """)
        .map((row, _) -> Map.entry(RunState.valueOf(row.getString(1)), row.getLong(2)))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  /// How many of the runs of all kinds that ended since a time did so in which state.
  public Map<RunState, Long> endedSince(Transaction transaction, Instant time) {
    Map<RunState, Long> counts = new EnumMap<>(RunState.class);
    transaction
        .handle()
        .createQuery(
            // not by the column itself, whose index would be read from end to end for it
            """
            SELECT COALESCE(state, state) AS ended, COUNT(*) FROM run
             WHERE ended_at >= :time GROUP BY COALESCE(state, state)
            """)
        .bind("time", time.toEpochMilli())
        .map((row, _) -> Map.entry(RunState.valueOf(row.getString(1)), row.getLong(2)))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  private static Conditions conditions(RunFilter filter) {
    return conditions(filter, "run.state");
  }

  private static Conditions conditions(RunFilter filter, String state) {
    Conditions conditions = new Conditions();
    if (!filter.states().isEmpty()) {
      // no parameters: how the list is found best depends on them
      conditions.and(
          filter.states().stream()
              .sorted()
              .map("'%s'"::formatted)
              .collect(Collectors.joining(", ", state + " IN (", ")")));
    }
    if (filter.workflow() != null) {
      conditions.and("run.workflow_id = :workflow", "workflow", filter.workflow());
    } else if (filter.tags().isEmpty()) {
      conditions.and("run.notebook IS NOT NULL"); // runs of workflow files have no tags
    }
    if (filter.name() != null) {
      conditions.nameStarts(filter.name());
    }
    int number = 0;
    for (String tag : filter.tags()) {
      String name = "tag" + number;
      conditions.and(
          (number++ == 0
                  ? "tagged.tag = :%s"
                  : "EXISTS (SELECT 1 FROM run_tag WHERE run_id = tagged.run_id AND tag = :%s)")
              .formatted(name),
          name,
          tag);
    }
    if (filter.startedFrom() != null) {
      conditions.and("run.started_at >= :started", "started", filter.startedFrom().toEpochMilli());
    }
    if (filter.createdFrom() != null) {
      conditions.and("run.created_at >= :from", "from", filter.createdFrom().toEpochMilli());
    }
    if (filter.createdBefore() != null) {
      conditions.and("run.created_at < :to", "to", filter.createdBefore().toEpochMilli());
    }
    return conditions;
  }
}
