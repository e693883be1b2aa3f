package dev.nightjar.scheduler;

import dev.nightjar.store.Database;
import dev.nightjar.store.TaskRunStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Takes over what workers left: when their leases have ended, or at once what an earlier process
/// of this same server held.
final class Reaper {
  private static final int BATCH = 100;

  private final Worker worker;
  private final Database database;
  private final Lease lease;
  private final Clock clock;
  private final TaskRunStore taskRuns = new TaskRunStore();

  Reaper(Worker worker, Database database, Lease lease, Clock clock) {
    this.worker = worker;
    this.database = database;
    this.lease = lease;
    this.clock = clock;
  }

  /// Takes over what is held in the name of this server by a process that is gone: no other can
  /// run while this one has the data directory.
  ///
  /// @param server the start of the names of this server's workers
  void takeOverFromEarlier(String server) {
    take(database.read(transaction -> taskRuns.heldByEarlier(transaction, server, worker.name())));
  }

  /// One round.
  Duration reap() {
    Instant late = clock.instant().minus(lease.margin());
    take(database.read(transaction -> taskRuns.leaseEndedBefore(transaction, late, BATCH)));
    return lease.renewAfter();
  }

  private void take(List<TaskRunStore.Held> left) {
    for (TaskRunStore.Held held : left) {
      if (held.worker().equals(worker.name())) {
        continue;
      }
      Instant until = clock.instant().plus(lease.length());
      if (database.write(
          transaction -> taskRuns.takeOver(transaction, held, worker.name(), until))) {
        worker.adopt(held);
      }
    }
  }
}
