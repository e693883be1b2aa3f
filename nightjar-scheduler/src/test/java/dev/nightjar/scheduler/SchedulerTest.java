package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.FakeExecutor;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Database;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.TestDatabase;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whole servers with their loops, by the real clock.
final class SchedulerTest {
  private final Database database = TestDatabase.POSTGRESQL.empty();
  private final Clock clock = Clock.systemUTC();
  private final FakeExecutor.Machine machine = new FakeExecutor.Machine();
  private final FakeExecutor executor = new FakeExecutor("local", clock, machine);

  private Scheduler server(String name, int attempts) {
    return new Scheduler(
        database,
        new Scheduler.Settings(
            name,
            Map.of("local", executor),
            Map.of("local", new Capacity(attempts, Long.MAX_VALUE)),
            Lease.DEFAULT,
            List.of()),
        clock);
  }

  private List<String> submit(Scheduler server, int count) {
    var jobs = new Jobs(database, server, clock);
    List<String> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(jobs.submit(SampleWorkflow.named("a").make(), "snapshot", null, "ada"));
    }
    return made;
  }

  private long unfinished() {
    var filter =
        RunFilter.inStates(EnumSet.of(RunState.QUEUED, RunState.RUNNING, RunState.STOPPING));
    return database.read(tx -> new RunLists().count(tx, filter));
  }

  private RunState state(String id) {
    return database.read(tx -> new RunStore().find(tx, id)).orElseThrow().status().state();
  }

  private void awaitAll(Scheduler server) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (unfinished() > 0 && System.nanoTime() < end) {
      server.alertsBell().await(Duration.ofMillis(100));
    }
    assertThat(unfinished()).isZero();
  }

  @Test
  void two_servers_share_the_work_and_run_each_job_once() throws InterruptedException {
    executor.scripted(_ -> Optional.of(Ending.of(new Outcome.Succeeded())));
    try (var one = server("one", 3);
        var two = server("two", 3)) {
      one.start();
      two.start();
      List<String> jobs = submit(one, 120);
      awaitAll(one);
      assertThat(executor.submitted())
          .extracting(AttemptOrder::taskRun)
          .extracting(TaskRunKey::run)
          .containsExactlyInAnyOrderElementsOf(jobs);
    }
  }

  @Test
  void a_drained_server_takes_nothing_on_and_ends_what_runs() throws InterruptedException {
    try (var server = server("one", 1)) {
      server.start();
      List<String> jobs = submit(server, 2);
      var attempt = executor.attempt(new TaskRunKey(jobs.getFirst(), "a"), 1);
      assertThat(server.drain(Duration.ofMillis(10))).isFalse();
      attempt.end(new Outcome.Succeeded());
      assertThat(server.drain(Duration.ofSeconds(20))).isTrue();
      assertThat(state(jobs.getFirst())).isEqualTo(RunState.SUCCESS);
      assertThat(state(jobs.getLast())).isEqualTo(RunState.QUEUED);
    }
  }

  @Test
  void a_server_that_starts_again_goes_on_with_what_it_left() throws InterruptedException {
    String job;
    try (var server = server("one", 1)) {
      server.start();
      job = submit(server, 1).getFirst();
      executor.attempt(new TaskRunKey(job, "a"), 1);
      TestServer.await(() -> state(job) == RunState.RUNNING);
    }
    try (var server = server("one", 1)) {
      server.start();
      executor.attempt(new TaskRunKey(job, "a"), 1).end(new Outcome.Succeeded());
      awaitAll(server);
    }
    assertThat(state(job)).isEqualTo(RunState.SUCCESS);
    assertThat(executor.submitted()).hasSize(1);
  }

  @Test
  void a_job_is_deleted_after_it_has_stopped() {
    try (var server = server("one", 1)) {
      server.start();
      String job = submit(server, 1).getFirst();
      TestServer.await(() -> state(job) == RunState.RUNNING);
      var jobs = new Jobs(database, server, clock);
      assertThat(jobs.delete(job, "ada", Duration.ofSeconds(20))).isPresent();
      assertThat(jobs.delete(job, "ada", Duration.ofSeconds(20))).isEmpty();
      Optional<?> gone = database.read(tx -> new RunStore().find(tx, job));
      assertThat(gone.isEmpty()).isTrue();
    }
  }
}
