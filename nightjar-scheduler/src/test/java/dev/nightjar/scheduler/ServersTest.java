package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.executor.FakeAttempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.store.Claims;
import dev.nightjar.store.Sql;
import dev.nightjar.store.TestDatabase;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Workers, heartbeats and reapers of servers that share a database.
final class ServersTest extends LoopFixture {
  private final TestServer one = new TestServer(database, clock, machine);
  private final TestServer two = new TestServer(database, clock, machine);

  ServersTest() {
    super(TestDatabase.POSTGRESQL);
  }

  private void passLease() {
    clock.advance(TestServer.LEASE.length().plus(TestServer.LEASE.margin()).plusMillis(1));
  }

  @Test
  void what_is_claimed_runs_and_ends() throws InterruptedException {
    String job = job(SampleWorkflow.named("a"));
    assertThat(one.worker.claim()).isEqualTo(1);
    assertThat(two.worker.claim()).isZero();
    FakeAttempt attempt = one.placed(job, 1);
    assertThat(attempt.order().snapshot()).isEqualTo("snapshot");
    attempt.end(new Outcome.Succeeded());
    one.awaitEnds(1);
    assertThat(state(job)).isEqualTo(RunState.SUCCESS);
    assertThat(one.worker.held().all()).isEmpty();
    assertThat(Sql.select(database, "SELECT external_id FROM attempt"))
        .containsExactly(attempt.externalId());
  }

  @Test
  void an_attempt_knows_its_lease_from_the_start() throws InterruptedException {
    String job = job(SampleWorkflow.named("a"));
    one.worker.claim();
    assertThat(one.placed(job, 1).lease())
        .contains(clock.instant().plus(TestServer.LEASE.length()));
  }

  @Test
  void a_worker_takes_no_more_than_its_capacity() throws InterruptedException {
    var small = new TestServer(database, clock, machine, new Capacity(2, 1000), List.of());
    for (int i = 0; i < 4; i++) {
      job(SampleWorkflow.named("a").memory(400));
    }
    String large = job(SampleWorkflow.named("large").memory(800));
    assertThat(small.worker.claim()).isEqualTo(2);
    assertThat(small.worker.claim()).isZero();
    small.executor.submitted();
    String first = small.worker.held().all().iterator().next().key().run();
    small.placed(first, 1).end(new Outcome.Succeeded());
    small.awaitEnds(1);
    assertThat(small.worker.claim()).isEqualTo(1);
    assertThat(state(large)).isEqualTo(RunState.QUEUED);
  }

  @Test
  void an_executor_that_fails_is_a_failure_of_the_attempt() throws InterruptedException {
    one.executor.scripted(
        _ -> {
          throw new IllegalStateException("no room on the disk");
        });
    String job = job(SampleWorkflow.named("a"));
    one.worker.claim();
    one.awaitEnds(1);
    assertThat(run(job).status().message()).isEqualTo("The executor failed: no room on the disk");
  }

  @Test
  void a_stop_reaches_the_attempt_with_its_reason() throws InterruptedException {
    String job = job(SampleWorkflow.named("a"));
    one.worker.claim();
    FakeAttempt attempt = one.placed(job, 1);
    jobs.stop(job, "ada", "Too dear.");
    one.heartbeat.beat();
    assertThat(attempt.stopRequest().reason()).isEqualTo("Too dear.");
    one.awaitEnds(1);
    assertThat(state(job)).isEqualTo(RunState.STOPPED);
  }

