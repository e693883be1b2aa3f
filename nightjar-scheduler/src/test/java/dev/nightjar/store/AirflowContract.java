package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.FailureMail;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Role;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What only tasks of Airflow files ask for.
abstract class AirflowContract extends StoreContract {
  private static final Outcome FAILED = new Outcome.Failed("no", null);
  private static final Outcome DONE = new Outcome.Succeeded();

  private final RunClears clears = new RunClears();

  AirflowContract(TestDatabase database) {
    super(database);
  }

  private static AirflowWork work(Role role, @Nullable FailureMail mail) {
    return new AirflowWork("d", "X", false, null, role, mail, Map.of());
  }

  private static Task task(String name, Role role, TriggerRule when, String... after) {
    return PlanningContract.task(name, work(role, null), when, Traits.NONE, after);
  }

  private static Task work(String name, String... after) {
    return task(name, Role.WORK, TriggerRule.ALL_SUCCESS, after);
  }

  private static Task setup(String name, String... after) {
    return task(name, Role.SETUP, TriggerRule.ALL_SUCCESS, after);
  }

  private static Task teardown(String name, Role role, String... after) {
    return task(name, role, TriggerRule.ALL_DONE_SETUP_SUCCESS, after);
  }

  /// Ends what a run may start, as they are said to end, until nothing is left that may.
  private void play(Map<String, Outcome> outcomes) {
    for (List<Claims.Claimed> held = claim("w", 9); !held.isEmpty(); held = claim("w", 9)) {
      for (Claims.Claimed one : held) {
        end(one, "w", outcomes.getOrDefault(one.key().task(), DONE));
      }
    }
  }

  private Map<String, TaskRunState> states(String run) {
    Map<String, TaskRunState> states = new TreeMap<>();
    database
        .read(
            tx ->
                tx.handle()
                    .createQuery("SELECT task, state FROM task_run WHERE run_id = :run")
                    .bind("run", run)
                    .map((row, _) -> List.of(row.getString(1), row.getString(2)))
                    .list())
        .forEach(row -> states.put(row.getFirst(), TaskRunState.valueOf(row.getLast())));
    return states;
  }

  private String cluster(Role teardown) {
    return job(
        PlanningContract.workflow(
            setup("make"),
            work("a", "make"),
            work("b", "a"),
            teardown("drop", teardown, "make", "b")),
        null);
  }

  @Test
  void a_teardown_runs_though_the_work_failed_and_does_not_hide_the_failure() {
    String run = cluster(Role.TEARDOWN);
    play(Map.of("a", FAILED));
    assertThat(states(run))
        .containsEntry("b", TaskRunState.UPSTREAM_FAILED)
        .containsEntry("drop", TaskRunState.SUCCESS);
    assertThat(state(run)).isEqualTo(RunState.FAILED);
  }

  @Test
  void the_failure_of_a_teardown_is_that_of_the_run_only_if_it_is_required() {
    String run = cluster(Role.TEARDOWN);
    play(Map.of("drop", FAILED));
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
    String strict = cluster(Role.REQUIRED_TEARDOWN);
    play(Map.of("drop", FAILED));
    assertThat(state(strict)).isEqualTo(RunState.FAILED);
  }

  @Test
  void a_teardown_has_nothing_to_do_where_its_setup_failed_or_was_left_out() {
    String run = cluster(Role.TEARDOWN);
    play(Map.of("make", FAILED));
    assertThat(states(run)).containsEntry("drop", TaskRunState.UPSTREAM_FAILED);
    String other = cluster(Role.TEARDOWN);
    play(Map.of("make", new Outcome.Skipped("no need")));
    assertThat(states(other)).containsEntry("drop", TaskRunState.SKIPPED);
  }

