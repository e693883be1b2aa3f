package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.RandomWorkflow;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.SampleWorkflow;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Tasks and runs that somebody clears, or says the end of.
abstract class EditsContract extends StoreContract {
  /// More of them by `-Dnightjar.random-workflows=10000`.
  private static final int RANDOM = Integer.getInteger("nightjar.random-workflows", 100);

  private final RunClears clears = new RunClears();
  private final RunVerdicts verdicts = new RunVerdicts();

  EditsContract(TestDatabase database) {
    super(database);
  }

  private static Workflow workflow(Task... tasks) {
    return new Workflow("w", List.of(), Map.of(), List.of(tasks), List.of());
  }

  private static Workflow chain() {
    return workflow(
        PlanningContract.task("a", TriggerRule.ALL_SUCCESS),
        PlanningContract.task("b", TriggerRule.ALL_SUCCESS, "a"),
        PlanningContract.task("c", TriggerRule.ALL_SUCCESS, "b"));
  }

  private static RunClears.Selection only(String... tasks) {
    return new RunClears.Selection(List.of(tasks), false, false, false, false);
  }

  private List<String> clear(String run, RunClears.Selection selection) {
    return database.write(tx -> clears.clear(tx, run, selection, "ada", clock.instant()));
  }

  private List<String> mark(String run, TaskRunState state, String... tasks) {
    return database.write(
        tx -> verdicts.tasks(tx, run, only(tasks), state, "ada", clock.instant()));
  }

  private Map<String, TaskRunState> states(String run) {
    Map<String, TaskRunState> states = new TreeMap<>();
    database
        .read(tx -> new TaskRunLists().ofRun(tx, run))
        .forEach(row -> states.put(row.key().task(), row.standing().state()));
    return states;
  }

  private StoredTaskRun row(String run, String task) {
    return database
        .read(tx -> new TaskRunLists().find(tx, new TaskRunKey(run, task)))
        .orElseThrow();
  }

  private List<Run> end(Claims.Claimed claimed, Outcome outcome, String... skips) {
    return end(
        new AttemptEnds.Ended(
            claimed.key(),
            claimed.attempt(),
            "w",
            outcome,
            List.of(),
            new Report(
                List.of(new Report.Value(Report.Value.RETURNED, "1", null)),
                null,
                List.of(skips))));
  }

  /// Has all that can run succeed, one after the other.
  private void succeedAll() {
    for (var claimed = claim("w", 1); !claimed.isEmpty(); claimed = claim("w", 1)) {
      end(claimed.getFirst(), new Outcome.Succeeded());
    }
  }

  @Test
  void a_run_that_ended_goes_on_where_it_is_cleared() {
    String run = job(chain(), null);
    end(claimOne("w"), new Outcome.Succeeded());
    end(claimOne("w"), new Outcome.Failed("no", null));
    assertThat(state(run)).isEqualTo(RunState.FAILED);
    assertThat(clear(run, new RunClears.Selection(List.of(), false, false, true, false)))
        .containsExactly("b", "c");
    assertThat(state(run)).isEqualTo(RunState.QUEUED);
    assertThat(find(run).status().ended()).isNull();
    assertThat(find(run).status().message()).isNull();
    assertThat(count(RunFilter.ALL)).isEqualTo(1);
    var again = claimOne("w");
    assertThat(again.key().task()).isEqualTo("b");
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(state(run)).isEqualTo(RunState.RUNNING);
    end(again, new Outcome.Succeeded());
    succeedAll();
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
    assertThat(count(RunFilter.inStates(Set.of(RunState.FAILED)))).isZero();
    assertThat(count(RunFilter.inStates(Set.of(RunState.SUCCESS)))).isEqualTo(1);
    assertThat(history(run))
        .contains("FAILED>QUEUED", "b:FAILED>WAITING", "c:UPSTREAM_FAILED>WAITING");
  }

