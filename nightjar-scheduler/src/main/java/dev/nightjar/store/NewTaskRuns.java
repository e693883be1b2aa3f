package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The task runs of a new run.
final class NewTaskRuns {
  private NewTaskRuns() {}

  /// The tasks that the run has: of a run by schedule, those that had started by its logical time.
  static List<Task> of(NewRun run) {
    Instant time = run.cause().logicalTime();
    return run.workflow().tasks().stream()
        .filter(
            task ->
                run.cause().trigger() != Run.Trigger.SCHEDULE
                    || task.traits().start() == null
                    || !time.isBefore(task.traits().start()))
        .toList();
  }

  /// Whether more is to be done at its begin than to let the first tasks start: a task that needs
  /// no worker, or asks for the run before.
  static boolean needPlanning(List<Task> tasks) {
    return tasks.isEmpty() || tasks.stream().anyMatch(task -> task.first() && !startsAtOnce(task));
  }

  private static boolean startsAtOnce(Task task) {
    return task.first()
        && task.traits().past() == Past.IGNORED
        && !task.work().immediate()
        && !task.work().deferred()
        && task.traits().grid() == null;
  }

  static void insert(Transaction transaction, NewRun run, List<Task> tasks) {
    var batch =
        transaction
            .handle()
            .prepareBatch(
                """
                INSERT INTO task_run (run_id, task, state, executor, pool, slots, memory,
                    priority_order, available_at, attempt, failures, losses, workflow_id,
                    workflow_limit, task_limit, upstream, setups)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, ?)
                """);
    Set<String> names = new HashSet<>();
    tasks.forEach(task -> names.add(task.name()));
    for (Task task : tasks) {
      Placement placement = task.placement();
      Long memory = task.limits().memory();
      boolean ready = !run.held() && startsAtOnce(task);
      batch.add(
          run.id(),
          task.name(),
          (ready ? TaskRunState.QUEUED : TaskRunState.WAITING).name(),
          placement.executor(),
          placement.pool(),
          placement.slots(),
          memory == null ? 0 : memory,
          -placement.priority(),
          run.created().toEpochMilli(),
          run.workflowId(),
          run.workflow().concurrency().tasks(),
          task.traits().atOnce(),
          count(task.after(), names),
          count(run.workflow().setups(task.name()), names));
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static int count(List<String> tasks, Set<String> there) {
    return (int) tasks.stream().filter(there::contains).count();
  }
}
