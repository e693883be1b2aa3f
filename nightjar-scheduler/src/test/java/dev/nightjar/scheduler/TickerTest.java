package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.store.Sql;
import dev.nightjar.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class TickerTest extends LoopFixture {
  private final AtomicInteger made = new AtomicInteger();
  private final Ticker ticker = new Ticker(database, clock, made::incrementAndGet);

  TickerTest() {
    super(TestDatabase.SQLITE);
  }

  private List<Instant> times(String workflow) {
    return runs(workflow).stream().map(run -> run.cause().logicalTime()).toList();
  }

  private Instant hour(int plus) {
    return clock.instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(plus));
  }

  private List<String> skips() {
    return Sql.select(database, "SELECT reason FROM event WHERE to_state = 'SKIPPED' ORDER BY id");
  }

  @Test
  void a_run_is_made_when_it_is_due_and_once_only() {
    String workflow = definition("0 * * * *", Misfire.SKIP, Overlap.ALLOW);
    Instant due = hour(1);
    assertThat(ticker.tick()).isEqualTo(Duration.ofSeconds(5));
    clock.advance(Duration.between(clock.instant(), due).minusMillis(1));
    assertThat(ticker.tick()).isEqualTo(Duration.ofMillis(1));
    assertThat(runs(workflow)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    ticker.tick();
    ticker.tick();
    assertThat(times(workflow)).containsExactly(due);
    assertThat(runs(workflow).getFirst().cause().trigger()).isEqualTo(Run.Trigger.SCHEDULE);
    assertThat(made.get()).isEqualTo(1);
  }

  @Test
  void a_paused_one_makes_none_and_goes_on_from_when_it_is_resumed() {
    String workflow = definition("0 * * * *", Misfire.RUN_ALL, Overlap.ALLOW);
    definitions.change(workflow, Definitions.Change.paused(true), "ada");
    clock.advance(Duration.ofHours(3));
    ticker.tick();
    definitions.change(workflow, Definitions.Change.paused(false), "ada");
    ticker.tick();
    assertThat(runs(workflow)).isEmpty();
    clock.advance(Duration.ofHours(1));
    ticker.tick();
    assertThat(times(workflow)).containsExactly(hour(0));
  }

  @Test
  void a_time_that_has_a_run_gets_no_second_one() {
    String workflow = definition("0 * * * *", Misfire.SKIP, Overlap.ALLOW);
    clock.advance(Duration.between(clock.instant(), hour(1)));
    ticker.tick();
    Sql.execute(
        database,
        "UPDATE schedule SET due_at = ?, fire_at = due_at",
        clock.instant().toEpochMilli());
    Sql.execute(database, "UPDATE schedule SET fire_at = due_at");
    ticker.tick();
    assertThat(times(workflow)).hasSize(1);
  }

  @Test
  void one_that_cannot_be_run_holds_no_others_up() {
    String broken = definition("0 * * * *", Misfire.SKIP, Overlap.ALLOW);
    String whole = definition("0 * * * *", Misfire.SKIP, Overlap.ALLOW);
    Sql.execute(
        database, "UPDATE schedule SET timezone = 'No/Where' WHERE workflow_id = ?", broken);
    clock.advance(Duration.between(clock.instant(), hour(1)));
    ticker.tick();
    assertThat(times(whole)).hasSize(1);
    Sql.execute(database, "UPDATE schedule SET timezone = NULL");
    clock.advance(Duration.ofMinutes(1));
    ticker.tick();
    assertThat(times(broken)).hasSize(1);
  }

  @Nested
  class WhenNoServerRanForFiveHours {
    private String after(Misfire misfire) {
      String workflow = definition("0 * * * *", misfire, Overlap.ALLOW);
      clock.advance(Duration.between(clock.instant(), hour(5)).plusSeconds(61));
      ticker.tick();
      return workflow;
    }

    @Test
    void nothing_runs_if_missed_times_are_skipped() {
      assertThat(times(after(Misfire.SKIP))).isEmpty();
      assertThat(skips()).containsExactly("5 times were missed");
    }

    @Test
    void the_newest_runs_if_one_is_to_run() {
      assertThat(times(after(Misfire.RUN_ONCE))).containsExactly(hour(0));
      assertThat(skips()).containsExactly("4 times were missed");
    }

    @Test
    void all_run_if_all_are_to_run() {
      assertThat(times(after(Misfire.RUN_ALL)))
          .containsExactly(hour(-4), hour(-3), hour(-2), hour(-1), hour(0));
      assertThat(skips()).isEmpty();
    }

    @Test
    void very_many_are_made_bit_by_bit() {
      String workflow = definition("* * * * *", Misfire.RUN_ALL, Overlap.ALLOW);
      clock.advance(Duration.ofMinutes(450));
      ticker.tick();
      ticker.tick();
      ticker.tick();
      assertThat(times(workflow)).hasSize(450).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void what_is_only_late_runs_all_the_same() {
      String workflow = definition("0 * * * *", Misfire.SKIP, Overlap.ALLOW);
      clock.advance(Duration.between(clock.instant(), hour(1)).plusSeconds(59));
      ticker.tick();
      assertThat(times(workflow)).hasSize(1);
    }
  }

  @Nested
  class WhenTheRunBeforeStillGoesOn {
    private final TestServer server = new TestServer(database, clock, machine);

    private List<Run> twice(Overlap overlap) throws InterruptedException {
      String workflow = definition("0 * * * *", Misfire.SKIP, overlap);
      clock.advance(Duration.between(clock.instant(), hour(1)));
      ticker.tick();
      server.worker.claim();
      server.placed(runs(workflow).getFirst().id(), 1);
      clock.advance(Duration.ofHours(1));
      ticker.tick();
      server.worker.claim();
      return runs(workflow);
    }

    @Test
    void another_starts_if_they_may_overlap() throws InterruptedException {
      assertThat(twice(Overlap.ALLOW))
          .extracting(run -> run.status().state())
          .containsExactly(RunState.RUNNING, RunState.RUNNING);
    }

    @Test
    void there_is_no_other_if_it_is_skipped() throws InterruptedException {
      List<Run> runs = twice(Overlap.SKIP);
      assertThat(runs).hasSize(1);
      assertThat(skips())
          .containsExactly(
              "run %s is still going at %s".formatted(runs.getFirst().id(), clock.instant()));
    }

    @Test
    void the_other_waits_if_it_is_queued() throws InterruptedException {
      List<Run> runs = twice(Overlap.QUEUE);
      assertThat(state(runs.getLast().id())).isEqualTo(RunState.QUEUED);
      server.placed(runs.getFirst().id(), 1).end(new Outcome.Succeeded());
      server.awaitEnds(1);
      server.worker.claim();
      assertThat(state(runs.getLast().id())).isEqualTo(RunState.RUNNING);
    }

    @Test
    void the_other_starts_when_it_has_stopped_if_it_is_replaced() throws InterruptedException {
      List<Run> runs = twice(Overlap.REPLACE);
      assertThat(runs)
          .extracting(run -> run.status().state())
          .containsExactly(RunState.STOPPING, RunState.QUEUED);
      server.heartbeat.beat();
      server.awaitEnds(1);
      server.worker.claim();
      assertThat(runs)
          .extracting(run -> state(run.id()))
          .containsExactly(RunState.STOPPED, RunState.RUNNING);
    }
  }
}
