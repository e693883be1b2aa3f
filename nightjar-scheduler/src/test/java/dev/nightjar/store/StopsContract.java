package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class StopsContract extends StoreContract {
  StopsContract(TestDatabase database) {
    super(database);
  }

  @Test
  void a_queued_run_is_stopped_at_once() {
    String id = job(SampleWorkflow.named("a"));
    assertThat(stop(id)).isTrue();
    assertThat(state(id)).isEqualTo(RunState.STOPPED);
    assertThat(find(id).status().message()).isEqualTo("Enough.");
    assertThat(find(id).status().ended()).isEqualTo(clock.instant());
    assertThat(history(id)).containsExactly(">QUEUED", "a:QUEUED>STOPPED", "QUEUED>STOPPED");
    assertThat(claim("w", 1)).isEmpty();
    assertThat(stop(id)).isFalse();
    assertThat(count(RunFilter.ALL)).isEqualTo(1);
  }

  @Test
  void a_running_one_is_asked_and_ends_as_it_does() {
    for (Outcome outcome :
        List.of(
            new Outcome.Stopped("Enough."),
            new Outcome.Succeeded(),
            new Outcome.Failed("KeyboardInterrupt", null),
            new Outcome.Lost("gone"),
            new Outcome.TimedOut(Duration.ofSeconds(1)))) {
      String id =
          job(SampleWorkflow.named("a").retry(new Retry(9, Duration.ZERO, 1, Duration.ZERO, true)));
      var claimed = claimOne("w");
      assertThat(stop(id)).isTrue();
      assertThat(state(id)).isEqualTo(RunState.STOPPING);
      List<TaskRunStore.Held> held = database.read(tx -> taskRuns.heldBy(tx, "w"));
      assertThat(held)
          .singleElement()
          .extracting(TaskRunStore.Held::stopReason)
          .isEqualTo("Enough.");
      assertThat(end(claimed, "w", outcome)).hasSize(1);
      RunState expected =
          switch (outcome) {
            case Outcome.Succeeded _, Outcome.Reused _ -> RunState.SUCCESS;
            case Outcome.Failed _, Outcome.TimedOut _ -> RunState.FAILED;
            case Outcome.Skipped _ -> RunState.SUCCESS;
            case Outcome.Stopped _, Outcome.Lost _, Outcome.Rescheduled _, Outcome.Deferred _ ->
                RunState.STOPPED;
          };
      assertThat(state(id)).isEqualTo(expected);
      assertThat(history(id))
          .endsWith(
              "a:RUNNING>STOPPING",
              "RUNNING>STOPPING",
              "a:STOPPING>" + expected,
              "STOPPING>" + expected);
    }
  }

  @Test
  void asking_twice_is_asking_once() {
    String id = job(SampleWorkflow.named("a"));
    claimOne("w");
    stop(id);
    List<String> before = history(id);
    assertThat(stop(id)).isTrue();
    assertThat(history(id)).isEqualTo(before);
  }

  @Test
  void one_that_waits_for_its_retry_is_stopped_at_once() {
    String id =
        job(
            SampleWorkflow.named("a")
                .retry(new Retry(1, Duration.ofDays(1), 1, Duration.ofDays(1), false)));
    end(claimOne("w"), "w", new Outcome.Failed("x", null));
    assertThat(stop(id)).isTrue();
    assertThat(state(id)).isEqualTo(RunState.STOPPED);
    assertThat(history(id)).endsWith("a:UP_FOR_RETRY>STOPPED", "RUNNING>STOPPED");
  }

  @Test
  void of_many_tasks_some_stop_at_once_and_others_later() {
    String id = job(SampleWorkflow.named("a").tasks("a", "b"));
    var first = claimOne("w");
    stop(id);
    assertThat(taskState(new TaskRunKey(id, first.key().task().equals("a") ? "b" : "a")))
        .isEqualTo(TaskRunState.STOPPED);
    assertThat(state(id)).isEqualTo(RunState.STOPPING);
    end(first, "w", new Outcome.Succeeded());
    assertThat(state(id)).isEqualTo(RunState.STOPPED);
  }

  @Test
  void what_is_not_there_or_ended_is_not_stopped() {
    assertThat(stop("none")).isFalse();
    String id = job(SampleWorkflow.named("a"));
    end(claimOne("w"), "w", new Outcome.Succeeded());
    assertThat(stop(id)).isFalse();
    assertThat(state(id)).isEqualTo(RunState.SUCCESS);
  }
}