  @Test
  void tasks_are_cleared_with_those_before_and_after_them() {
    String run = job(chain(), null);
    succeedAll();
    assertThat(database.<List<String>>read(tx -> clears.find(tx, run, only("b"))))
        .containsExactly("b");
    var before = new RunClears.Selection(List.of("b"), true, false, false, false);
    assertThat(database.<List<String>>read(tx -> clears.find(tx, run, before)))
        .containsExactly("a", "b");
    var after = new RunClears.Selection(List.of("b"), false, true, false, false);
    assertThat(clear(run, after)).containsExactly("b", "c");
    assertThat(clear(run, only("none"))).isEmpty();
    assertThat(clear("none", RunClears.Selection.ALL)).isEmpty();
    assertThat(states(run))
        .containsEntry("a", TaskRunState.SUCCESS)
        .containsEntry("b", TaskRunState.QUEUED)
        .containsEntry("c", TaskRunState.WAITING);
    assertThat(database.<List<ValueStore.Left>>read(tx -> new ValueStore().ofRun(tx, run)))
        .extracting(left -> left.taskRun().task())
        .containsExactly("a");
  }

  @Test
  void tries_start_anew_and_the_numbers_of_attempts_go_on() {
    String run =
        job(SampleWorkflow.named("w").retry(new Retry(1, Duration.ZERO, 1, Duration.ZERO, false)));
    end(claimOne("w"), new Outcome.Failed("1", null));
    end(claimOne("w"), new Outcome.Failed("2", null));
    assertThat(state(run)).isEqualTo(RunState.FAILED);
    assertThat(row(run, "a").tries()).isEqualTo(new StoredTaskRun.Tries(2, 0, 2));
    clear(run, RunClears.Selection.ALL);
    assertThat(row(run, "a").tries()).isEqualTo(new StoredTaskRun.Tries(2, 2, 2));
    end(claimOne("w"), new Outcome.Failed("3", null));
    assertThat(state(run)).isEqualTo(RunState.RUNNING);
    end(claimOne("w"), new Outcome.Succeeded());
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
    assertThat(row(run, "a").tries()).isEqualTo(new StoredTaskRun.Tries(4, 2, 4));
  }

