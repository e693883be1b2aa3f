package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.SampleWorkflow;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tasks that somebody has started at once.
abstract class StartsContract extends StoreContract {
  private final RunStarts starts = new RunStarts();

  StartsContract(TestDatabase database) {
    super(database);
  }

  private static Workflow chain() {
    return PlanningContract.workflow(
        PlanningContract.task("a", TriggerRule.ALL_SUCCESS),
        PlanningContract.task("b", TriggerRule.ALL_SUCCESS, "a"),
        PlanningContract.task("c", TriggerRule.ALL_SUCCESS, "b"));
  }

  private boolean start(String run, String task) {
    return database.write(tx -> starts.start(tx, run, task, "ada", clock.instant()));
  }

  private TaskRunState state(String run, String task) {
    return database
        .read(tx -> new TaskRunLists().find(tx, new TaskRunKey(run, task)))
        .orElseThrow()
        .standing()
        .state();
  }

  private void succeed(Claims.Claimed claimed) {
    end(claimed, "w", new Outcome.Succeeded());
  }

  @Test
  void a_task_starts_whatever_is_before_it_and_the_run_goes_on_as_it_would() {
    String run = job(chain(), null);
    assertThat(start(run, "c")).isTrue();
    List<Claims.Claimed> claimed = claim("w", 9);
    assertThat(claimed).extracting(one -> one.key().task()).containsExactlyInAnyOrder("a", "c");
    claimed.forEach(this::succeed);
    assertThat(state(run, "c")).isEqualTo(TaskRunState.SUCCESS);
    assertThat(state(run)).isEqualTo(RunState.RUNNING);
    Claims.Claimed rest = claimOne("w");
    assertThat(rest.key().task()).isEqualTo("b");
    succeed(rest);
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
    assertThat(claim("w", 9)).isEmpty();
  }

  @Test
  void a_task_of_a_run_that_ended_runs_again_alone() {
    String run = job(chain(), null);
    for (int i = 0; i < 3; i++) {
      succeed(claimOne("w"));
    }
    assertThat(start(run, "b")).isTrue();
    assertThat(state(run)).isEqualTo(RunState.QUEUED);
    Claims.Claimed again = claimOne("w");
    assertThat(again.key().task()).isEqualTo("b");
    assertThat(again.attempt()).isEqualTo(2);
    succeed(again);
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
    assertThat(claim("w", 9)).isEmpty();
  }

  @Test
  void one_that_is_queued_is_left_alone_and_one_that_runs_is_refused() {
    String run = job(chain(), null);
    assertThat(start(run, "a")).isTrue();
    assertThat(claimOne("w").attempt()).isEqualTo(1);
    assertThatThrownBy(() -> start(run, "a"))
        .isInstanceOf(StoreException.Busy.class)
        .hasMessage("task a runs already");
    assertThat(start(run, "none")).isFalse();
    assertThat(start("none", "a")).isFalse();
  }

  @Test
  void a_run_that_may_not_begin_is_not_begun_by_it() {
    String run = runOf(workflow(SampleWorkflow.named("a")), true);
    assertThatThrownBy(() -> start(run, "a"))
        .isInstanceOf(StoreException.Busy.class)
        .hasMessageContaining("has to wait: its workflow is paused, or has as many runs");
    assertThat(claim("w", 9)).isEmpty();
  }
}
