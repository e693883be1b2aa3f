package dev.nightjar.scheduler;

import dev.nightjar.run.Run;
import dev.nightjar.run.RunNames;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.Waiting;
import dev.nightjar.store.Database;
import dev.nightjar.store.Deferrals;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Starts the runs that tasks ask for. Thread-safe.
final class StartedRuns {
  private static final List<String> ANY =
      List.of("queued", "running", "stopping", "success", "failed");

  private final Database database;
  private final FileWorkflows files = new FileWorkflows();
  private final Deferrals deferrals = new Deferrals();
  private final ManualRuns manual;

  StartedRuns(Database database, Clock clock) {
    this.database = database;
    this.manual = new ManualRuns(clock);
  }

  /// Makes the run, and notes in the same transaction that its task waits for it: so each try makes
  /// one run, whatever dies when, and however many servers look.
  ///
  /// @param task with its templates filled in
  /// @return false if there is no such workflow
  boolean start(TaskRunKey key, Run by, Task task, TriggerWork work, Instant now) {
    Instant time = now.truncatedTo(ChronoUnit.MICROS);
    var asked =
        new Workflows.Asked(RunNames.of(Run.Trigger.MANUAL, time), time, null, work.parameters());
    Duration limit = task.limits().timeout();
    var waiting =
        new Waiting(
            new Wait.ForRun(
                work.workflow(),
                asked.key(),
                null,
                List.of(),
                work.waits() ? List.of("success") : ANY,
                work.waits() ? List.of("failed") : List.of()),
            WaitWork.USUAL,
            limit == null ? null : now.plus(limit),
            false);
    try {
      return database.write(
          transaction -> {
            Optional<StoredWorkflow> stored = files.find(transaction, work.workflow());
            if (stored.isPresent() && deferrals.begin(transaction, key, waiting, now)) {
              String who = "%s of %s".formatted(task.name(), by.workflow().name());
              manual.make(transaction, stored.get(), asked, now, who);
            }
            return stored.isPresent();
          });
    } catch (StoreException.Duplicate sameMoment) {
      // Another run of this microsecond: a later look makes one of a later time.
      database.change(transaction -> deferrals.put(transaction, key, null, now));
      return true;
    }
  }
}
