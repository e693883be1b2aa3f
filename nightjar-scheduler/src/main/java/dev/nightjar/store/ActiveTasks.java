package dev.nightjar.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// How many tasks of each workflow go on, over all its runs, and which of them may have more.
final class ActiveTasks {
  /// A task of a workflow; the points of a grid count as one.
  ///
  /// @param workflow its id
  record Name(String workflow, String task) {}

  /// How many may go on at a time.
  ///
  /// @param ofWorkflow of all tasks of the workflow; null for no limit
  /// @param ofTask of this one; null for no limit
  record Limited(Name name, @Nullable Integer ofWorkflow, @Nullable Integer ofTask) {
    /// Null for a task without limits.
    static @Nullable Limited of(ResultSet row) throws SQLException {
      var limited = read(row);
      return limited.ofWorkflow() == null && limited.ofTask() == null ? null : limited;
    }

    private static Limited read(ResultSet row) throws SQLException {
      return new Limited(
          new Name(String.valueOf(row.getString("workflow_id")), row.getString("limited_task")),
          (Integer) row.getObject("workflow_limit"),
          (Integer) row.getObject("task_limit"));
    }
  }

  private record Row(Limited limited, int active) {}

  private final Map<String, Integer> workflows = new HashMap<>();
  private final Map<Name, Integer> tasks = new HashMap<>();
  private final Set<String> fullWorkflows = new HashSet<>();
  private final Set<Name> fullTasks = new HashSet<>();

  private ActiveTasks(List<Row> rows) {
    for (Row row : rows) {
      workflows.merge(row.limited().name().workflow(), row.active(), Integer::sum);
      tasks.put(row.limited().name(), row.active());
    }
    rows.forEach(row -> isFull(row.limited()));
  }

  /// Counts them, as far as others do not start some meanwhile.
  static ActiveTasks count(Transaction transaction) {
    return new ActiveTasks(
        transaction
            .handle()
            .createQuery(
                """
                SELECT workflow_id, COALESCE(parent, task) AS limited_task,
                       MIN(workflow_limit) AS workflow_limit, MIN(task_limit) AS task_limit,
                       COUNT(*) AS active
                  FROM task_run
                 WHERE state IN ('RUNNING', 'STOPPING') AND workflow_id IS NOT NULL
                 GROUP BY workflow_id, COALESCE(parent, task)
                """)
            .map((row, _) -> new Row(Limited.read(row), row.getInt("active")))
            .list());
  }

  /// Counts them, and lets no other transaction start tasks of these workflows that have limits
  /// until this one ends.
  static ActiveTasks lock(Transaction transaction, Collection<Limited> limited) {
    List<String> ids = limited.stream().map(one -> one.name().workflow()).distinct().toList();
    transaction
        .handle()
        .createQuery(
            "SELECT id FROM workflow WHERE id IN (<ids>) ORDER BY id"
                + transaction.dialect().lock())
        .bindList("ids", Lists.padded(ids))
        .mapTo(String.class)
        .list();
    return count(transaction);
  }

  /// Takes a place for one more, if there is one.
  boolean take(@Nullable Limited one) {
    if (one == null) {
      return true;
    }
    if (isFull(one)) {
      return false;
    }
    workflows.merge(one.name().workflow(), 1, Integer::sum);
    tasks.merge(one.name(), 1, Integer::sum);
    return true;
  }

  private boolean isFull(Limited one) {
    Name name = one.name();
    boolean workflow = reached(one.ofWorkflow(), workflows.getOrDefault(name.workflow(), 0));
    boolean task = reached(one.ofTask(), tasks.getOrDefault(name, 0));
    if (workflow) {
      fullWorkflows.add(name.workflow());
    }
    if (task) {
      fullTasks.add(name);
    }
    return workflow || task;
  }

  private static boolean reached(@Nullable Integer limit, int active) {
    return limit != null && active >= limit;
  }

  /// The condition that leaves out, of the rows of a query for task runs, what may not start.
  String notFull() {
    var condition = new StringBuilder();
    if (!fullWorkflows.isEmpty()) {
      condition.append(" AND (workflow_id IS NULL OR workflow_id NOT IN (<full>))");
    }
    for (int index = 0; index < fullTasks.size(); index++) {
      condition.append(
          " AND NOT (workflow_id = :full%d AND COALESCE(parent, task) = :task%<d)"
              .formatted(index));
    }
    return condition.toString();
  }

  /// Gives the condition its values.
  void bind(Query query) {
    if (!fullWorkflows.isEmpty()) {
      query.bindList("full", Lists.padded(fullWorkflows));
    }
    int index = 0;
    for (Name name : fullTasks) {
      query.bind("full" + index, name.workflow()).bind("task" + index, name.task());
      index++;
    }
  }
}
