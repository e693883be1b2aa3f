package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Ids;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.SampleWorkflow;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Runs that wait for the one before them.
abstract class HeldRunsContract extends StoreContract {
  HeldRunsContract(TestDatabase database) {
    super(database);
  }

  private TaskRunState taskOf(String run) {
    return taskState(new TaskRunKey(run, "a"));
  }

  @Test
  void they_start_one_after_the_other() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("a"));
    runOf(stored, false);
    String second = runOf(stored, true);
    String third = runOf(stored, true);
    var claimed = claim("w", 5);
    assertThat(claimed).hasSize(1);
    end(claimed.getFirst(), "w", new Outcome.Failed("x", null));
    assertThat(taskOf(second)).isEqualTo(TaskRunState.QUEUED);
    assertThat(taskOf(third)).isEqualTo(TaskRunState.WAITING);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    assertThat(taskOf(third)).isEqualTo(TaskRunState.QUEUED);
    assertThat(history(third)).containsExactly(">QUEUED", "a:WAITING>QUEUED");
  }

  @Test
  void none_starts_while_another_still_goes_on() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("a"));
    runOf(stored, false);
    runOf(stored, false);
    String held = runOf(stored, true);
    var claimed = claim("w", 5);
    end(claimed.get(0), "w", new Outcome.Succeeded());
    assertThat(taskOf(held)).isEqualTo(TaskRunState.WAITING);
    end(claimed.get(1), "w", new Outcome.Succeeded());
    assertThat(taskOf(held)).isEqualTo(TaskRunState.QUEUED);
  }

  @Test
  void one_that_is_stopped_lets_no_other_start() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("a"));
    String running = runOf(stored, false);
    String second = runOf(stored, true);
    String third = runOf(stored, true);
    claimOne("w");
    stop(second);
    assertThat(state(second)).isEqualTo(RunState.STOPPED);
    assertThat(taskOf(third)).isEqualTo(TaskRunState.WAITING);
    stop(running);
    assertThat(taskOf(third)).isEqualTo(TaskRunState.WAITING);
  }

  @Test
  void one_is_released_by_a_stop_too() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("a"));
    String first = runOf(stored, false);
    String second = runOf(stored, true);
    stop(first);
    assertThat(taskOf(second)).isEqualTo(TaskRunState.QUEUED);
  }

  @Test
  void an_end_and_a_new_one_at_once_leave_none_behind() throws Exception {
    StoredWorkflow stored = workflow(SampleWorkflow.named("a"));
    for (int i = 0; i < 40; i++) {
      runOf(stored, false);
      var claimed = claimOne("w");
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> ending = threads.submit(() -> end(claimed, "w", new Outcome.Succeeded()));
        Future<String> making = threads.submit(() -> queue(stored));
        ending.get();
        String made = making.get();
        assertThat(taskOf(made)).isEqualTo(TaskRunState.QUEUED);
        end(claimOne("w"), "w", new Outcome.Succeeded());
        assertThat(state(made)).isEqualTo(RunState.SUCCESS);
      }
    }
  }

  /// As the ticker does.
  private String queue(StoredWorkflow stored) {
    String id = Ids.next(clock);
    database.change(
        tx -> {
          workflows.lock(tx, stored.id());
          List<String> active = lists.active(tx, stored.id());
          runs.insert(
              tx,
              new NewRun(
                  id,
                  stored.id(),
                  stored.version(),
                  stored.workflow(),
                  stored.workflow().parameters(),
                  manual(null),
                  !active.isEmpty(),
                  clock.instant()));
        });
    return id;
  }
}
