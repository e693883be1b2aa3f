package dev.nightjar.scheduler;

import dev.nightjar.executor.FakeAttempt;
import dev.nightjar.executor.FakeExecutor;
import dev.nightjar.run.Ids;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Database;
import dev.nightjar.testkit.ManualClock;
import dev.nightjar.workflow.AlertRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The parts of a server whose rounds a test calls by hand.
final class TestServer implements AutoCloseable {
  static final Lease LEASE = new Lease(Duration.ofSeconds(30), Duration.ofSeconds(5));

  final FakeExecutor executor;
  final Worker worker;
  final Heartbeat heartbeat;
  final Reaper reaper;
  private final Recorder recorder;
  private final Semaphore ends = new Semaphore(0);

  TestServer(Database database, ManualClock clock, FakeExecutor.Machine machine) {
    this(database, clock, machine, new Capacity(10, Long.MAX_VALUE), List.of());
  }

  TestServer(
      Database database,
      ManualClock clock,
      FakeExecutor.Machine machine,
      Capacity capacity,
      List<AlertRule> rules) {
    var alerts = new AlertRules(new AlertStore(clock), rules);
    executor = new FakeExecutor("local", clock, machine);
    recorder = new Recorder(database, alerts, clock, ends::release);
    worker =
        new Worker(
            "server#" + Ids.next(clock),
            database,
            new Scheduler.Settings(
                "server", Map.of("local", executor), Map.of("local", capacity), LEASE, rules),
            clock,
            recorder);
    heartbeat = new Heartbeat(worker, database, LEASE, clock, alerts);
    reaper = new Reaper(worker, database, LEASE, clock);
  }

  /// Waits until so many more ends are recorded.
  void awaitEnds(int count) throws InterruptedException {
    if (!ends.tryAcquire(count, 20, TimeUnit.SECONDS)) {
      throw new AssertionError("%d ends were not recorded in 20 s".formatted(count));
    }
  }

  /// The attempt, once it is under way as far as this server is concerned.
  FakeAttempt placed(String run, int number) throws InterruptedException {
    var key = new TaskRunKey(run, "a");
    FakeAttempt attempt = executor.attempt(key, number);
    await(
        () ->
            worker.held().all().stream()
                .anyMatch(held -> held.key().equals(key) && held.handle() != null));
    return attempt;
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("that did not come in 20 s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /// Goes away as a process does that is killed: what it was told last is still recorded.
  @Override
  public void close() {
    recorder.close();
  }
}
