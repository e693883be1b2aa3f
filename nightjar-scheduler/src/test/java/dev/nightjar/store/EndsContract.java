package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class EndsContract extends StoreContract {
  private static final Retry TWICE =
      new Retry(2, Duration.ofMinutes(1), 3, Duration.ofMinutes(2), false);

  EndsContract(TestDatabase database) {
    super(database);
  }

  @Test
  void success_ends_the_run() {
    String id = job(SampleWorkflow.named("a"));
    var claimed = claimOne("w");
    clock.advance(Duration.ofSeconds(3));
    List<Run> ended = end(claimed, "w", new Outcome.Succeeded());
    Run run = find(id);
    assertThat(ended).containsExactly(run);
    assertThat(run.status().state()).isEqualTo(RunState.SUCCESS);
    assertThat(run.status().message()).isNull();
    assertThat(run.status().ended()).isEqualTo(clock.instant());
    assertThat(run.status().updated()).isEqualTo(clock.instant());
    assertThat(attempts(claimed.key()).getFirst().outcome()).isEqualTo(new Outcome.Succeeded());
    assertThat(attempts(claimed.key()).getFirst().endedAt()).isEqualTo(clock.instant());
    assertThat(history(id))
        .containsExactly(
            ">QUEUED",
            "QUEUED>RUNNING",
            "a:QUEUED>RUNNING",
            "a:RUNNING>SUCCESS",
            "RUNNING>SUCCESS");
  }

  @Test
  void what_an_attempt_left_is_kept_and_only_that_of_the_last_counts() {
    String id = job(SampleWorkflow.named("a").retry(TWICE));
    var log = new Artifact(Artifact.Kind.LOG, "txt", "log.txt", 5);
    var page = new Artifact(Artifact.Kind.OUTPUT, "html", "größe/ä.html", 1L << 40);
    var first = claimOne("w");
    end(new AttemptEnds.Ended(first.key(), 1, "w", new Outcome.Failed("x", "trace"), List.of(log)));
    clock.advance(Duration.ofMinutes(1));
    assertThat(artifacts(id)).containsExactly(log);
    claimOne("w");
    assertThat(artifacts(id)).isEmpty();
    end(new AttemptEnds.Ended(first.key(), 2, "w", new Outcome.Succeeded(), List.of(page, log)));
    assertThat(artifacts(id)).containsExactly(page, log);
    assertThat(attempts(first.key()))
        .extracting(one -> one.outcome())
        .containsExactly(new Outcome.Failed("x", "trace"), new Outcome.Succeeded());
  }

  private List<Artifact> artifacts(String id) {
    Map<String, List<AttemptStore.Left>> byRun =
        database.read(tx -> attempts.artifacts(tx, List.of(id, "none")));
    return byRun.getOrDefault(id, List.of()).stream().map(AttemptStore.Left::artifact).toList();
  }

  @Test
  void a_failure_is_tried_again_as_often_as_said() {
    String id = job(SampleWorkflow.named("a").retry(TWICE));
    var key = new TaskRunKey(id, "a");
    for (Duration wait : List.of(Duration.ofMinutes(1), Duration.ofMinutes(2))) {
      assertThat(end(claimOne("w"), "w", new Outcome.Failed("no", null))).isEmpty();
      assertThat(taskState(key)).isEqualTo(TaskRunState.UP_FOR_RETRY);
      assertThat(state(id)).isEqualTo(RunState.RUNNING);
      clock.advance(wait.minusMillis(1));
      assertThat(claim("w", 1)).isEmpty();
      clock.advance(Duration.ofMillis(1));
    }
    end(claimOne("w"), "w", new Outcome.Failed("no more", null));
    assertThat(state(id)).isEqualTo(RunState.FAILED);
    assertThat(find(id).status().message()).isEqualTo("no more");
    assertThat(history(id))
        .endsWith("a:UP_FOR_RETRY>RUNNING", "a:RUNNING>FAILED", "RUNNING>FAILED");
  }

  @Test
  void a_timeout_is_tried_again_only_if_it_says_so() {
    String never = job(SampleWorkflow.named("a").retry(TWICE));
    var limit = new Outcome.TimedOut(Duration.ofSeconds(90));
    var claimed = claimOne("w");
    end(claimed, "w", limit);
    assertThat(state(never)).isEqualTo(RunState.FAILED);
    assertThat(find(never).status().message()).isEqualTo("Stopped after its timeout of 1m30s.");
    assertThat(attempts(claimed.key()).getFirst().outcome()).isEqualTo(limit);
    String again =
        job(SampleWorkflow.named("a").retry(new Retry(1, Duration.ZERO, 1, Duration.ZERO, true)));
    end(claimOne("w"), "w", limit);
    assertThat(state(again)).isEqualTo(RunState.RUNNING);
    end(claimOne("w"), "w", limit);
    assertThat(state(again)).isEqualTo(RunState.FAILED);
  }

  @Test
  void a_loss_is_tried_again_though_failures_are_not_but_not_for_ever() {
    String id = job(SampleWorkflow.named("a"));
    for (int i = 1; i <= AfterAttempt.MOST_LOSSES; i++) {
      assertThat(end(claimOne("w"), "w", new Outcome.Lost("gone"))).isEmpty();
    }
    end(claimOne("w"), "w", new Outcome.Lost("gone again"));
    assertThat(state(id)).isEqualTo(RunState.FAILED);
    assertThat(attempts(new TaskRunKey(id, "a"))).hasSize(6);
    assertThat(attempts(new TaskRunKey(id, "a")).getLast().outcome())
        .isEqualTo(new Outcome.Lost("gone again"));
  }

  @Test
  void a_run_of_many_tasks_ends_with_the_last() {
    String id = job(SampleWorkflow.named("a").tasks("a", "b", "c"));
    var claimed = claim("w", 3);
    assertThat(end(claimed.get(0), "w", new Outcome.Failed("first", null))).isEmpty();
    assertThat(end(claimed.get(1), "w", new Outcome.Stopped("stopped"))).isEmpty();
    assertThat(end(claimed.get(2), "w", new Outcome.Succeeded())).hasSize(1);
    assertThat(state(id)).isEqualTo(RunState.FAILED);
    assertThat(find(id).status().message()).isEqualTo("first");
    assertThat(history(id)).last().isEqualTo("RUNNING>FAILED");
  }

  @Test
  void a_run_of_which_a_task_was_stopped_is_stopped() {
    String id = job(SampleWorkflow.named("a").tasks("a", "b"));
    var claimed = claim("w", 2);
    end(
        ended(claimed.get(0), "w", new Outcome.Stopped("by hand")),
        ended(claimed.get(1), "w", new Outcome.Succeeded()));
    assertThat(state(id)).isEqualTo(RunState.STOPPED);
    assertThat(history(id)).last().isEqualTo("RUNNING>STOPPED");
  }

  @Test
  void many_ends_are_recorded_at_once() {
    for (int i = 0; i < 70; i++) {
      job(SampleWorkflow.named("a").tasks("a", "b"));
    }
    var ends =
        claim("w", 200).stream()
            .map(one -> ended(one, "w", new Outcome.Succeeded()))
            .toArray(AttemptEnds.Ended[]::new);
    assertThat(end(ends))
        .hasSize(70)
        .extracting(run -> run.status().state())
        .containsOnly(RunState.SUCCESS);
    assertThat(end(ends)).isEmpty();
    assertThat(count(RunFilter.ALL)).isEqualTo(70);
  }

  private static AttemptEnds.Ended ended(Claims.Claimed one, String worker, Outcome outcome) {
    return new AttemptEnds.Ended(one.key(), one.attempt(), worker, outcome, List.of());
  }

  @Test
  void a_late_end_changes_nothing() {
    String id = job(SampleWorkflow.named("a"));
    var old = claimOne("old");
    end(old, "old", new Outcome.Lost("gone"));
    var current = claimOne("new");
    List<String> before = history(id);
    end(old, "old", new Outcome.Succeeded());
    end(ended(current, "old", new Outcome.Succeeded()));
    end(new AttemptEnds.Ended(old.key(), 1, "new", new Outcome.Succeeded(), List.of()));
    end(
        new AttemptEnds.Ended(
            new TaskRunKey("none", "a"), 1, "new", new Outcome.Succeeded(), List.of()));
    assertThat(history(id)).isEqualTo(before);
    assertThat(taskState(old.key())).isEqualTo(TaskRunState.RUNNING);
    assertThat(attempts(old.key()).getFirst().outcome()).isEqualTo(new Outcome.Lost("gone"));
    assertThat(end(current, "new", new Outcome.Succeeded())).hasSize(1);
    assertThat(end(current, "new", new Outcome.Failed("twice", null))).isEmpty();
    assertThat(state(id)).isEqualTo(RunState.SUCCESS);
  }
}
