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
  private static final String JOBS =
      " AND COALESCE(workflow_id, '') NOT IN (SELECT id FROM workflow WHERE workflow_key IS NOT NULL)";

  /// Runs of a workflow that ended in a state.
  ///
  /// @param workflow its id; empty for jobs of none
  public record Group(String workflow, String state) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      int byWorkflow = workflow.compareTo(other.workflow);
      return byWorkflow != 0 ? byWorkflow : state.compareTo(other.state);
    }
  }

  private record Part(long id, Group group, long runs) {}

  private final Map<Group, Long> added = new TreeMap<>();

  /// Notes a run that ended, or with -1 an ended one that is deleted.
  void add(@Nullable String workflow, RunState ended, long runs) {
    added.merge(new Group(Objects.requireNonNullElse(workflow, ""), ended.name()), runs, Long::sum);
  }

  /// Stores what was noted.
  void store(Transaction transaction) {
    insert(transaction, added);
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

  /// What is counted in more than one row. That looks at all rows, so it is to be asked now and
  /// then.
  public static List<Group> scattered(Transaction transaction) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT workflow_id, state FROM run_count
             GROUP BY workflow_id, state HAVING COUNT(*) > 1 OR SUM(runs) = 0
             ORDER BY workflow_id, state
            """)
        .map((row, _) -> new Group(row.getString(1), row.getString(2)))
        .list();
  }

  /// Puts the rows of these together, as far as no other server does. Give few at a time: others
  /// wait meanwhile.
  public static void compact(Transaction transaction, List<Group> groups) {
    if (groups.isEmpty()) {
      return;
    }
    Map<Group, Long> sums = new TreeMap<>();
    var delete = transaction.handle().prepareBatch("DELETE FROM run_count WHERE id = ?");
    Set<Group> wanted = Set.copyOf(groups);
    for (Part part : parts(transaction, groups)) {
      if (wanted.contains(part.group())) {
        delete.add(part.id());
        sums.merge(part.group(), part.runs(), Long::sum);
      }
    }
    if (!sums.isEmpty()) {
      delete.execute();
    }
    sums.values().removeIf(runs -> runs == 0);
    insert(transaction, sums);
  }

  private static List<Part> parts(Transaction transaction, List<Group> groups) {
    return transaction
        .handle()
        .createQuery(
            "SELECT id, workflow_id, state, runs FROM run_count WHERE workflow_id IN (<workflows>)"
                + transaction.dialect().skipLocked())
        .bindList(
            "workflows", Lists.padded(groups.stream().map(Group::workflow).distinct().toList()))
        .map(
            (row, _) ->
                new Part(
                    row.getLong("id"),
                    new Group(row.getString("workflow_id"), row.getString("state")),
                    row.getLong("runs")))
        .list();
  }

  private static void insert(Transaction transaction, Map<Group, Long> counts) {
    if (counts.isEmpty()) {
      return;
    }
    var batch =
        transaction
            .handle()
            .prepareBatch("INSERT INTO run_count (workflow_id, state, runs) VALUES (?, ?, ?)");
    counts.forEach((group, runs) -> batch.add(group.workflow(), group.state(), runs));
    batch.execute();
  }
}
