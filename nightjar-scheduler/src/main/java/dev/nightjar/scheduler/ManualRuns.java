package dev.nightjar.scheduler;

import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunNames;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.ReuseDecisions;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.Source;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Makes runs that people, events or other workflows ask for. Thread-safe.
final class ManualRuns {
  private final Clock clock;
  private final WorkflowStore workflows = new WorkflowStore();
  private final FileWorkflows files = new FileWorkflows();
  private final RunStore runs = new RunStore();
  private final ReuseDecisions reuse = new ReuseDecisions();

  ManualRuns(Clock clock) {
    this.clock = clock;
  }

  /// The id of the run.
  String make(
      Transaction transaction,
      StoredWorkflow stored,
      Workflows.Asked asked,
      Instant now,
      String by) {
    String id = Ids.next(clock);
    workflows.lock(transaction, stored.id());
    Instant time =
        asked.logicalTime() != null ? asked.logicalTime() : now.truncatedTo(ChronoUnit.MICROS);
    DataIntervals when = stored.timing().intervals();
    DataInterval interval =
        asked.interval() != null
            ? asked.interval()
            : Optional.ofNullable(when)
                .flatMap(one -> one.manual(time))
                .orElse(new DataInterval(time, time));
    Integer limit = stored.workflow().concurrency().runs();
    Source source = stored.workflow().source();
    boolean held =
        limit != null && files.active(transaction, stored.id()) >= limit
            || stored.timing().paused() && source != null && source.kind() == Source.Kind.AIRFLOW;
    runs.insert(
        transaction,
        new NewRun(
            id,
            stored.id(),
            stored.version(),
            stored.workflow(),
            asked.parameters(),
            new Run.Cause(
                asked.trigger(),
                asked.key() != null ? asked.key() : RunNames.of(asked.trigger(), time),
                time,
                interval,
                null,
                by),
            held,
            now));
    reuse.doAnew(transaction, id, asked.anew());
    return id;
  }
}
