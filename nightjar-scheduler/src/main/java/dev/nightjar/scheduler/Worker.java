package dev.nightjar.scheduler;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.Executor;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Database;
import dev.nightjar.store.Ends;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.TaskRunStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Claims task runs and has executors do them, one virtual thread an attempt.
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int MOST_AT_ONCE = 100;

  private final String name;
  private final Database database;
  private final Map<String, Executor> executors;
  private final Map<String, Capacity> capacities;
  private final Lease lease;
  private final Clock clock;
  private final Recorder recorder;
  private final HeldAttempts held = new HeldAttempts();
  private final TaskRunStore taskRuns = new TaskRunStore();
  private final RunStore runs = new RunStore();

  /// @param name of this worker, one of its own for each start of a server
  /// @param executors by name
  /// @param capacities by name of executor
  Worker(
      String name,
      Database database,
      Map<String, Executor> executors,
      Map<String, Capacity> capacities,
      Lease lease,
      Clock clock,
      Recorder recorder) {
    this.name = name;
    this.database = database;
    this.executors = Map.copyOf(executors);
    this.capacities = Map.copyOf(capacities);
    this.lease = lease;
    this.clock = clock;
    this.recorder = recorder;
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
  public int claim() {
    int claimed = 0;
    for (String executor : executors.keySet()) {
      Capacity capacity = capacities.getOrDefault(executor, new Capacity(0, 0));
      int free = Math.min(MOST_AT_ONCE, capacity.attempts() - held.count(executor));
      if (free > 0) {
        var room = new TaskRunStore.Room(executor, free, capacity.memory() - held.memory(executor));
        var now = clock.instant();
        List<TaskRunStore.Claimed> some =
            database.write(
                transaction ->
                    taskRuns.claim(transaction, name, room, now, now.plus(lease.length())));
        for (TaskRunStore.Claimed one : some) {
          var attempt = hold(one.key(), one.run(), one.attempt());
          watch(attempt, () -> executor(one.run(), one.key()).submit(attempt.order()), true);
        }
        claimed += some.size();
      }
    }
    return claimed;
  }

  private HeldAttempts.Attempt hold(TaskRunKey key, Run run, int number) {
    var order =
        new AttemptOrder(
            key,
            number,
            run.workflow().name(),
            run.status().created(),
            run.task(key.task()),
            run.parameters(),
            run.snapshot());
    var attempt = new HeldAttempts.Attempt(run, order, clock.instant());
    held.add(attempt);
    return attempt;
  }

  /// Goes on with an attempt that another worker started, and that this one has taken over in the
  /// database: it is watched where it runs, or recorded as lost.
  void adopt(TaskRunStore.Held taken) {
    Optional<Run> run = database.read(transaction -> runs.find(transaction, taken.key().run()));
    if (run.isEmpty()) {
      return;
    }
    var attempt = hold(taken.key(), run.get(), taken.attempt());
    Executor executor = executors.get(attempt.order().task().placement().executor());
    Optional<TaskHandle> found =
        executor == null ? Optional.empty() : executor.attach(attempt.order(), taken.externalId());
    if (found.isPresent()) {
      LOG.info("{} attempt {}: taken over from {}", taken.key(), taken.attempt(), taken.worker());
      watch(attempt, found::get, false);
    } else {
      LOG.warn("{} attempt {}: lost with worker {}", taken.key(), taken.attempt(), taken.worker());
      end(
          attempt,
          Ending.of(new Outcome.Lost("Its worker %s went away.".formatted(taken.worker()))));
    }
  }

  private Executor executor(Run run, TaskRunKey key) {
    return Objects.requireNonNull(executors.get(run.task(key.task()).placement().executor()));
  }

  private void watch(HeldAttempts.Attempt attempt, Supplier<TaskHandle> start, boolean store) {
    Thread.ofVirtual()
        .name("attempt " + attempt.key())
        .start(
            () -> {
              MDC.put("run", attempt.key().run());
              MDC.put("task", attempt.key().task());
              MDC.put("attempt", Integer.toString(attempt.order().number()));
              Ending ending = await(attempt, start, store);
              if (ending != null) {
                end(attempt, ending);
              }
            });
  }

  private @Nullable Ending await(
      HeldAttempts.Attempt attempt, Supplier<TaskHandle> start, boolean store) {
    try {
      TaskHandle handle = start.get();
      attempt.placed(handle);
      if (store) {
        recorder.placed(attempt.key(), attempt.order().number(), handle.externalId());
      }
      return handle.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return null;
    } catch (RuntimeException broken) {
      LOG.error("{}: the executor failed", attempt.key(), broken);
      return Ending.of(new Outcome.Failed("The executor failed: " + broken.getMessage(), null));
    }
  }

  private void end(HeldAttempts.Attempt attempt, Ending ending) {
    attempt.end();
    recorder.ended(
        new Ends.Ended(
            attempt.key(), attempt.order().number(), name, ending.outcome(), ending.artifacts()),
        () -> held.remove(attempt));
  }
}
