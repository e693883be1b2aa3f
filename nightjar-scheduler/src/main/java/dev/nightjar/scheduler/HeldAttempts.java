package dev.nightjar.scheduler;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The attempts that this worker holds, from claim to recorded end. Thread-safe.
final class HeldAttempts {
  /// One of them.
  static final class Attempt {
    private final TaskRunKey key;
    private final Run run;
    private final AttemptOrder order;
    private final Instant since;
    private final Instant leaseUntil;
    private volatile boolean late;
    private volatile @Nullable TaskHandle handle;
    private volatile boolean ending;
    private volatile boolean stopping;

    /// @param since when it started
    /// @param leaseUntil until when it is held without a renewal
    Attempt(Run run, AttemptOrder order, Instant since, Instant leaseUntil) {
      this.key = order.taskRun();
      this.run = run;
      this.order = order;
      this.since = since;
      this.leaseUntil = leaseUntil;
    }

    TaskRunKey key() {
      return key;
    }

    Run run() {
      return run;
    }

    AttemptOrder order() {
      return order;
    }

    Instant since() {
      return since;
    }

    Instant leaseUntil() {
      return leaseUntil;
    }

    /// Whether somebody was told that it takes long.
    boolean late() {
      return late;
    }

    void toldLate() {
      late = true;
    }

    @Nullable TaskHandle handle() {
      return handle;
    }

    void placed(TaskHandle placed) {
      handle = placed;
    }

    /// Its end is known and about to be recorded.
    void end() {
      ending = true;
    }

    boolean ending() {
      return ending;
    }

    /// True the first time.
    synchronized boolean stopOnce() {
      boolean first = !stopping;
      stopping = true;
      return first;
    }

    long memory() {
      Long limit = order.task().limits().memory();
      return limit == null ? 0 : limit;
    }
  }

  private final Map<TaskRunKey, Attempt> attempts = new ConcurrentHashMap<>();

  void add(Attempt attempt) {
    attempts.put(attempt.key(), attempt);
  }

  void remove(Attempt attempt) {
    attempts.remove(attempt.key(), attempt);
  }

  boolean has(TaskRunKey key, int number) {
    Attempt attempt = attempts.get(key);
    return attempt != null && attempt.order().number() == number;
  }

  Collection<Attempt> all() {
    return attempts.values();
  }

  int count(String executor) {
    return (int)
        attempts.values().stream()
            .filter(held -> held.order().task().placement().executor().equals(executor))
            .count();
  }

  long memory(String executor) {
    return attempts.values().stream()
        .filter(held -> held.order().task().placement().executor().equals(executor))
        .mapToLong(Attempt::memory)
        .sum();
  }
}