  @Test
  void a_lease_that_is_renewed_is_not_taken_over() throws InterruptedException {
    String job = job(SampleWorkflow.named("a"));
    one.worker.claim();
    FakeAttempt attempt = one.placed(job, 1);
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofSeconds(20));
      one.heartbeat.beat();
      two.reaper.reap();
      assertThat(attempt.lease()).contains(clock.instant().plus(TestServer.LEASE.length()));
    }
    assertThat(two.worker.held().all()).isEmpty();
  }

  @Test
  void another_server_goes_on_with_an_attempt_it_can_reach() throws InterruptedException {
    String job = job(SampleWorkflow.named("a"));
    one.worker.claim();
    FakeAttempt attempt = one.placed(job, 1);
    passLease();
    two.reaper.reap();
    two.placed(job, 1);
    one.heartbeat.beat();
    assertThat(attempt.stopRequest().reason()).isEqualTo("Another worker has it now.");
    two.awaitEnds(1);
    assertThat(state(job)).isEqualTo(RunState.STOPPED);
  }

  @Test
  void what_cannot_be_reached_is_lost_and_tried_again() throws InterruptedException {
    String job = job(SampleWorkflow.named("a"));
    one.worker.claim();
    FakeAttempt old = one.placed(job, 1);
    one.executor.forget(new TaskRunKey(job, "a"), 1);
    passLease();
    two.reaper.reap();
    two.awaitEnds(1);
    assertThat(two.worker.claim()).isEqualTo(1);
    old.end(new Outcome.Failed("too late", null));
    one.awaitEnds(1);
    assertThat(state(job)).isEqualTo(RunState.RUNNING);
    two.placed(job, 2).end(new Outcome.Succeeded());
    two.awaitEnds(1);
    assertThat(state(job)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void a_restarted_server_takes_its_own_over_at_once() throws InterruptedException {
    String job = job(SampleWorkflow.named("a"));
    one.worker.claim();
    FakeAttempt attempt = one.placed(job, 1);
    one.close();
    two.reaper.takeOverFromEarlier("server#");
    two.placed(job, 1);
    attempt.end(new Outcome.Succeeded());
    two.awaitEnds(1);
    assertThat(state(job)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void a_claim_that_the_worker_did_not_hear_of_is_found() throws InterruptedException {
    String job = job(SampleWorkflow.named("a"));
    var room = new Claims.Room("local", 1, 0);
    database.write(
        tx ->
            new Claims()
                .claim(
                    tx, one.worker.name(), room, clock.instant(), clock.instant().plusSeconds(9)));
    one.heartbeat.beat();
    one.awaitEnds(1);
    one.worker.claim();
    one.placed(job, 2).end(new Outcome.Succeeded());
    one.awaitEnds(1);
    assertThat(state(job)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void one_that_takes_long_is_told_of_once_and_its_end_as_well() throws InterruptedException {
    var rule =
        SampleWorkflow.named("a")
            .limits(new Limits(null, Duration.ofMinutes(1), null))
            .alert("x", AlertRule.On.TOO_LONG, AlertRule.On.SUCCESS, AlertRule.On.FAILURE);
    String job = job(rule);
    one.worker.claim();
    FakeAttempt attempt = one.placed(job, 1);
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofSeconds(25));
      one.heartbeat.beat();
    }
    attempt.end(new Outcome.Succeeded());
    one.awaitEnds(1);
    assertThat(Sql.select(database, "SELECT kind FROM alert ORDER BY created_at, id"))
        .containsExactly("TOO_LONG", "SUCCESS");
  }

  @Test
  void a_success_after_a_failure_is_a_recovery() throws InterruptedException {
    var rules = List.of(new AlertRule(java.util.Set.of(AlertRule.On.RECOVERY), "all"));
    var server = new TestServer(database, clock, machine, new Capacity(1, Long.MAX_VALUE), rules);
    String workflow = definition("@yearly", Misfire.SKIP, Overlap.ALLOW);
    for (Outcome outcome :
        List.of(
            new Outcome.Succeeded(),
            new Outcome.Failed("x", null),
            new Outcome.Succeeded(),
            new Outcome.Succeeded())) {
      clock.advance(Duration.ofSeconds(1));
      String run = jobs.run(workflow, null, null, "ada").orElseThrow();
      server.worker.claim();
      server.placed(run, 1).end(outcome);
      server.awaitEnds(1);
    }
    assertThat(Sql.select(database, "SELECT kind FROM alert")).containsExactly("RECOVERY");
  }

  @Test
  void many_tickers_make_each_run_once() throws Exception {
    List<String> workflows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      workflows.add(
          definition("* * * * *", Misfire.RUN_ALL, i % 2 == 0 ? Overlap.ALLOW : Overlap.QUEUE));
    }
    clock.advance(Duration.ofMinutes(2));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Duration>> ticks = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ticks.add(threads.submit(() -> new Ticker(database, clock, () -> {}).tick()));
      }
      for (var tick : ticks) {
        tick.get();
      }
    }
    workflows.forEach(workflow -> assertThat(runs(workflow)).hasSize(2));
  }

  @Test
  void an_end_that_the_database_refuses_becomes_a_failure() throws InterruptedException {
    String poison = job(SampleWorkflow.named("a").retry(Retry.NONE));
    String job = job(SampleWorkflow.named("b"));
    var artifact =
        new dev.nightjar.run.Artifact(dev.nightjar.run.Artifact.Kind.FILE, "x".repeat(300), "p", 1);
    one.executor.scripted(
        order ->
            Optional.of(
                order.taskRun().run().equals(poison)
                    ? new dev.nightjar.executor.Ending(new Outcome.Succeeded(), List.of(artifact))
                    : dev.nightjar.executor.Ending.of(new Outcome.Succeeded())));
    one.worker.claim();
    one.awaitEnds(2);
    assertThat(state(job)).isEqualTo(RunState.SUCCESS);
    assertThat(run(poison).status().message()).startsWith("Its end was not recorded: ");
    assertThat(state(poison)).isEqualTo(RunState.FAILED);
  }
}
