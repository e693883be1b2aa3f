package dev.nightjar.scheduler;

import dev.nightjar.run.Event;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.schedule.Due;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.Database;
import dev.nightjar.store.Ends;
import dev.nightjar.store.EventStore;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.ScheduleStore;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes runs when workflows are due. Any number of servers may tick: each time is acted on once.
public final class Ticker {
  private static final int BATCH = 200;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /// A time that is missed by no more, because servers were busy or restarted, is run all the same.
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Database database;
  private final Clock clock;
  private final Runnable made;
  private final ScheduleStore schedules = new ScheduleStore();
  private final WorkflowStore workflows = new WorkflowStore();
  private final RunStore runs = new RunStore();
  private final RunLists lists = new RunLists();
  private final EventStore events = new EventStore();
  private final Ends ends = new Ends();

  /// @param made called when there are new runs
  public Ticker(Database database, Clock clock, Runnable made) {
    this.database = database;
    this.clock = clock;
    this.made = made;
  }

  /// Acts on all that is due now.
  ///
  /// @return how long nothing else will be
  public Duration tick() {
    List<ScheduleStore.Due> due;
    do {
      Instant now = clock.instant();
      due = database.read(transaction -> schedules.due(transaction, now, BATCH));
      boolean any = false;
      for (ScheduleStore.Due one : due) {
        any |= database.write(transaction -> fire(transaction, one, now));
      }
      if (any) {
        made.run();
      }
    } while (due.size() == BATCH);
    Optional<Instant> next = database.read(schedules::nextFire);
    return next.map(at -> Duration.between(clock.instant(), at))
        .filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
        .orElse(LONGEST_WAIT);
  }

  private boolean fire(Transaction transaction, ScheduleStore.Due due, Instant now) {
    Timetable timetable = due.timetable();
    Due times = timetable.due(due.due(), now, GRACE.plus(timetable.jitter()));
    Instant next = times.next().orElse(null);
    Instant fireAt = next == null ? null : timetable.fireAt(next, due.workflow());
    if (!schedules.advance(transaction, due, next, fireAt)) {
      return false;
    }
    Optional<StoredWorkflow> found = workflows.find(transaction, due.workflow());
    if (found.isEmpty()) {
      return false;
    }
    StoredWorkflow stored = found.get();
    if (times.skipped() > 0) {
      skip(transaction, stored, now, times.skipped() + " times were missed");
    }
    for (Instant time : times.toRun()) {
      start(transaction, stored, timetable.overlap(), time, now);
    }
    return !times.toRun().isEmpty();
  }

  private void start(
      Transaction transaction, StoredWorkflow stored, Overlap overlap, Instant time, Instant now) {
    if (overlap == Overlap.QUEUE) {
      workflows.lock(transaction, stored.id());
    }
    List<Run> active =
        overlap == Overlap.ALLOW
            ? List.of()
            : lists.newest(transaction, RunFilter.active(stored.id()), null, Integer.MAX_VALUE);
    if (overlap == Overlap.SKIP && !active.isEmpty()) {
      skip(
          transaction,
          stored,
          now,
          "run %s is still going at %s".formatted(active.getFirst().id(), time));
      return;
    }
    if (overlap == Overlap.REPLACE) {
      for (Run run : active) {
        ends.stop(transaction, run.id(), "scheduler", "Replaced by the next run.", now);
      }
    }
    runs.insert(
        transaction,
        new NewRun(
            Ids.next(clock),
            stored.id(),
            stored.version(),
            stored.workflow(),
            stored.workflow().parameters(),
            new Run.Cause(Run.Trigger.SCHEDULE, time, null, "scheduler"),
            overlap == Overlap.QUEUE && !active.isEmpty(),
            now));
  }

  private void skip(Transaction transaction, StoredWorkflow stored, Instant now, String reason) {
    events.append(
        transaction,
        new Event(
            0,
            now,
            new Event.Subject(stored.id(), null, null),
            null,
            "SKIPPED",
            "scheduler",
            reason));
  }
}
