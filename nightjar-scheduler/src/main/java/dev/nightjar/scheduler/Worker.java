package dev.nightjar.scheduler;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.Executor;
import dev.nightjar.executor.Preparation;
import dev.nightjar.executor.PreparationException;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.AttemptEnds;
import dev.nightjar.store.ClaimOrder;
import dev.nightjar.store.Claims;
import dev.nightjar.store.Database;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.TaskRunStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Claims task runs and has executors do them, one virtual thread an attempt.
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int MOST_AT_ONCE = 100;

  private final String name;
  private final Database database;
  private final Map<String, Executor> executors;
  private final Map<String, Capacity> capacities;
  private final Lease lease;
  private final Clock clock;
  private final Recorder recorder;
  private final Preparation preparation;
  private final Reusing reusing;
  private final HeldAttempts held = new HeldAttempts();

  /// Held while the database and [#held] are brought to say the same.
  private final ReentrantLock holding = new ReentrantLock();

  private final MemoryQueue memoryQueue;
  private final Claims claims = new Claims();
  private final TaskRunStore taskRuns = new TaskRunStore();
  private final RunStore runs = new RunStore();

  /// @param name of this worker, one of its own for each start of a server
  Worker(
      String name, Database database, Scheduler.Settings settings, Clock clock, Recorder recorder) {
    this.name = name;
    this.database = database;
    this.executors = Map.copyOf(settings.executors());
    this.capacities = Map.copyOf(settings.capacities());
    this.lease = settings.lease();
    this.preparation = settings.preparation();
    this.reusing = new Reusing(database, settings.formerWork(), clock);
    this.clock = clock;
    this.recorder = recorder;
    this.memoryQueue = new MemoryQueue(database, clock);
  }

  String name() {
    return name;
  }

  HeldAttempts held() {
    return held;
  }

  /// Claims what is queued, as far as there is room, and starts it.
  ///
  /// @return how many attempts
  int claim() {
    int claimed = 0;
    for (String executor : executors.keySet()) {
      Capacity capacity = capacities.getOrDefault(executor, new Capacity(0, 0));
      int free = Math.min(MOST_AT_ONCE, capacity.attempts() - held.count(executor));
      if (free > 0) {
        long memory = capacity.memory() - held.memory(executor);
        ClaimOrder.Place first = memoryQueue.first(executor, memory, capacity.memory());
        claimed += claim(new Claims.Room(executor, free, memory, first));
      }
    }
    return claimed;
  }

  private int claim(Claims.Room room) {
    List<HeldAttempts.Attempt> started = new ArrayList<>();
    holding.lock();
    try {
      Instant now = clock.instant();
      Instant until = now.plus(lease.length());
      database
          .write(transaction -> claims.claim(transaction, name, room, now, until))
          .forEach(one -> started.add(hold(one, now, until)));
    } finally {
      holding.unlock();
    }
    started.forEach(attempt -> watch(attempt, () -> Optional.of(place(attempt)), true));
    return started.size();
  }

  private TaskHandle place(HeldAttempts.Attempt attempt) {
    AttemptOrder order = preparation.prepare(attempt.order());
    return reusing
        .instead(order, attempt.run().workflowId())
        .<TaskHandle>map(KnownEnding::new)
        .orElseGet(() -> executor(attempt).submit(order));
  }

  private HeldAttempts.Attempt hold(Claims.Claimed claimed, Instant since, Instant leaseUntil) {
    TaskRunKey key = claimed.key();
    Run run = claimed.run();
    var order =
        new AttemptOrder(
            key,
            claimed.attempt(),
            claimed.ofTry(),
            run.workflow().name(),
            run.status().created(),
            run.task(key.task()),
            run.parameters(),
            run.snapshot());
    var attempt = new HeldAttempts.Attempt(run, order, since, leaseUntil);
    held.add(attempt);
    return attempt;
  }

  /// Goes on with an attempt that another worker started, if that is still to be taken over: it is
  /// watched where it runs, or recorded as lost.
  void takeOver(TaskRunStore.Held left) {
    holding.lock();
    try {
      Instant until = clock.instant().plus(lease.length());
      if (database.write(transaction -> taskRuns.takeOver(transaction, left, name, until))) {
        adopt(left, until);
      }
    } finally {
      holding.unlock();
    }
  }

  /// Goes on with what this worker holds in the database, but does not know of: its claim was
  /// committed, but the connection broke before it heard of that.
  void adoptForgotten() {
    holding.lock();
    try {
      database.read(transaction -> taskRuns.heldBy(transaction, name)).stream()
          .filter(one -> !held.has(one.key(), one.attempt()))
          .forEach(one -> adopt(one, one.leaseUntil()));
    } finally {
      holding.unlock();
    }
  }

  private void adopt(TaskRunStore.Held left, Instant leaseUntil) {
    Optional<Run> run = database.read(transaction -> runs.find(transaction, left.key().run()));
    if (run.isEmpty()) {
      return;
    }
    var claimed = new Claims.Claimed(left.key(), run.get(), left.attempt(), left.ofTry());
    var attempt = hold(claimed, left.started(), leaseUntil);
    LOG.info("{} attempt {}: taken over from {}", left.key(), left.attempt(), left.worker());
    watch(
        attempt,
        () -> {
          Executor executor = executors.get(attempt.order().task().placement().executor());
          return executor == null
              ? Optional.empty()
              : executor.attach(attempt.order(), left.externalId());
        },
        false);
  }

  private Executor executor(HeldAttempts.Attempt attempt) {
    return Objects.requireNonNull(executors.get(attempt.order().task().placement().executor()));
  }

  private void watch(
      HeldAttempts.Attempt attempt, Supplier<Optional<TaskHandle>> place, boolean submitted) {
    Thread.ofVirtual()
        .name("attempt " + attempt.key())
        .start(
            () -> {
              MDC.put("run", attempt.key().run());
              MDC.put("task", attempt.key().task());
              MDC.put("attempt", Integer.toString(attempt.order().number()));
              Ending ending = await(attempt, place, submitted);
              if (ending != null) {
                end(attempt, ending);
              }
            });
  }

  private @Nullable Ending await(
      HeldAttempts.Attempt attempt, Supplier<Optional<TaskHandle>> place, boolean submitted) {
    try {
      Optional<TaskHandle> found = place.get();
      if (found.isEmpty()) {
        return Ending.of(new Outcome.Lost("Its worker went away, and nothing is left of it."));
      }
      TaskHandle handle = found.get();
      if (!database.singleServer()) {
        handle.leaseUntil(attempt.leaseUntil());
      }
      attempt.placed(handle);
      if (submitted) {
        recorder.placed(attempt.key(), attempt.order().number(), handle.externalId());
      }
      return handle.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return null;
    } catch (PreparationException unfit) {
      return Ending.of(new Outcome.Failed(String.valueOf(unfit.getMessage()), null));
    } catch (RuntimeException broken) {
      LOG.error("{}: the executor failed", attempt.key(), broken);
      return Ending.of(new Outcome.Failed("The executor failed: " + broken.getMessage(), null));
    }
  }

  private void end(HeldAttempts.Attempt attempt, Ending found) {
    attempt.end();
    var branches = new Branches(attempt.run().workflow(), attempt.order().task());
    Ending ending = branches.decide(found);
    recorder.ended(
        new AttemptEnds.Ended(
            attempt.key(),
            attempt.order().number(),
            name,
            ending.outcome(),
            ending.artifacts(),
            ending.report()),
        () -> held.remove(attempt));
  }
}
