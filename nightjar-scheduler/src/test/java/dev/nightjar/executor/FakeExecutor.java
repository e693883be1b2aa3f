package dev.nightjar.executor;

import dev.nightjar.run.TaskRunKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An executor without processes: its attempts go on until the test ends them, or their script
/// does. Several may share one [Machine], as workers that were restarted do.
///
/// ```
/// var executor = new FakeExecutor("local", clock);
/// …
/// executor.attempt(taskRun, 1).end(Ending.of(new Outcome.Succeeded()));
/// ```
public final class FakeExecutor implements Executor {
  /// Where attempts are, whoever submitted them.
  public static final class Machine {
    private final Map<String, FakeAttempt> attempts = new ConcurrentHashMap<>();
    private final List<AttemptOrder> submitted = new ArrayList<>();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
  }

  private final String name;
  private final Clock clock;
  private final Machine machine;
  private volatile Function<AttemptOrder, Optional<Ending>> script = _ -> Optional.empty();
  private volatile boolean closed;

  public FakeExecutor(String name, Clock clock) {
    this(name, clock, new Machine());
  }

  public FakeExecutor(String name, Clock clock, Machine machine) {
    this.name = name;
    this.clock = clock;
    this.machine = machine;
  }

  /// From now on, attempts end at once as the script says; where it is empty, they go on.
  public FakeExecutor scripted(Function<AttemptOrder, Optional<Ending>> script) {
    this.script = script;
    return this;
  }

  /// The attempt, once it was submitted; waits for that.
  public FakeAttempt attempt(TaskRunKey taskRun, int number) throws InterruptedException {
    machine.lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(20);
      while (true) {
        FakeAttempt attempt = machine.attempts.get(id(taskRun, number));
        if (attempt != null) {
          return attempt;
        }
        if (left <= 0) {
          throw new AssertionError(
              "attempt %d of %s was not submitted in 20 s; these were: %s"
                  .formatted(number, taskRun, machine.attempts.keySet()));
        }
        left = machine.changed.awaitNanos(left);
      }
    } finally {
      machine.lock.unlock();
    }
  }

  /// All that was submitted so far, in order.
  public List<AttemptOrder> submitted() {
    machine.lock.lock();
    try {
      return List.copyOf(machine.submitted);
    } finally {
      machine.lock.unlock();
    }
  }

  /// The attempt cannot be found again from now on.
  public void forget(TaskRunKey taskRun, int number) {
    machine.attempts.remove(id(taskRun, number));
  }

  public boolean closed() {
    return closed;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TaskHandle submit(AttemptOrder order) {
    String id = id(order.taskRun(), order.number());
    var attempt = new FakeAttempt(order, "fake:" + id, clock);
    machine.lock.lock();
    try {
      FakeAttempt known = machine.attempts.get(id);
      if (known != null) {
        return known;
      }
      machine.submitted.add(order);
      machine.attempts.put(id, attempt);
      machine.changed.signalAll();
    } finally {
      machine.lock.unlock();
    }
    script.apply(order).ifPresent(attempt::end);
    return attempt;
  }

  @Override
  public Optional<TaskHandle> attach(AttemptOrder order, @Nullable String externalId) {
    return Optional.<TaskHandle>ofNullable(
            machine.attempts.get(id(order.taskRun(), order.number())))
        .filter(found -> externalId == null || externalId.equals(found.externalId()));
  }

  @Override
  public void close() {
    closed = true;
  }

  private static String id(TaskRunKey taskRun, int number) {
    return taskRun + "/" + number;
  }

  /// How an attempt was asked to stop.
  public record StopRequest(String reason, Duration grace) {}
}