  @Test
  void a_running_task_is_stopped_before_it_runs_again() {
    String run = job(chain(), null);
    var first = claimOne("w");
    clear(run, only("a"));
    assertThat(row(run, "a").standing().state()).isEqualTo(TaskRunState.STOPPING);
    assertThat(row(run, "a").standing().then()).isEqualTo(TaskRunState.WAITING);
    assertThat(state(run)).isEqualTo(RunState.RUNNING);
    assertThat(database.<List<TaskRunStore.Held>>read(tx -> taskRuns.heldBy(tx, "w")))
        .singleElement()
        .extracting(TaskRunStore.Held::stopReason)
        .isEqualTo("cleared by ada");
    assertThat(claim("w", 1)).isEmpty();
    end(first, new Outcome.Stopped("cleared by ada"));
    assertThat(database.<List<ValueStore.Left>>read(tx -> new ValueStore().ofRun(tx, run)))
        .isEmpty();
    var again = claimOne("w");
    assertThat(again.key().task()).isEqualTo("a");
    assertThat(again.attempt()).isEqualTo(2);
    end(again, new Outcome.Succeeded());
    succeedAll();
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void a_cleared_task_that_is_stopped_with_its_run_does_not_wait_again() {
    String run = job(chain(), null);
    var first = claimOne("w");
    clear(run, only("a"));
    stop(run);
    assertThat(state(run)).isEqualTo(RunState.STOPPING);
    assertThatThrownBy(() -> clear(run, only("a")))
        .isInstanceOf(StoreException.Busy.class)
        .hasMessageContaining("is being stopped");
    end(first, new Outcome.Stopped("Enough."));
    assertThat(state(run)).isEqualTo(RunState.STOPPED);
    clear(run, RunClears.Selection.ALL);
    succeedAll();
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void what_a_branch_left_out_is_left_out_again_unless_the_branch_is_cleared_too() {
    String run =
        job(
            workflow(
                PlanningContract.task("branch", TriggerRule.ALL_SUCCESS),
                PlanningContract.task("left", TriggerRule.ALL_SUCCESS, "branch"),
                PlanningContract.task("right", TriggerRule.ALL_SUCCESS, "branch")),
            null);
    end(claimOne("w"), new Outcome.Succeeded(), "left");
    succeedAll();
    clear(run, only("left", "right"));
    assertThat(states(run))
        .containsEntry("left", TaskRunState.SKIPPED)
        .containsEntry("right", TaskRunState.QUEUED);
    clear(run, RunClears.Selection.ALL);
    end(claimOne("w"), new Outcome.Succeeded());
    assertThat(states(run)).containsEntry("left", TaskRunState.QUEUED);
  }

  @Test
  void a_cleared_run_waits_for_its_turn_where_enough_of_its_workflow_go_on() {
    var one =
        new Workflow(
            "w",
            List.of(),
            Map.of(),
            List.of(
                PlanningContract.task("a", TriggerRule.ALL_SUCCESS),
                PlanningContract.task("b", TriggerRule.ALL_SUCCESS, "a")),
            List.of(),
            new Concurrency(1, null, null),
            null);
    StoredWorkflow stored = workflow(one);
    String first = runOf(stored, false);
    succeedAll();
    String second = runOf(stored, false);
    clear(first, only("b"));
    assertThat(state(first)).isEqualTo(RunState.QUEUED);
    assertThat(states(first)).containsEntry("b", TaskRunState.WAITING);
    var other = claimOne("w");
    assertThat(other.key().run()).isEqualTo(second);
    end(other, new Outcome.Succeeded());
    end(claimOne("w"), new Outcome.Succeeded());
    assertThat(state(second)).isEqualTo(RunState.SUCCESS);
    assertThat(claimOne("w").key()).isEqualTo(new TaskRunKey(first, "b"));
  }

  @Test
  void a_task_that_somebody_says_succeeded_lets_those_after_it_start() {
    String run = job(chain(), null);
    end(claimOne("w"), new Outcome.Failed("no", null));
    assertThat(state(run)).isEqualTo(RunState.FAILED);
    assertThat(mark(run, TaskRunState.SUCCESS, "a")).containsExactly("a");
    assertThat(mark(run, TaskRunState.SUCCESS, "a")).isEmpty();
    assertThat(states(run))
        .containsEntry("a", TaskRunState.SUCCESS)
        .containsEntry("b", TaskRunState.QUEUED)
        .containsEntry("c", TaskRunState.WAITING);
    assertThat(row(run, "a").standing().reason()).isEqualTo("marked success by ada");
    succeedAll();
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void a_running_task_that_is_marked_is_stopped_and_gets_that_state() {
    String run = job(chain(), null);
    var first = claimOne("w");
    assertThat(mark(run, TaskRunState.SKIPPED, "a")).containsExactly("a");
    assertThat(states(run)).containsEntry("a", TaskRunState.STOPPING);
    end(first, new Outcome.Failed("killed", null));
    assertThat(states(run).values())
        .containsExactly(TaskRunState.SKIPPED, TaskRunState.SKIPPED, TaskRunState.SKIPPED);
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void a_later_run_that_waited_for_the_task_goes_on_when_it_is_marked() {
    var asks = new Traits(null, Past.SAME_TASK, null, null, null);
    StoredWorkflow stored =
        workflow(
            workflow(
                PlanningContract.task("a", ShellWork.of("true"), TriggerRule.ALL_SUCCESS, asks)));
    String first = runOf(stored, false);
    end(claimOne("w"), new Outcome.Failed("no", null));
    String second = runOf(stored, false);
    assertThat(claim("w", 1)).isEmpty();
    mark(first, TaskRunState.SUCCESS, "a");
    assertThat(claimOne("w").key().run()).isEqualTo(second);
  }

  @Test
  void somebody_can_say_how_a_run_ended() {
    String run = job(chain(), null);
    end(claimOne("w"), new Outcome.Succeeded());
    var running = claimOne("w");
    assertThat(failed(run)).isTrue();
    assertThat(states(run))
        .containsEntry("a", TaskRunState.SUCCESS)
        .containsEntry("b", TaskRunState.STOPPING)
        .containsEntry("c", TaskRunState.SKIPPED);
    end(running, new Outcome.Stopped("marked failed by ada"));
    assertThat(state(run)).isEqualTo(RunState.FAILED);
    assertThat(states(run)).containsEntry("b", TaskRunState.FAILED);
    assertThat(succeeded(run)).isTrue();
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
    assertThat(states(run).values()).containsOnly(TaskRunState.SUCCESS);
    assertThat(failed(run)).isTrue();
    assertThat(state(run)).isEqualTo(RunState.FAILED);
    assertThat(find(run).status().message()).isEqualTo("marked failed by ada");
    assertThat(count(RunFilter.inStates(Set.of(RunState.FAILED)))).isEqualTo(1);
    assertThat(failed("none")).isFalse();
    assertThat(succeeded("none")).isFalse();
  }

  private boolean failed(String run) {
    return database.write(tx -> verdicts.failed(tx, run, "ada", clock.instant()));
  }

  private boolean succeeded(String run) {
    return database.write(tx -> verdicts.succeeded(tx, run, "ada", clock.instant()));
  }

  /// Whatever is cleared and marked while any workflow runs, it stands as one who looks at all of
  /// it again says.
  @Test
  void random_workflows_that_are_changed_by_hand_stand_as_a_plain_evaluation_says() {
    for (int seed = 0; seed < RANDOM; seed++) {
      var random = new Random(seed);
      Workflow workflow =
          seed % 2 == 0 ? RandomWorkflow.make(random) : RandomWorkflow.withSetups(random);
      String run = job(workflow, null);
      var expected = new PlainEvaluation(workflow);
      List<Claims.Claimed> held = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        Map<String, TaskRunState> states = states(run);
        Map<String, TaskRunState> comparable = new TreeMap<>(states);
        comparable.replaceAll(
            (_, state) -> state == TaskRunState.RUNNING ? TaskRunState.QUEUED : state);
        assertThat(comparable).as("seed %d, step %d", seed, step).isEqualTo(expected.states());
        boolean ended = states.values().stream().allMatch(TaskRunState::ended);
        assertThat(state(run).ended()).as("seed %d, step %d", seed, step).isEqualTo(ended);
        if (ended) {
          assertThat(state(run)).as("seed %d, step %d", seed, step).isEqualTo(expected.end());
        }
        held.addAll(claim("w", random.nextInt(4)));
        if (!held.isEmpty() && random.nextInt(3) > 0) {
          endOne(held.remove(random.nextInt(held.size())), random, workflow, expected);
        } else {
          edit(run, random, held, expected);
        }
      }
      stop(run);
      held.forEach(claimed -> end(claimed, new Outcome.Stopped("Enough.")));
    }
    assertThat(rows("run_count")).isPositive();
    assertThat(count(RunFilter.ALL)).isEqualTo(RANDOM);
  }

  private void edit(
      String run, Random random, List<Claims.Claimed> held, PlainEvaluation expected) {
    List<String> running = held.stream().map(one -> one.key().task()).toList();
    List<String> tasks = new ArrayList<>(expected.states().keySet());
    tasks.removeAll(running);
    tasks.removeIf(_ -> random.nextInt(3) > 0);
    if (tasks.isEmpty()) {
      return;
    }
    if (random.nextBoolean()) {
      var selection = only(tasks.toArray(String[]::new));
      List<String> withSetups = database.write(tx -> clears.find(tx, run, selection));
      if (Collections.disjoint(withSetups, running)) {
        clear(run, selection);
        expected.clear(withSetups);
      }
    } else {
      var states = List.of(TaskRunState.SUCCESS, TaskRunState.FAILED, TaskRunState.SKIPPED);
      TaskRunState state = states.get(random.nextInt(3));
      mark(run, state, tasks.getFirst());
      expected.mark(tasks.getFirst(), state);
    }
  }

  private void endOne(
      Claims.Claimed claimed, Random random, Workflow workflow, PlainEvaluation expected) {
    List<String> skips = new ArrayList<>();
    for (Task next : workflow.next(claimed.key().task())) {
      if (random.nextInt(5) == 0) {
        skips.add(next.name());
      }
    }
    boolean well = random.nextInt(4) > 0;
    end(
        claimed,
        well ? new Outcome.Succeeded() : new Outcome.Failed("no", null),
        skips.toArray(String[]::new));
    expected.end(claimed.key().task(), well ? TaskRunState.SUCCESS : TaskRunState.FAILED, skips);
  }
}
