package dev.nightjar.store;

import dev.nightjar.run.RunState;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How many runs there are, without counting those that ended one by one.
public final class RunCounts {
  private static final int BATCH = 100;
  private static final String JOBS =
      " AND COALESCE(workflow_id, '') NOT IN (SELECT id FROM workflow WHERE workflow_key IS NOT NULL)";

  private record Group(String workflow, String state) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      int byWorkflow = workflow.compareTo(other.workflow);
      return byWorkflow != 0 ? byWorkflow : state.compareTo(other.state);
    }
  }

  private record Part(long id, long runs) {}

  private final Map<Group, Long> added = new TreeMap<>();

  /// Notes a run that ended, or with -1 an ended one that is deleted.
  void add(@Nullable String workflow, RunState ended, long runs) {
    added.merge(new Group(Objects.requireNonNullElse(workflow, ""), ended.name()), runs, Long::sum);
  }

  /// Stores what was noted.
  void store(Transaction transaction) {
    if (added.isEmpty()) {
      return;
    }
    var batch =
        transaction
            .handle()
            .prepareBatch("INSERT INTO run_count (workflow_id, state, runs) VALUES (?, ?, ?)");
    added.forEach((group, runs) -> batch.add(group.workflow(), group.state(), runs));
    batch.execute();
  }

  /// How many runs are in these states, by one statement, so that no run is missed or counted twice
  /// while it ends.
  ///
  /// @param workflow only its runs; null for all jobs
  static long count(Transaction transaction, Set<RunState> states, @Nullable String workflow) {
    Set<RunState> wanted = states.isEmpty() ? EnumSet.allOf(RunState.class) : states;
    String mine = workflow == null ? JOBS : " AND workflow_id = :workflow";
    var query =
        transaction
            .handle()
            .createQuery(
                """
                SELECT (SELECT COALESCE(SUM(runs), 0) FROM run_count WHERE state IN (%s)%s)
                     + (SELECT COUNT(*) FROM run WHERE state IN (%s)%s)
                """
                    .formatted(words(wanted, true), mine, words(wanted, false), mine));
    if (workflow != null) {
      query.bind("workflow", workflow);
    }
    return query.mapTo(Long.class).one();
  }

  /// How many runs of all workflows that have a key are in these states.
  static long countKeyed(Transaction transaction, Set<RunState> states) {
    Set<RunState> wanted = states.isEmpty() ? EnumSet.allOf(RunState.class) : states;
    String keyed = " AND workflow_id IN (SELECT id FROM workflow WHERE workflow_key IS NOT NULL)";
    return transaction
        .handle()
        .createQuery(
            """
            SELECT (SELECT COALESCE(SUM(runs), 0) FROM run_count WHERE state IN (%s)%s)
                 + (SELECT COUNT(*) FROM run WHERE state IN (%s)%s)
            """
                .formatted(words(wanted, true), keyed, words(wanted, false), keyed))
        .mapTo(Long.class)
        .one();
  }

  /// The states as words of SQL. They are no parameters, since how a list is found best depends on
  /// them.
  private static String words(Set<RunState> states, boolean ended) {
    String words =
        states.stream()
            .filter(state -> state.ended() == ended)
            .sorted()
            .map("'%s'"::formatted)
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "''" : words;
  }

  /// Puts rows together. To be called now and then, by any number of servers.
  ///
  /// @return whether there is more to do
  public static boolean compact(Transaction transaction) {
    List<Group> groups =
        transaction
            .handle()
            .createQuery(
                """
                SELECT workflow_id, state FROM run_count
                 GROUP BY workflow_id, state HAVING COUNT(*) > 1 OR SUM(runs) = 0 LIMIT :limit
                """)
            .bind("limit", BATCH)
            .map((row, _) -> new Group(row.getString(1), row.getString(2)))
            .list();
    for (Group group : groups) {
      compact(transaction, group);
    }
    return groups.size() == BATCH;
  }

  private static void compact(Transaction transaction, Group group) {
    List<Part> parts =
        transaction
            .handle()
            .createQuery(
                "SELECT id, runs FROM run_count WHERE workflow_id = :workflow AND state = :state"
                    + transaction.dialect().skipLocked())
            .bind("workflow", group.workflow())
            .bind("state", group.state())
            .map((row, _) -> new Part(row.getLong(1), row.getLong(2)))
            .list();
    var delete = transaction.handle().prepareBatch("DELETE FROM run_count WHERE id = ?");
    parts.forEach(part -> delete.add(part.id()));
    if (!parts.isEmpty()) {
      delete.execute();
    }
    long sum = parts.stream().mapToLong(Part::runs).sum();
    if (sum != 0) {
      transaction
          .handle()
          .execute(
              "INSERT INTO run_count (workflow_id, state, runs) VALUES (?, ?, ?)",
              group.workflow(),
              group.state(),
              sum);
    }
  }
}
