package dev.nightjar.scheduler;

import dev.nightjar.run.Event;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.schedule.Due;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.store.EventStore;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.RunStops;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// Makes the runs of a workflow whose time has come, as far as those that still go on let it.
final class DueRuns {
  private static final String BY = "scheduler";

  private final Clock clock;
  private final RunStore runs = new RunStore();
  private final RunLists lists = new RunLists();
  private final RunStops stops = new RunStops();
  private final EventStore events = new EventStore();

  DueRuns(Clock clock) {
    this.clock = clock;
  }

  /// To be called in a transaction that has locked the workflow.
  ///
  /// @return whether there are new runs
  boolean make(
      Transaction transaction, StoredWorkflow stored, Overlap overlap, Due times, Instant now) {
    if (times.skipped() > 0) {
      tell(transaction, stored, now, times.skipped() + " times were missed");
    }
    List<Instant> due =
        times.toRun().stream()
            .filter(time -> !runs.scheduled(transaction, stored.id(), time))
            .toList();
    if (due.isEmpty()) {
      return false;
    }
    switch (overlap) {
      case ALLOW -> due.forEach(time -> insert(transaction, stored, time, false, now));
      case SKIP -> skip(transaction, stored, due, now);
      case QUEUE -> queue(transaction, stored, due, now);
      case REPLACE -> replace(transaction, stored, due, now);
    }
    return true;
  }

  private void skip(
      Transaction transaction, StoredWorkflow stored, List<Instant> due, Instant now) {
    List<String> active = lists.active(transaction, stored.id());
    List<Instant> skipped = due;
    String going;
    if (active.isEmpty()) {
      going = insert(transaction, stored, due.getFirst(), false, now);
      skipped = due.subList(1, due.size());
    } else {
      going = active.getFirst();
    }
    if (!skipped.isEmpty()) {
      tell(
          transaction,
          stored,
          now,
          "run %s is still going at %s%s"
              .formatted(
                  going,
                  skipped.getFirst(),
                  skipped.size() == 1
                      ? ""
                      : ", and at %d times after".formatted(skipped.size() - 1)));
    }
  }

  private void queue(
      Transaction transaction, StoredWorkflow stored, List<Instant> due, Instant now) {
    boolean held = !lists.active(transaction, stored.id()).isEmpty();
    for (Instant time : due) {
      insert(transaction, stored, time, held, now);
      held = true;
    }
  }

  /// Of several times the last replaces those before it. It starts when what it replaces has
  /// stopped.
  private void replace(
      Transaction transaction, StoredWorkflow stored, List<Instant> due, Instant now) {
    for (String run : lists.active(transaction, stored.id())) {
      stops.stop(transaction, run, BY, "Replaced by the next run.", now);
    }
    if (due.size() > 1) {
      tell(
          transaction,
          stored,
          now,
          "%d times were replaced by %s".formatted(due.size() - 1, due.getLast()));
    }
    boolean held = !lists.active(transaction, stored.id()).isEmpty();
    insert(transaction, stored, due.getLast(), held, now);
  }

  private String insert(
      Transaction transaction, StoredWorkflow stored, Instant time, boolean held, Instant now) {
    String id = Ids.next(clock);
    runs.insert(
        transaction,
        new NewRun(
            id,
            stored.id(),
            stored.version(),
            stored.workflow(),
            stored.workflow().parameters(),
            new Run.Cause(Run.Trigger.SCHEDULE, time, null, BY),
            held,
            now));
    return id;
  }

  private void tell(Transaction transaction, StoredWorkflow stored, Instant now, String reason) {
    events.append(
        transaction,
        new Event(0, now, new Event.Subject(stored.id(), null, null), null, "SKIPPED", BY, reason));
  }
}
