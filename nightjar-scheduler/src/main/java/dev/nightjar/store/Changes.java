package dev.nightjar.store;

import dev.nightjar.run.Event;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The changes of state of one transaction: each is legal, and each becomes an event.
final class Changes {
  private final EventStore events = new EventStore();
  private final List<Event> happened = new ArrayList<>();
  private final Instant at;

  Changes(Instant at) {
    this.at = at;
  }

  void run(
      @Nullable String workflow,
      String run,
      RunState from,
      RunState to,
      String by,
      @Nullable String reason) {
    if (!from.next().contains(to)) {
      throw new IllegalStateException("run %s can't go from %s to %s".formatted(run, from, to));
    }
    add(new Event.Subject(workflow, run, null), from.name(), to.name(), by, reason);
  }

  void task(
      @Nullable String workflow,
      String run,
      String task,
      TaskRunState from,
      TaskRunState to,
      String by,
      @Nullable String reason) {
    if (!from.next().contains(to)) {
      throw new IllegalStateException(
          "task run %s/%s can't go from %s to %s".formatted(run, task, from, to));
    }
    add(new Event.Subject(workflow, run, task), from.name(), to.name(), by, reason);
  }

  private void add(
      Event.Subject subject, String from, String to, String by, @Nullable String reason) {
    happened.add(new Event(0, at, subject, from, to, by, reason));
  }

  void store(Transaction transaction) {
    events.append(transaction, happened);
  }
}
