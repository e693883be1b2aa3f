package dev.nightjar.scheduler;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.Executor;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Outcome;
import dev.nightjar.store.Database;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// An executor whose attempts do nothing. It notes how long after its run was made each starts, to
/// which the lateness of the run is added where its name is that of a definition.
final class NoWork implements Executor {
  final Queue<Long> late = new ConcurrentLinkedQueue<>();

  static Scheduler scheduler(Database database, Executor executor, Clock clock) {
    return new Scheduler(
        database,
        new Scheduler.Settings(
            "bench",
            Map.of("local", executor),
            Map.of("local", new Capacity(400, Long.MAX_VALUE)),
            Lease.DEFAULT,
            List.of()),
        clock);
  }

  static Workflow workflow(String name) {
    var work =
        new NotebookWork(
            "report.ipynb", "python3", Map.of(), false, List.of("ipynb"),
            NotebookWork.DEFAULT_OUTPUT_NAME, false, null);
    var task =
        new Task(
            "notebook", work, List.of(), TriggerRule.ALL_SUCCESS, Retry.NONE, Limits.NONE,
            Placement.LOCAL);
    return new Workflow(name, List.of(), Map.of("day", "2026-01-01", "n", 7), List.of(task), List.of());
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public TaskHandle submit(AttemptOrder order) {
    if (order.runName().startsWith("definition ")) {
      // due at the multiples of ten minutes after its own start
      long phase = Long.parseLong(order.runName().substring(11)) * 60L;
      late.add(Math.floorMod(Instant.now().toEpochMilli() - phase, 600_000L));
    }
    return new Done(order.taskRun() + "/" + order.number());
  }

  @Override
  public Optional<TaskHandle> attach(AttemptOrder order, @Nullable String externalId) {
    return Optional.empty();
  }

  @Override
  public void close() {}

  private record Done(String externalId) implements TaskHandle {
    @Override
    public Ending await() {
      return Ending.of(new Outcome.Succeeded());
    }

    @Override
    public void stop(String reason, Duration grace) {}

    @Override
    public void leaseUntil(Instant end) {}
  }
}
