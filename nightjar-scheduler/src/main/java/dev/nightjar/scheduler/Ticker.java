package dev.nightjar.scheduler;

import dev.nightjar.schedule.Due;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.Database;
import dev.nightjar.store.ScheduleStore;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes runs when workflows are due. Any number of servers may tick: each time is acted on once.
final class Ticker {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final int BATCH = 200;
  private static final int TOGETHER = 20;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  /// A time that is missed by no more, because servers were busy or restarted, is run all the same.
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Database database;
  private final Clock clock;
  private final Runnable made;
  private final ScheduleStore schedules = new ScheduleStore();
  private final WorkflowStore workflows = new WorkflowStore();
  private final DueRuns runs;
  private final IntervalRuns intervals;

  /// @param made called when there are new runs
  Ticker(Database database, Clock clock, Runnable made) {
    this.database = database;
    this.clock = clock;
    this.made = made;
    this.runs = new DueRuns(clock);
    this.intervals = new IntervalRuns(clock);
  }

  /// Acts on all that is due now.
  ///
  /// @return how long nothing else will be
  Duration tick() {
    List<String> due;
    do {
      Instant now = clock.instant();
      due = database.read(transaction -> schedules.dueWorkflows(transaction, now, BATCH));
      for (int from = 0; from < due.size(); from += TOGETHER) {
        if (fire(due.subList(from, Math.min(due.size(), from + TOGETHER)), now)) {
          made.run();
        }
      }
    } while (due.size() == BATCH);
    Optional<Instant> next = database.read(schedules::nextFire);
    return next.map(at -> Duration.between(clock.instant(), at))
        .filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
        .orElse(LONGEST_WAIT);
  }

  /// What is due at once is made by one transaction; if that fails, each by one of its own.
  private boolean fire(List<String> due, Instant now) {
    List<String> inOrder = due.stream().sorted().toList();
    try {
      return database.write(
          transaction -> {
            boolean any = false;
            for (String workflow : inOrder) {
              any |= fire(transaction, workflow, now);
            }
            return any;
          });
    } catch (StoreException.Away away) {
      throw away;
    } catch (RuntimeException broken) {
      boolean any = false;
      for (String workflow : due) {
        any |= fire(workflow, now);
      }
      return any;
    }
  }

  private boolean fire(String workflow, Instant now) {
    try {
      return database.write(transaction -> fire(transaction, workflow, now));
    } catch (StoreException.Away away) {
      throw away;
    } catch (RuntimeException broken) {
      LOG.error("workflow {} is due, but can't be run: tried again in a minute", workflow, broken);
      database.change(
          transaction -> schedules.postpone(transaction, workflow, now.plus(AFTER_FAILURE)));
      return false;
    }
  }

  private boolean fire(Transaction transaction, String workflow, Instant now) {
    workflows.lock(transaction, workflow);
    Optional<ScheduleStore.Due> due = schedules.lockDue(transaction, workflow, now);
    Optional<StoredWorkflow> stored =
        due.isEmpty() ? Optional.empty() : workflows.find(transaction, workflow);
    if (stored.isEmpty()) {
      return false;
    }
    if (stored.get().timing().intervals() != null) {
      return intervals.make(transaction, stored.get(), now);
    }
    Timetable timetable = due.get().timetable();
    Due times = timetable.due(due.get().due(), now, GRACE);
    if (times.toRun().size() > BATCH) {
      // not all in one transaction; the others are due at once
      Instant next = times.toRun().get(BATCH);
      schedules.advance(transaction, workflow, next, now);
      times = new Due(times.toRun().subList(0, BATCH), times.skipped(), Optional.of(next));
    } else {
      Instant next = times.next().orElse(null);
      Instant fireAt = next == null ? null : timetable.fireAt(next, workflow);
      schedules.advance(transaction, workflow, next, fireAt);
    }
    return runs.make(transaction, stored.get(), timetable.overlap(), times, now);
  }
}
