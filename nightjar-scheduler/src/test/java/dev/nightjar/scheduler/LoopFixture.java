package dev.nightjar.scheduler;

import dev.nightjar.executor.FakeExecutor;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.Database;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.TestDatabase;
import dev.nightjar.testkit.ManualClock;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/// An empty database, a clock that stands, and what people do.
abstract class LoopFixture {
  private static final AtomicInteger TESTS = new AtomicInteger();

  final ManualClock clock = ManualClock.at("2027-01-01T00:10:00Z");
  final FakeExecutor.Machine machine = new FakeExecutor.Machine();
  final Database database;
  final Jobs jobs;
  final Definitions definitions;
  private final Scheduler idle;

  LoopFixture(TestDatabase kind) {
    database = kind.empty();
    // ids grow from test to test, so their time must
    clock.advance(Duration.ofDays(TESTS.incrementAndGet()));
    var settings = new Scheduler.Settings("idle", Map.of(), Map.of(), Lease.DEFAULT, List.of());
    idle = new Scheduler(database, settings, clock);
    jobs = new Jobs(database, idle, clock);
    definitions = new Definitions(database, idle, clock);
  }

  @AfterEach
  final void closeIdle() {
    idle.close();
  }

  final String job(SampleWorkflow sample) {
    clock.advance(Duration.ofMillis(1));
    return jobs.submit(sample.make(), "snapshot", null, "ada");
  }

  final String definition(String schedule, Misfire misfire, Overlap overlap) {
    var timetable =
        new Timetable(
            Schedule.parse(schedule), ZoneOffset.UTC, null, null, Duration.ZERO, misfire, overlap);
    return definitions.create(
        SampleWorkflow.named("scheduled").make(), "snapshot", timetable, false, "ada");
  }

  final Run run(String id) {
    return database.read(tx -> new RunStore().find(tx, id)).orElseThrow();
  }

  final RunState state(String id) {
    return run(id).status().state();
  }

  /// The runs of a workflow, oldest first.
  final List<Run> runs(String workflow) {
    List<Run> newest =
        database.read(
            tx -> new RunLists().newest(tx, RunFilter.ofWorkflow(workflow), null, 10_000));
    return newest.reversed();
  }
}