  @Test
  void a_task_is_cleared_with_its_setups_and_teardowns() {
    String run = cluster(Role.TEARDOWN);
    play(Map.of());
    var only = new RunClears.Selection(List.of("b"), false, false, false, false);
    List<String> cleared =
        database.write(tx -> clears.clear(tx, run, only, "ada", clock.instant()));
    assertThat(cleared).containsExactly("make", "b", "drop");
    play(Map.of());
    assertThat(attempts(new TaskRunKey(run, "a"))).hasSize(1);
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void the_first_failure_stops_all_but_teardowns_where_a_workflow_says_so() {
    String run =
        job(
            new Workflow(
                "w",
                List.of(),
                Map.of(),
                List.of(
                    setup("make"),
                    work("a", "make"),
                    work("b", "make"),
                    work("c", "b"),
                    teardown("drop", Role.TEARDOWN, "make", "c")),
                List.of(),
                new Concurrency(null, null, null, null, true),
                null),
            null);
    end(claimOne("w"), "w", DONE);
    List<Claims.Claimed> both = new ArrayList<>(claim("w", 2));
    both.sort((one, other) -> one.key().compareTo(other.key()));
    end(both.getFirst(), "w", FAILED);
    assertThat(states(run))
        .containsEntry("b", TaskRunState.STOPPING)
        .containsEntry("c", TaskRunState.SKIPPED)
        .containsEntry("drop", TaskRunState.QUEUED);
    end(both.getLast(), "w", new Outcome.Stopped("asked to"));
    play(Map.of());
    assertThat(states(run))
        .containsEntry("b", TaskRunState.FAILED)
        .containsEntry("c", TaskRunState.SKIPPED)
        .containsEntry("drop", TaskRunState.SUCCESS);
    assertThat(state(run)).isEqualTo(RunState.FAILED);
  }

  private String mapped() {
    Traits grid = Traits.NONE.with(new Grid(Map.of("x", List.of(1, 2)), null));
    return job(
        PlanningContract.workflow(
            PlanningContract.task("map", work(Role.WORK, null), TriggerRule.ALL_SUCCESS, grid),
            work("all", "map"),
            task("some", Role.WORK, TriggerRule.NONE_FAILED, "map"),
            task("bad", Role.WORK, TriggerRule.ALL_FAILED, "map")),
        null);
  }

  private void expand() {
    for (Deferrals.Deferred one :
        database.write(
            tx -> new Deferrals().take(tx, clock.instant(), Duration.ofSeconds(30), 10))) {
      database.change(
          tx ->
              new Grids()
                  .expand(tx, one.key(), List.of(Map.of("x", 1), Map.of("x", 2)), clock.instant()));
    }
  }

  @Test
  void each_point_of_a_mapped_task_counts_for_itself() {
    String run = mapped();
    expand();
    play(Map.of("map[1]", new Outcome.Skipped("no need")));
    assertThat(states(run))
        .containsEntry("all", TaskRunState.SKIPPED)
        .containsEntry("some", TaskRunState.SUCCESS)
        .containsEntry("bad", TaskRunState.SKIPPED);
    var one = new RunClears.Selection(List.of("some"), false, false, false, false);
    database.write(tx -> clears.clear(tx, run, one, "ada", clock.instant()));
    play(Map.of());
    assertThat(states(run)).containsEntry("some", TaskRunState.SUCCESS);
    String other = mapped();
    expand();
    play(Map.of("map[0]", FAILED));
    assertThat(states(other))
        .containsEntry("all", TaskRunState.UPSTREAM_FAILED)
        .containsEntry("bad", TaskRunState.SKIPPED);
  }

  private static Task inGroup(String name, TriggerRule when, String... after) {
    Traits traits = Traits.NONE.with(new Grid(Map.of("x", List.of(1, 2)), null, "g"));
    return PlanningContract.task(name, work(Role.WORK, null), when, traits, after);
  }

  @Test
  void a_point_in_a_mapped_group_comes_after_the_points_of_its_number() {
    String run =
        job(
            PlanningContract.workflow(
                inGroup("a", TriggerRule.ALL_SUCCESS),
                inGroup("b", TriggerRule.ALL_SUCCESS, "a"),
                inGroup("c", TriggerRule.ALL_DONE, "b"),
                inGroup("d", TriggerRule.ONE_FAILED, "a", "b"),
                work("all", "c")),
            null);
    expand();
    play(Map.of("a[0]", FAILED));
    assertThat(states(run)).containsEntry("b", TaskRunState.DEFERRED);
    expand();
    play(Map.of());
    assertThat(states(run))
        .containsEntry("b[0]", TaskRunState.UPSTREAM_FAILED)
        .containsEntry("b[1]", TaskRunState.SUCCESS)
        .containsEntry("b", TaskRunState.UPSTREAM_FAILED);
    expand();
    play(Map.of());
    assertThat(states(run))
        .containsEntry("c[0]", TaskRunState.SUCCESS)
        .containsEntry("c[1]", TaskRunState.SUCCESS)
        .containsEntry("d[0]", TaskRunState.SUCCESS)
        .containsEntry("d[1]", TaskRunState.SKIPPED)
        .containsEntry("all", TaskRunState.SUCCESS);
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void each_attempt_that_fails_is_mailed_once_to_whom_its_task_says() {
    var mail = new FailureMail(List.of("a@example.org", "b@example.org"), true, true);
    job(
        PlanningContract.workflow(
            new Task(
                "a",
                work(Role.WORK, mail),
                List.of(),
                TriggerRule.ALL_SUCCESS,
                new Retry(1, Duration.ZERO, 1, Duration.ZERO, true),
                Limits.NONE,
                Placement.LOCAL)),
        null);
    play(Map.of("a", FAILED));
    List<AlertStore.Alert> alerts =
        database.write(tx -> new AlertStore(clock).claim(tx, 10, clock.instant().plus(LEASE)));
    assertThat(alerts).allMatch(FailureMails::is);
    assertThat(alerts)
        .extracting(AlertStore.Alert::target)
        .containsOnly("mailto:a@example.org,b@example.org");
    assertThat(alerts)
        .extracting(alert -> FailureMails.about(alert).attempt())
        .containsExactlyInAnyOrder(1, 2);
  }
}
