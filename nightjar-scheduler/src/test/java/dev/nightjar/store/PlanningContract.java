package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.run.Waiting;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.RandomWorkflow;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import dev.nightjar.workflow.Work;
import dev.nightjar.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Runs of many tasks.
abstract class PlanningContract extends StoreContract {
  /// More of them by `-Dnightjar.random-workflows=10000`.
  private static final int RANDOM = Integer.getInteger("nightjar.random-workflows", 150);

  PlanningContract(TestDatabase database) {
    super(database);
  }

  static Task task(String name, TriggerRule when, String... after) {
    return task(name, ShellWork.of("true"), when, Traits.NONE, after);
  }

  static Task task(String name, Work work, TriggerRule when, Traits traits, String... after) {
    return new Task(
        name, work, List.of(after), when, Retry.NONE, Limits.NONE, Placement.LOCAL, traits);
  }

  static Workflow workflow(Task... tasks) {
    return new Workflow("w", List.of(), Map.of(), List.of(tasks), List.of());
  }

  final Map<String, TaskRunState> states(String run) {
    Map<String, TaskRunState> states = new TreeMap<>();
    database
        .read(
            tx ->
                tx.handle()
                    .createQuery("SELECT task, state FROM task_run WHERE run_id = :run")
                    .bind("run", run)
                    .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
                    .list())
        .forEach(row -> states.put(row.getKey(), TaskRunState.valueOf(row.getValue())));
    return states;
  }

  final List<Run> end(Claims.Claimed claimed, Outcome outcome, String... skips) {
    return end(
        new AttemptEnds.Ended(
            claimed.key(),
            claimed.attempt(),
            "w",
            outcome,
            List.of(),
            new Report(List.of(), null, List.of(skips))));
  }

