package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What tasks ask of the runs before theirs, as Airflow's `depends_on_past` does. For a run by
/// schedule, that is the run by schedule before it; for others the run before, whatever made it.
final class PastRuns {
  private static final String SCHEDULED = " AND cause IN ('SCHEDULE', 'BACKFILL')";

  private final Transaction transaction;
  private final Map<String, Optional<String>> before = new HashMap<>();

  PastRuns(Transaction transaction) {
    this.transaction = transaction;
  }

  /// Why the run before keeps a task from starting; null if it does not.
  @Nullable String blocks(Run run, Task task) {
    Past asks = task.traits().past();
    if (asks == Past.IGNORED || run.workflowId() == null) {
      return null;
    }
    Optional<String> earlier = before.computeIfAbsent(run.id(), _ -> before(run));
    if (earlier.isEmpty()) {
      return null;
    }
    List<String> tasks = new ArrayList<>(List.of(task.name()));
    if (asks == Past.SAME_TASK_AND_NEXT) {
      run.workflow().next(task.name()).forEach(next -> tasks.add(next.name()));
    }
    Map<String, TaskRunState> states = TaskRunsByKey.states(transaction, earlier.get(), tasks);
    if (!states.containsKey(task.name())) {
      return null; // the run before did not have it: this is its first
    }
    return states.entrySet().stream()
        .filter(
            one -> one.getValue() != TaskRunState.SUCCESS && one.getValue() != TaskRunState.SKIPPED)
        .findFirst()
        .map(
            one ->
                "waits for the run before: its task %s is %s"
                    .formatted(one.getKey(), one.getValue()))
        .orElse(null);
  }

  private Optional<String> before(Run run) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT id FROM run WHERE workflow_id = :workflow AND logical_time < :time%s
             ORDER BY logical_time DESC, id DESC LIMIT 1
            """
                .formatted(run.cause().trigger().byTime() ? SCHEDULED : ""))
        .bind("workflow", run.workflowId())
        .bind("time", run.cause().logicalTime().toEpochMilli())
        .mapTo(String.class)
        .findOne();
  }

  /// The runs whose run before is this one.
  List<String> after(Run run) {
    if (run.workflowId() == null) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    for (String which : List.of("", SCHEDULED)) {
      transaction
          .handle()
          .createQuery(
              """
              SELECT id FROM run WHERE workflow_id = :workflow AND logical_time > :time%s
               ORDER BY logical_time, id LIMIT 1
              """
                  .formatted(which))
          .bind("workflow", run.workflowId())
          .bind("time", run.cause().logicalTime().toEpochMilli())
          .mapTo(String.class)
          .findOne()
          .filter(id -> !found.contains(id))
          .ifPresent(found::add);
    }
    return found;
  }
}
