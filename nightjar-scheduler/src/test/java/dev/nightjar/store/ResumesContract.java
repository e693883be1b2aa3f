package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.SampleWorkflow;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A notebook that failed, and goes on where it stopped.
abstract class ResumesContract extends StoreContract {
  private final RunClears clears = new RunClears();

  ResumesContract(TestDatabase database) {
    super(database);
  }

  /// A run whose notebook `load` failed, so that the command `tell` could not start.
  private String failed() {
    String run =
        job(
            PlanningContract.workflow(
                PlanningContract.task(
                    "load",
                    SampleWorkflow.named("a").make().onlyTask().work(),
                    TriggerRule.ALL_SUCCESS,
                    Traits.NONE),
                PlanningContract.task("tell", TriggerRule.ALL_SUCCESS, "load")),
            null);
    Claims.Claimed first = claimOne("w");
    assertThat(first.ofTry().resumes()).isFalse();
    end(first, "w", new Outcome.Failed("no", null));
    return run;
  }

  private List<String> resume(String run, String task) {
    return database.write(tx -> clears.resume(tx, run, task, "ada", clock.instant()));
  }

  @Test
  void all_after_it_runs_again() {
    String run = failed();
    assertThat(resume(run, "load")).containsExactly("load", "tell");
    Claims.Claimed resumed = claimOne("w");
    assertThat(resumed.attempt()).isEqualTo(2);
    assertThat(resumed.ofTry().resumes()).isTrue();
    end(resumed, "w", new Outcome.Succeeded());
    assertThat(claimOne("w").ofTry().resumes()).isFalse();
  }

  @Test
  void it_is_resumed_until_it_is_cleared() {
    String run = failed();
    resume(run, "load");
    end(claimOne("w"), "w", new Outcome.Lost("the machine went away"));
    clock.advance(Duration.ofHours(1));
    Claims.Claimed again = claimOne("w");
    assertThat(again.attempt()).isEqualTo(3);
    assertThat(again.ofTry().resumes()).isTrue();
    var load = new RunClears.Selection(List.of("load"), false, false, false, false);
    database.write(tx -> clears.clear(tx, run, load, "ada", clock.instant()));
    end(again, "w", new Outcome.Stopped("cleared"));
    assertThat(claimOne("w").ofTry().resumes()).isFalse();
  }

  @Test
  void only_a_notebook_that_failed_can_be_resumed() {
    String run = failed();
    assertThat(resume(run, "nothing")).isEmpty();
    assertThatThrownBy(() -> resume(run, "tell"))
        .isInstanceOf(StoreException.Busy.class)
        .hasMessageContaining("only notebooks without a grid can");
    resume(run, "load");
    assertThatThrownBy(() -> resume(run, "load"))
        .isInstanceOf(StoreException.Busy.class)
        .hasMessage(
            "task load can't be resumed: it is %s, and only tasks that failed can."
                .formatted(TaskRunState.QUEUED));
  }
}