  @Test
  void tasks_start_when_those_before_them_succeeded() {
    String run =
        job(
            workflow(
                task("load", TriggerRule.ALL_SUCCESS),
                task("a", TriggerRule.ALL_SUCCESS, "load"),
                task("b", TriggerRule.ALL_SUCCESS, "load"),
                task("join", TriggerRule.ALL_SUCCESS, "a", "b")),
            null);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    var both = claim("w", 5);
    assertThat(both).extracting(one -> one.key().task()).containsExactlyInAnyOrder("a", "b");
    end(both.get(0), "w", new Outcome.Succeeded());
    assertThat(claim("w", 5)).isEmpty();
    end(both.get(1), "w", new Outcome.Succeeded());
    assertThat(end(claimOne("w"), "w", new Outcome.Succeeded())).hasSize(1);
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void what_comes_after_a_failure_can_not_start_but_what_cleans_up_can() {
    String run =
        job(
            workflow(
                task("a", TriggerRule.ALL_SUCCESS),
                task("b", TriggerRule.ALL_SUCCESS, "a"),
                task("c", TriggerRule.ALL_SUCCESS, "b"),
                task("clean", TriggerRule.ALL_DONE, "c")),
            null);
    end(claimOne("w"), "w", new Outcome.Failed("no", null));
    var clean = claimOne("w");
    assertThat(clean.key().task()).isEqualTo("clean");
    end(clean, "w", new Outcome.Succeeded());
    assertThat(states(run))
        .containsEntry("b", TaskRunState.UPSTREAM_FAILED)
        .containsEntry("c", TaskRunState.UPSTREAM_FAILED)
        .containsEntry("clean", TaskRunState.SUCCESS);
    // the only task without another after it succeeded
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void a_task_can_leave_others_out() {
    String run =
        job(
            workflow(
                task("branch", TriggerRule.ALL_SUCCESS),
                task("left", TriggerRule.ALL_SUCCESS, "branch"),
                task("right", TriggerRule.ALL_SUCCESS, "branch"),
                task("after_left", TriggerRule.ALL_SUCCESS, "left"),
                task("join", TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS, "after_left", "right")),
            null);
    end(claimOne("w"), new Outcome.Succeeded(), "left");
    end(claimOne("w"), "w", new Outcome.Succeeded());
    end(claimOne("w"), "w", new Outcome.Succeeded());
    assertThat(states(run))
        .containsEntry("left", TaskRunState.SKIPPED)
        .containsEntry("after_left", TaskRunState.SKIPPED)
        .containsEntry("right", TaskRunState.SUCCESS)
        .containsEntry("join", TaskRunState.SUCCESS);
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void tasks_that_do_nothing_need_no_worker() {
    String run =
        job(
            workflow(
                task("start", new EmptyWork(), TriggerRule.ALL_SUCCESS, Traits.NONE),
                task("a", TriggerRule.ALL_SUCCESS, "start"),
                task("end", new EmptyWork(), TriggerRule.ALL_SUCCESS, Traits.NONE, "a")),
            null);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
    String nothing =
        job(workflow(task("start", new EmptyWork(), TriggerRule.ALL_SUCCESS, Traits.NONE)), null);
    assertThat(state(nothing)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void a_task_can_ask_for_its_success_in_the_run_before() {
    var asks = new Traits(null, Past.SAME_TASK, null, null, null);
    StoredWorkflow stored =
        workflow(workflow(task("a", ShellWork.of("true"), TriggerRule.ALL_SUCCESS, asks)));
    String first = runOf(stored, false);
    String second = runOf(stored, false);
    var claimed = claim("w", 5);
    assertThat(claimed).extracting(one -> one.key().run()).containsExactly(first);
    end(claimed.getFirst(), "w", new Outcome.Succeeded());
    var next = claimOne("w");
    assertThat(next.key().run()).isEqualTo(second);
    end(next, "w", new Outcome.Failed("no", null));
    String third = runOf(stored, false);
    assertThat(claim("w", 5)).isEmpty();
    assertThat(state(third)).isEqualTo(RunState.QUEUED);
  }

  @Test
  void a_task_can_ask_that_those_after_it_succeeded_in_the_run_before() {
    var asks = new Traits(null, Past.SAME_TASK_AND_NEXT, null, null, null);
    StoredWorkflow stored =
        workflow(
            workflow(
                task("a", ShellWork.of("true"), TriggerRule.ALL_SUCCESS, asks),
                task("b", TriggerRule.ALL_SUCCESS, "a")));
    runOf(stored, false);
    String second = runOf(stored, false);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    var after = claim("w", 5);
    assertThat(after).extracting(one -> one.key().task()).containsExactly("b");
    end(after.getFirst(), "w", new Outcome.Succeeded());
    assertThat(claimOne("w").key()).isEqualTo(new TaskRunKey(second, "a"));
  }

  @Test
  void as_many_runs_start_as_may_go_on_at_a_time() {
    var two =
        new Workflow(
            "w",
            List.of(),
            Map.of(),
            List.of(task("a", TriggerRule.ALL_SUCCESS)),
            List.of(),
            new Concurrency(2, null, null),
            null);
    StoredWorkflow stored = workflow(two);
    runOf(stored, false);
    runOf(stored, false);
    String third = runOf(stored, true);
    String fourth = runOf(stored, true);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    assertThat(states(third)).containsEntry("a", TaskRunState.QUEUED);
    assertThat(states(fourth)).containsEntry("a", TaskRunState.WAITING);
  }

  /// Any workflow, however its tasks end and in whatever order, stands at each moment as one who
  /// looks at all of it again says.
  @Test
  void random_workflows_stand_as_a_plain_evaluation_says() {
    for (int seed = 0; seed < RANDOM; seed++) {
      var random = new Random(seed);
      Workflow workflow =
          seed % 2 == 0 ? RandomWorkflow.make(random) : RandomWorkflow.withSetups(random);
      String run = job(workflow, null);
      var expected = new PlainEvaluation(workflow);
      List<Claims.Claimed> held = new ArrayList<>();
      for (int step = 0; step < 200; step++) {
        held.addAll(claim("w", 1 + random.nextInt(4)));
        Map<String, TaskRunState> states = states(run);
        Map<String, TaskRunState> comparable = new TreeMap<>(states);
        comparable.replaceAll(
            (_, state) -> state == TaskRunState.RUNNING ? TaskRunState.QUEUED : state);
        assertThat(comparable).as("seed %d, step %d", seed, step).isEqualTo(expected.states());
        if (held.isEmpty()) {
          break;
        }
        end(held.remove(random.nextInt(held.size())), random, workflow, expected);
      }
      assertThat(state(run)).as("seed %d", seed).isEqualTo(expected.end());
    }
  }

  private void end(
      Claims.Claimed claimed, Random random, Workflow workflow, PlainEvaluation expected) {
    String task = claimed.key().task();
    int die = random.nextInt(10);
    Outcome outcome =
        die < 6
            ? new Outcome.Succeeded()
            : die < 8 ? new Outcome.Failed("no", null) : new Outcome.Skipped("no need");
    List<String> skips = new ArrayList<>();
    for (Task next : workflow.next(task)) {
      if (random.nextInt(5) == 0) {
        skips.add(next.name());
      }
    }
    end(claimed, outcome, skips.toArray(String[]::new));
    expected.end(
        task,
        switch (outcome) {
          case Outcome.Failed _ -> TaskRunState.FAILED;
          case Outcome.Skipped _ -> TaskRunState.SKIPPED;
          case Outcome.Succeeded _,
              Outcome.Reused _,
              Outcome.Rescheduled _,
              Outcome.Deferred _,
              Outcome.TimedOut _,
              Outcome.Stopped _,
              Outcome.Lost _ ->
              TaskRunState.SUCCESS;
        },
        skips);
  }

  @Test
  void what_a_task_needs_to_start_does_not_grow_with_its_workflow() {
    var tasks = new ArrayList<Task>();
    tasks.add(task("t0", TriggerRule.ALL_SUCCESS));
    for (int i = 1; i < 2_000; i++) {
      tasks.add(task("t" + i, TriggerRule.ALL_SUCCESS, "t" + (i - 1)));
    }
    job(new Workflow("long", List.of(), Map.of(), tasks, List.of()), null);
    Map<String, Integer> rows = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      var claimed = claimOne("w");
      long before = rows("event");
      end(claimed, "w", new Outcome.Succeeded());
      rows.merge("events", (int) (rows("event") - before), Math::max);
    }
    // the task's end and the next one's turn
    assertThat(rows).containsEntry("events", 2);
  }

  @Test
  void a_put_off_attempt_goes_on_as_the_same_try() {
    String run = job(workflow(task("a", TriggerRule.ALL_SUCCESS)), null);
    end(claimOne("w"), "w", new Outcome.Rescheduled(clock.instant().plusSeconds(60)));
    assertThat(states(run)).containsEntry("a", TaskRunState.UP_FOR_RESCHEDULE);
    assertThat(claim("w", 1)).isEmpty();
    clock.advance(Duration.ofSeconds(61));
    var again = claimOne("w");
    assertThat(again.attempt()).isEqualTo(2);
    end(again, "w", new Outcome.Succeeded());
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void a_wait_ends_when_somebody_says_so_and_lets_others_start() {
    var wait = new WaitWork(new Wait.ForFile("/data/*.csv", false), WaitWork.USUAL, null, false);
    String run =
        job(
            workflow(
                task("wait", wait, TriggerRule.ALL_SUCCESS, Traits.NONE),
                task("a", TriggerRule.ALL_SUCCESS, "wait")),
            null);
    assertThat(claim("w", 5)).isEmpty();
    assertThat(state(run)).isEqualTo(RunState.RUNNING);
    assertThat(database.<Run>read(tx -> runs.find(tx, run).orElseThrow()).status().started())
        .isEqualTo(clock.instant());
    var due = takeDeferred();
    assertThat(due).singleElement().extracting(Deferrals.Deferred::waiting).isNull();
    assertThat(takeDeferred()).isEmpty();
    endWait(due.getFirst(), new Outcome.Succeeded());
    assertThat(claimOne("w").key()).isEqualTo(new TaskRunKey(run, "a"));
    endWait(due.getFirst(), new Outcome.Failed("too late", null));
    assertThat(states(run)).containsEntry("wait", TaskRunState.SUCCESS);
  }

  @Test
  void an_attempt_can_leave_something_to_wait_for() {
    String run = job(workflow(task("a", TriggerRule.ALL_SUCCESS)), null);
    var waiting =
        new Waiting(
            new Wait.ForRun("other", "r", null, List.of(), List.of("success"), List.of("failed")),
            Duration.ofSeconds(1),
            clock.instant().plusSeconds(60),
            true);
    end(claimOne("w"), "w", new Outcome.Deferred(waiting));
    var due = takeDeferred();
    assertThat(due).singleElement().extracting(Deferrals.Deferred::waiting).isEqualTo(waiting);
    endWait(due.getFirst(), new Outcome.Skipped("no need"));
    assertThat(states(run)).containsEntry("a", TaskRunState.SKIPPED);
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  private List<Deferrals.Deferred> takeDeferred() {
    return database.write(
        tx -> new Deferrals().take(tx, clock.instant(), Duration.ofSeconds(30), 10));
  }

  private void endWait(Deferrals.Deferred deferred, Outcome outcome) {
    database.change(tx -> new Deferrals().end(tx, deferred, outcome, clock.instant()));
  }

  @Test
  void a_run_whose_time_is_up_fails_and_leaves_the_rest_out() {
    var limited =
        new Workflow(
            "w",
            List.of(),
            Map.of(),
            List.of(task("a", TriggerRule.ALL_SUCCESS), task("b", TriggerRule.ALL_SUCCESS, "a")),
            List.of(),
            new Concurrency(null, null, Duration.ofMinutes(1)),
            null);
    String run = job(limited, null);
    var claimed = claimOne("w");
    assertThat(overdue()).isEmpty();
    clock.advance(Duration.ofMinutes(2));
    assertThat(overdue()).extracting(Run::id).containsExactly(run);
    database.change(tx -> stops.timeOut(tx, run, "It took too long.", clock.instant()));
    assertThat(states(run)).containsEntry("b", TaskRunState.SKIPPED);
    assertThat(overdue()).isEmpty();
    end(claimed, "w", new Outcome.Stopped("It took too long."));
    assertThat(state(run)).isEqualTo(RunState.FAILED);
  }

  @Test
  void the_time_of_a_run_is_up_also_while_it_only_waits() {
    var wait = new WaitWork(new Wait.ForFile("/data/*.csv", false), WaitWork.USUAL, null, false);
    var limited =
        new Workflow(
            "w",
            List.of(),
            Map.of(),
            List.of(task("wait", wait, TriggerRule.ALL_SUCCESS, Traits.NONE)),
            List.of(),
            new Concurrency(null, null, Duration.ofMinutes(1)),
            null);
    String run = job(limited, null);
    clock.advance(Duration.ofMinutes(2));
    assertThat(overdue()).extracting(Run::id).containsExactly(run);
    database.change(tx -> stops.timeOut(tx, run, "It took too long.", clock.instant()));
    assertThat(state(run)).isEqualTo(RunState.FAILED);
  }

  private List<Run> overdue() {
    return database.read(tx -> runs.overdue(tx, clock.instant()));
  }

  @Test
  void values_are_kept_with_the_task_that_left_them() {
    String run = job(workflow(task("a", TriggerRule.ALL_SUCCESS)), null);
    var claimed = claimOne("w");
    var value = new Report.Value(Report.Value.RETURNED, "{\"a\":1}", null);
    end(
        new AttemptEnds.Ended(
            claimed.key(),
            1,
            "w",
            new Outcome.Succeeded(),
            List.of(),
            new Report(List.of(value), "{\"x\":\"y\"}", List.of())));
    List<ValueStore.Left> values = database.read(tx -> new ValueStore().ofRun(tx, run));
    assertThat(values).singleElement().extracting(ValueStore.Left::value).isEqualTo(value);
  }
}
