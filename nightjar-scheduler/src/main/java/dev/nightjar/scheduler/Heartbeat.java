package dev.nightjar.scheduler;

import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Database;
import dev.nightjar.store.TaskRunStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews what a worker holds, stops what is to stop, lets go of what others took over, and finds
/// what the worker holds without knowing.
final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Worker worker;
  private final Database database;
  private final Lease lease;
  private final Clock clock;
  private final AlertRules alerts;
  private final TaskRunStore taskRuns = new TaskRunStore();
  private Instant renewed = Instant.MIN;

  Heartbeat(Worker worker, Database database, Lease lease, Clock clock, AlertRules alerts) {
    this.worker = worker;
    this.database = database;
    this.lease = lease;
    this.clock = clock;
    this.alerts = alerts;
  }

  /// One round; only one thread may call it.
  Duration beat() {
    // Those that are held before the database is asked: it must know them.
    List<HeldAttempts.Attempt> mine = List.copyOf(worker.held().all());
    Instant now = clock.instant();
    boolean renew = !now.isBefore(renewed.plus(lease.renewAfter()));
    if (mine.isEmpty() && !renew) {
      return EVERY;
    }
    Instant until = now.plus(lease.length());
    List<TaskRunStore.Held> stored =
        database.write(
            transaction -> {
              if (renew) {
                taskRuns.renew(transaction, worker.name(), until);
              }
              return taskRuns.heldBy(transaction, worker.name());
            });
    if (renew) {
      renewed = now;
    }
    Map<TaskRunKey, TaskRunStore.Held> byKey =
        stored.stream().collect(Collectors.toMap(TaskRunStore.Held::key, held -> held));
    for (HeldAttempts.Attempt attempt : mine) {
      try {
        check(attempt, byKey.get(attempt.key()), renew);
      } catch (RuntimeException failure) {
        LOG.warn("{}: its executor failed", attempt.key(), failure);
      }
    }
    mine.forEach(attempt -> checkLate(attempt, now));
    if (!stored.stream().allMatch(held -> worker.held().has(held.key(), held.attempt()))) {
      worker.adoptForgotten();
    }
    return EVERY;
  }

  private void check(
      HeldAttempts.Attempt attempt, TaskRunStore.@Nullable Held stored, boolean renew) {
    TaskHandle handle = attempt.handle();
    if (handle == null || attempt.ending()) {
      return;
    }
    if (stored == null || stored.attempt() != attempt.order().number()) {
      if (attempt.stopOnce()) {
        LOG.warn("{}: another worker has it now", attempt.key());
        handle.stop("Another worker has it now.", Duration.ZERO);
      }
    } else if (stored.stopReason() != null && attempt.stopOnce()) {
      LOG.info("{}: stops: {}", attempt.key(), stored.stopReason());
      handle.stop(stored.stopReason(), GRACE);
    } else if (renew && !database.singleServer()) {
      handle.leaseUntil(stored.leaseUntil());
    }
  }

  private void checkLate(HeldAttempts.Attempt attempt, Instant now) {
    Duration expected = attempt.order().task().limits().expected();
    if (expected != null && !attempt.late() && now.isAfter(attempt.since().plus(expected))) {
      database.change(transaction -> alerts.late(transaction, attempt.run()));
      attempt.toldLate();
    }
  }
}
