package dev.nightjar.scheduler;

import dev.nightjar.store.Database;
import dev.nightjar.store.RunCounts;
import dev.nightjar.store.TaskRunStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Takes over what workers left: when their leases have ended, or at once what an earlier process
/// of this same server held. Beside that it tidies up.
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
    database
        .read(transaction -> taskRuns.heldByEarlier(transaction, server, worker.name()))
        .forEach(worker::takeOver);
  }

  /// One round.
  Duration reap() {
    Instant late = clock.instant().minus(lease.margin());
    database
        .read(transaction -> taskRuns.leaseEndedBefore(transaction, late, worker.name(), BATCH))
        .forEach(worker::takeOver);
    List<RunCounts.Group> scattered = database.read(RunCounts::scattered);
    for (int from = 0; from < scattered.size(); from += BATCH) {
      List<RunCounts.Group> some =
          scattered.subList(from, Math.min(scattered.size(), from + BATCH));
      database.change(transaction -> RunCounts.compact(transaction, some));
    }
    return lease.renewAfter();
  }
}
