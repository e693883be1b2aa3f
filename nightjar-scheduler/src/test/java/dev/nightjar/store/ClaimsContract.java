package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

abstract class ClaimsContract extends StoreContract {
  ClaimsContract(TestDatabase database) {
    super(database);
  }

  private final Claims claims = new Claims();

  private static List<String> names(List<Claims.Claimed> claimed) {
    return claimed.stream().map(one -> one.run().workflow().name()).toList();
  }

  @Test
  void a_claim_starts_an_attempt_and_its_run() {
    String id = job(SampleWorkflow.named("a"));
    clock.advance(Duration.ofSeconds(1));
    Claims.Claimed claimed = claimOne("w1");
    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(claimed.run()).isEqualTo(find(id));
    assertThat(claimed.run().status().state()).isEqualTo(RunState.RUNNING);
    assertThat(claimed.run().status().started()).isEqualTo(clock.instant());
    assertThat(attempts(claimed.key()))
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.worker()).isEqualTo("w1");
              assertThat(attempt.outcome()).isNull();
            });
    assertThat(history(id)).containsExactly(">QUEUED", "QUEUED>RUNNING", "a:QUEUED>RUNNING");
    assertThat(claim("w2", 10)).isEmpty();
  }

  @Test
  void priority_goes_first_and_then_age_retries_included() {
    job(
        SampleWorkflow.named("retried")
            .retry(new Retry(3, Duration.ZERO, 1, Duration.ZERO, false)));
    end(claimOne("w"), "w", new Outcome.Failed("x", null));
    job(SampleWorkflow.named("low").priority(-1));
    job(SampleWorkflow.named("old"));
    job(SampleWorkflow.named("new"));
    job(SampleWorkflow.named("high").priority(7));
    assertThat(names(claim("w", 2))).containsExactly("high", "retried");
    assertThat(names(claim("w", 9))).containsExactly("old", "new", "low");
  }

  @Test
  void only_tasks_of_the_executor_are_claimed() {
    job(SampleWorkflow.named("yarn").executor("yarn"));
    job(SampleWorkflow.named("local"));
    assertThat(names(claim("w", 9))).containsExactly("local");
    assertThat(names(claim("w", new Claims.Room("yarn", 9, 0)))).containsExactly("yarn");
  }

  @Test
  void what_needs_more_memory_than_there_is_waits() {
    job(SampleWorkflow.named("large").memory(700));
    job(SampleWorkflow.named("half").memory(500));
    job(SampleWorkflow.named("other half").memory(500));
    job(SampleWorkflow.named("none"));
    job(SampleWorkflow.named("fourth").memory(100));
    assertThat(names(claim("w", new Claims.Room("local", 9, 600))))
        .containsExactly("half", "none", "fourth");
    assertThat(names(claim("w", new Claims.Room("local", 9, 700)))).containsExactly("large");
  }

  @Test
  void what_waited_a_minute_for_memory_is_not_overtaken_any_more() {
    job(SampleWorkflow.named("large").memory(700));
    job(SampleWorkflow.named("small").memory(100));
    job(SampleWorkflow.named("none"));
    job(SampleWorkflow.named("urgent").memory(100).priority(1));
    assertThat(waiting(600)).isEmpty();
    clock.advance(Duration.ofSeconds(61));
    var waiting = waiting(600);
    assertThat(waiting).isPresent();

    var room = new Claims.Room("local", 9, 600, waiting.get());
    assertThat(names(claim("w", room))).containsExactly("urgent", "none");
    assertThat(names(claim("w", new Claims.Room("local", 9, 750, waiting.get()))))
        .containsExactly("large");
    assertThat(waiting(600)).isEmpty();
    assertThat(names(claim("w", new Claims.Room("local", 9, 600)))).containsExactly("small");
  }

  private Optional<ClaimOrder.Place> waiting(long free) {
    return database.read(tx -> claims.waiting(tx, "local", free, 1_000, clock.instant()));
  }

  @Test
  void what_no_worker_of_this_size_can_run_and_what_waits_for_a_pool_hold_nobody_back() {
    database.change(tx -> pools.put(tx, "full", 0));
    job(SampleWorkflow.named("huge").memory(1_001));
    job(SampleWorkflow.named("pooled").memory(700).pool("full", 1));
    clock.advance(Duration.ofMinutes(2));
    assertThat(waiting(600)).isEmpty();
  }

  @Test
  void a_claim_that_gives_memory_away_keeps_the_rest_for_who_waited_long() {
    job(SampleWorkflow.named("first").memory(400).priority(1));
    job(SampleWorkflow.named("large").memory(700));
    job(SampleWorkflow.named("small").memory(100));
    clock.advance(Duration.ofMinutes(2));
    assertThat(names(claim("w", new Claims.Room("local", 9, 1_000)))).containsExactly("first");
  }

  @Test
  void a_pool_gives_as_many_slots_as_it_has() {
    database.change(tx -> pools.put(tx, "db", 3));
    for (int i = 0; i < 5; i++) {
      job(SampleWorkflow.named("p" + i).pool("db", i == 1 ? 3 : 1));
    }
    job(SampleWorkflow.named("free"));
    assertThat(names(claim("w", 1))).containsExactly("p0");
    var more = claim("w", 9);
    assertThat(names(more)).containsExactly("p2", "p3", "free");
    assertThat(database.<List<PoolStore.Pool>>read(tx -> pools.list(tx)))
        .containsExactly(new PoolStore.Pool("db", 3, 3));
    assertThat(claim("w", 9)).isEmpty();
    end(more.getFirst(), "w", new Outcome.Succeeded());
    assertThat(names(claim("w", 9))).containsExactly("p4");
  }

  @Test
  void a_full_or_missing_pool_holds_no_others_up() {
    database.change(tx -> pools.put(tx, "full", 0));
    database.change(tx -> pools.put(tx, "small", 1));
    for (int i = 0; i < 30; i++) {
      job(SampleWorkflow.named("full").pool("full", 1).priority(5));
      job(SampleWorkflow.named("missing").pool("missing", 1).priority(5));
      job(SampleWorkflow.named("wide").pool("small", 2).priority(5));
    }
    job(SampleWorkflow.named("free"));
    assertThat(names(claim("w", 10))).containsExactly("free");
    database.change(tx -> pools.put(tx, "missing", 2));
    assertThat(names(claim("w", 10))).containsExactly("missing", "missing");
  }

  @Test
  void a_retry_is_claimed_when_its_time_has_come() {
    job(
        SampleWorkflow.named("a")
            .retry(new Retry(1, Duration.ofMinutes(5), 1, Duration.ofHours(1), false)));
    var claimed = claimOne("w");
    end(claimed, "w", new Outcome.Failed("x", null));
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(claim("w", 1)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(claimOne("w").attempt()).isEqualTo(2);
    assertThat(taskState(claimed.key())).isEqualTo(TaskRunState.RUNNING);
  }

  @Test
  void a_run_of_many_tasks_starts_once() {
    String id = job(SampleWorkflow.named("a").tasks("a", "b", "c"));
    claim("w1", 2);
    claim("w2", 2);
    assertThat(history(id).stream().filter("QUEUED>RUNNING"::equals)).hasSize(1);
    assertThat(history(id)).hasSize(5);
  }

  @Test
  void workers_that_claim_at_once_run_each_task_once() throws Exception {
    database.change(tx -> pools.put(tx, "shared", 7));
    for (int i = 0; i < 120; i++) {
      job(i % 3 == 0 ? SampleWorkflow.named("p").pool("shared", 1) : SampleWorkflow.named("a"));
    }
    List<String> done = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> workers = new ArrayList<>();
      for (int worker = 0; worker < 6; worker++) {
        String name = "w" + worker;
        Callable<List<String>> work = () -> workUntilNothingIsLeft(name);
        workers.add(threads.submit(work));
      }
      for (Future<List<String>> worker : workers) {
        done.addAll(worker.get());
      }
    }
    assertThat(done).hasSize(120).doesNotHaveDuplicates();
    assertThat(count(RunFilter.inStates(Set.of(RunState.SUCCESS)))).isEqualTo(120);
  }

  private List<String> workUntilNothingIsLeft(String worker) {
    List<String> done = new ArrayList<>();
    var unfinished = RunFilter.inStates(Set.of(RunState.QUEUED, RunState.RUNNING));
    while (count(unfinished) > 0) {
      for (Claims.Claimed claimed : claim(worker, 3)) {
        assertThat(database.read(tx -> pools.list(tx)).getFirst().taken()).isLessThanOrEqualTo(7);
        done.add(claimed.run().id());
        end(claimed, worker, new Outcome.Succeeded());
      }
    }
    return done;
  }
}
