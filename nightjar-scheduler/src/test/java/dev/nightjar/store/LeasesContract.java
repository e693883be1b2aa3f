package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.run.Try;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class LeasesContract extends StoreContract {
  LeasesContract(TestDatabase database) {
    super(database);
  }

  private List<TaskRunStore.Held> late(String worker) {
    return database.read(tx -> taskRuns.leaseEndedBefore(tx, clock.instant(), worker, 10));
  }

  private List<TaskRunStore.Held> held(String worker) {
    return database.read(tx -> taskRuns.heldBy(tx, worker));
  }

  private boolean takeOver(TaskRunStore.Held held, String worker) {
    return database.write(tx -> taskRuns.takeOver(tx, held, worker, clock.instant().plus(LEASE)));
  }

  @Test
  void a_worker_finds_what_it_holds() {
    job(SampleWorkflow.named("a"));
    job(SampleWorkflow.named("b"));
    var claimed = claimOne("one");
    claimOne("other");
    database.change(
        tx -> taskRuns.place(tx, List.of(new TaskRunStore.Placed(claimed.key(), 1, "pid 7"))));
    assertThat(held("one"))
        .containsExactly(
            new TaskRunStore.Held(
                claimed.key(),
                1,
                new Try(1, false),
                "one",
                clock.instant().plus(LEASE),
                clock.instant(),
                "pid 7",
                null));
    Map<String, Integer> running = database.read(tx -> taskRuns.running(tx));
    assertThat(running).isEqualTo(Map.of("one", 1, "other", 1));
  }

  @Test
  void a_lease_that_is_renewed_does_not_end() {
    job(SampleWorkflow.named("a"));
    claimOne("one");
    clock.advance(LEASE);
    assertThat(late("two")).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(late("two")).hasSize(1);
    assertThat(late("one")).isEmpty();
    database.change(tx -> taskRuns.renew(tx, "one", clock.instant().plus(LEASE)));
    assertThat(late("two")).isEmpty();
  }

  @Test
  void one_takes_over_and_the_old_worker_can_end_nothing() {
    String id = job(SampleWorkflow.named("a"));
    var claimed = claimOne("one");
    clock.advance(LEASE.plusMillis(1));
    var left = late("two").getFirst();
    assertThat(takeOver(left, "two")).isTrue();
    assertThat(takeOver(left, "three")).isFalse();
    assertThat(end(claimed, "one", new Outcome.Succeeded())).isEmpty();
    assertThat(state(id)).isEqualTo(RunState.RUNNING);
    assertThat(held("two")).singleElement().extracting(TaskRunStore.Held::attempt).isEqualTo(1);
    assertThat(held("one")).isEmpty();
    end(claimed, "two", new Outcome.Succeeded());
    assertThat(state(id)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void what_was_renewed_or_ended_since_is_not_taken_over() {
    job(SampleWorkflow.named("a"));
    var claimed = claimOne("one");
    clock.advance(LEASE.plusMillis(1));
    var left = late("two").getFirst();
    database.change(tx -> taskRuns.renew(tx, "one", clock.instant().plus(LEASE)));
    assertThat(takeOver(left, "two")).isFalse();
    var renewed = held("one").getFirst();
    end(claimed, "one", new Outcome.Succeeded());
    assertThat(takeOver(renewed, "two")).isFalse();
  }

  @Test
  void an_earlier_process_of_a_server_is_known_by_its_name() {
    job(SampleWorkflow.named("a"));
    job(SampleWorkflow.named("b"));
    job(SampleWorkflow.named("c"));
    var mine = claimOne("srv#1");
    claimOne("srv#2");
    claimOne("srv2#1");
    List<TaskRunStore.Held> earlier =
        database.read(tx -> taskRuns.heldByEarlier(tx, "srv#", "srv#2"));
    assertThat(earlier).extracting(TaskRunStore.Held::key).containsExactly(mine.key());
  }
}
