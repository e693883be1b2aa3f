package dev.nightjar.scheduler;

import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunNames;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Makes the runs of workflows whose runs stand for data intervals: each at the end of its
/// interval, as Airflow does.
final class IntervalRuns {
  private static final String BY = "scheduler";
  private static final int MOST_AT_ONCE = 200;

  /// Of a workflow whose runs wait for each other, so many wait at a time; the others are made when
  /// their turn comes near.
  private static final int AHEAD = 20;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Clock clock;
  private final RunStore runs = new RunStore();
  private final FileWorkflows files = new FileWorkflows();

  IntervalRuns(Clock clock) {
    this.clock = clock;
  }

  /// Makes what is due, and notes what comes next. To be called in a transaction that has locked
  /// the workflow.
  ///
  /// @return whether there are new runs
  boolean make(Transaction transaction, StoredWorkflow stored, Instant now) {
    DataIntervals intervals = stored.timing().intervals();
    if (intervals == null) {
      files.schedule(transaction, stored, null, null);
      return false;
    }
    Optional<DataInterval> last = files.lastInterval(transaction, stored.id());
    Optional<DataInterval> next = intervals.next(last.orElse(null), now);
    Integer limit = stored.workflow().concurrency().runs();
    int active = files.active(transaction, stored.id());
    int open = files.open(transaction, stored.id());
    int made = 0;
    while (!stored.timing().paused()
        && next.isPresent()
        && !next.get().end().isAfter(now)
        && made < MOST_AT_ONCE
        && (limit == null || open < limit + AHEAD)) {
      insert(transaction, stored, next.get(), limit != null && active >= limit, now);
      active++;
      open++;
      made++;
      next = intervals.next(next.get(), now);
    }
    Instant fireAt =
        stored.timing().paused()
            ? null
            : next.map(one -> intervals.timetable().fireAt(one.end(), stored.id()))
                .map(at -> limit != null && at.isBefore(now) ? now.plus(LOOK_AGAIN) : at)
                .orElse(null);
    files.schedule(transaction, stored, next.orElse(null), fireAt);
    return made > 0;
  }

  private void insert(
      Transaction transaction,
      StoredWorkflow stored,
      DataInterval interval,
      boolean held,
      Instant now) {
    if (runs.scheduled(transaction, stored.id(), interval.start())) {
      return;
    }
    runs.insert(
        transaction,
        new NewRun(
            Ids.next(clock),
            stored.id(),
            stored.version(),
            stored.workflow(),
            Map.of(),
            new Run.Cause(
                Run.Trigger.SCHEDULE,
                RunNames.of(Run.Trigger.SCHEDULE, interval.start()),
                interval.start(),
                interval,
                null,
                BY),
            held,
            now));
  }
}
