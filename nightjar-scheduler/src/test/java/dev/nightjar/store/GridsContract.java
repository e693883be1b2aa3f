package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Tasks that run once for each point of a grid.
abstract class GridsContract extends StoreContract {
  private static final Grid GRID =
      new Grid(Map.of("a", List.of(1, 2, 3)), new Grid.Best(true, "score"));

  private final Deferrals deferrals = new Deferrals();
  private final Grids grids = new Grids();
  private final RunClears clears = new RunClears();
  private final RunVerdicts verdicts = new RunVerdicts();
  private final TaskRunLists taskRunLists = new TaskRunLists();
  private final ValueStore values = new ValueStore();

  GridsContract(TestDatabase database) {
    super(database);
  }

  /// `load`, then the grid `train`, then `report`.
  private static Workflow withGrid(@Nullable Integer atOnce) {
    return PlanningContract.workflow(
        PlanningContract.task("load", TriggerRule.ALL_SUCCESS),
        PlanningContract.task(
            "train",
            ShellWork.of("true"),
            TriggerRule.ALL_SUCCESS,
            new Traits(null, Past.IGNORED, null, atOnce, null).with(GRID),
            "load"),
        PlanningContract.task("report", TriggerRule.ALL_SUCCESS, "train"));
  }

  /// A run whose grid has made its points.
  private String expanded() {
    String run = job(withGrid(null), null);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    lookAtGrids();
    return run;
  }

  /// What the watcher does when the time of a grid has come.
  private void lookAtGrids() {
    lookAtGrids(Grid.expand(GRID.points()));
  }

  private void lookAtGrids(List<Map<String, Object>> points) {
    for (Deferrals.Deferred one :
        database.write(tx -> deferrals.take(tx, clock.instant(), Duration.ofSeconds(30), 10))) {
      if (!database.write(tx -> grids.goOn(tx, one.key(), clock.instant()))) {
        database.change(tx -> grids.expand(tx, one.key(), points, clock.instant()));
      }
    }
  }

  private List<Claims.Claimed> claimPoints() {
    List<Claims.Claimed> points = new ArrayList<>(claim("w", 100));
    points.sort(Comparator.comparing(one -> one.key().task()));
    return points;
  }

  private void succeed(Claims.Claimed point, double score) {
    succeed(point, Double.toString(score));
  }

  /// @param score as JSON
  private void succeed(Claims.Claimed point, String score) {
    end(
        new AttemptEnds.Ended(
            point.key(),
            point.attempt(),
            "w",
            new Outcome.Succeeded(),
            List.of(),
            new Report(List.of(new Report.Value("score", score, null)), null, List.of())));
  }

  private Map<String, TaskRunState> states(String run) {
    Map<String, TaskRunState> states = new TreeMap<>();
    database.read(tx -> taskRunLists.ofRun(tx, run)).forEach(one -> put(states, one));
    database
        .read(tx -> taskRunLists.ofGrid(tx, new TaskRunKey(run, "train")))
        .forEach(one -> put(states, one));
    return states;
  }

  private static void put(Map<String, TaskRunState> states, StoredTaskRun one) {
    states.put(one.key().task(), one.standing().state());
  }

  private Map<String, String> values(String run, String task) {
    Map<String, String> found = new LinkedHashMap<>();
    database
        .read(tx -> values.of(tx, new TaskRunKey(run, task)))
        .forEach(left -> found.put(left.value().key(), left.value().json()));
    return found;
  }

  private List<String> clear(String run, boolean onlyFailed, String... tasks) {
    var selection = new RunClears.Selection(List.of(tasks), false, false, onlyFailed, false);
    return database.write(tx -> clears.clear(tx, run, selection, "ada", clock.instant()));
  }

  @Test
  void a_grid_makes_its_points_when_it_may_start_and_ends_with_the_last() {
    String run = expanded();
    assertThat(states(run))
        .containsEntry("train", TaskRunState.DEFERRED)
        .containsEntry("train[0]", TaskRunState.QUEUED)
        .containsEntry("report", TaskRunState.WAITING);
    List<Claims.Claimed> points = claimPoints();
    assertThat(points)
        .extracting(point -> point.key().task())
        .containsExactly("train[0]", "train[1]", "train[2]");
    Map<String, Object> third =
        database.read(tx -> grids.values(tx, points.get(2).key()).orElseThrow());
    assertThat(third).isEqualTo(Map.of("a", 3));
    succeed(points.get(0), 0.5);
    succeed(points.get(1), 0.75);
    assertThat(states(run)).containsEntry("train", TaskRunState.DEFERRED);
    succeed(points.get(2), 0.25);
    assertThat(states(run))
        .containsEntry("train", TaskRunState.SUCCESS)
        .containsEntry("report", TaskRunState.QUEUED);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void it_leaves_the_lists_of_what_its_points_left_and_the_best_of_them() {
    String run = expanded();
    List<Claims.Claimed> points = claimPoints();
    succeed(points.get(2), 0.25);
    succeed(points.get(1), 0.75);
    end(points.get(0), "w", new Outcome.Failed("no", null, true));
    assertThat(values(run, "train"))
        .containsEntry("score", "[null,0.75,0.25]")
        .containsEntry("best_score", "0.75")
        .containsEntry(
            "best", "{\"point\":1,\"parameters\":{\"a\":2},\"values\":{\"score\":0.75}}");
    List<ValueStore.Left> ofTasks = database.read(tx -> values.ofRun(tx, run));
    assertThat(ofTasks).extracting(left -> left.taskRun().task()).containsOnly("train");
  }

  @Test
  void texts_that_are_numbers_count_for_the_best_and_others_do_not() {
    String run = expanded();
    List<Claims.Claimed> points = claimPoints();
    succeed(points.get(0), "\"9\"");
    succeed(points.get(1), "\"10.5\"");
    succeed(points.get(2), "\"none\"");
    assertThat(values(run, "train")).containsEntry("best_score", "\"10.5\"");
  }

  @Test
  void failed_points_fail_it_and_run_again_alone() {
    String run = expanded();
    List<Claims.Claimed> points = claimPoints();
    succeed(points.get(0), 0.5);
    succeed(points.get(1), 0.75);
    end(points.get(2), "w", new Outcome.Failed("too deep", null, true));
    assertThat(states(run))
        .containsEntry("train", TaskRunState.FAILED)
        .containsEntry("report", TaskRunState.UPSTREAM_FAILED);
    assertThat(
            database
                .read(tx -> taskRunLists.find(tx, new TaskRunKey(run, "train")))
                .orElseThrow()
                .standing()
                .reason())
        .isEqualTo("1 of 3 points failed: train[2]: too deep");
    assertThat(clear(run, true)).containsExactly("train", "report");
    lookAtGrids();
    List<Claims.Claimed> again = claimPoints();
    assertThat(again).extracting(point -> point.key().task()).containsExactly("train[2]");
    assertThat(again.getFirst().attempt()).isEqualTo(2);
    succeed(again.getFirst(), 1);
    assertThat(states(run)).containsEntry("train", TaskRunState.SUCCESS);
    assertThat(values(run, "train")).containsEntry("score", "[0.5,0.75,1.0]");
    end(claimOne("w"), "w", new Outcome.Succeeded());
    assertThat(state(run)).isEqualTo(RunState.SUCCESS);
  }

  @Test
  void one_point_runs_again_alone_whether_or_not_the_grid_has_ended() {
    String run = expanded();
    List<Claims.Claimed> points = claimPoints();
    end(points.get(0), "w", new Outcome.Failed("no", null, true));
    assertThat(clear(run, false, "train[0]")).containsExactly("train");
    assertThat(states(run))
        .containsEntry("train", TaskRunState.DEFERRED)
        .containsEntry("train[0]", TaskRunState.QUEUED)
        .containsEntry("train[1]", TaskRunState.RUNNING);
    succeed(points.get(1), 0.5);
    end(points.get(2), "w", new Outcome.Failed("no", null, true));
    succeed(claimOne("w"), 0.25);
    assertThat(states(run)).containsEntry("train", TaskRunState.FAILED);

    var selection = new RunClears.Selection(List.of("train[2]"), false, true, false, false);
    List<String> cleared =
        database.write(tx -> clears.clear(tx, run, selection, "ada", clock.instant()));
    assertThat(cleared).containsExactly("train", "report");
    assertThat(clear(run, false, "train[1]")).containsExactly("train");
    lookAtGrids();
    List<Claims.Claimed> again = claimPoints();
    assertThat(again)
        .extracting(point -> point.key().task())
        .containsExactly("train[1]", "train[2]");
    again.forEach(point -> succeed(point, 1));
    assertThat(values(run, "train")).containsEntry("score", "[0.25,1.0,1.0]");
    assertThat(states(run))
        .containsEntry("train", TaskRunState.SUCCESS)
        .containsEntry("report", TaskRunState.QUEUED);
    assertThat(clear(run, false, "train[7]")).isEmpty();
  }

  @Test
  void a_cleared_grid_makes_its_points_anew_and_counts_their_attempts_on() {
    String run = expanded();
    claimPoints().forEach(point -> succeed(point, 1));
    clear(run, false, "train");
    assertThat(states(run)).doesNotContainKey("train[0]");
    assertThat(values(run, "train[0]")).isEmpty();
    lookAtGrids();
    assertThat(claimPoints().stream().filter(point -> point.key().task().startsWith("train[")))
        .extracting(Claims.Claimed::attempt)
        .containsExactly(2, 2, 2);
  }

  @Test
  void a_grid_that_is_cleared_while_it_runs_waits_for_its_attempts_to_stop() {
    String run = expanded();
    var first = claimOne("w");
    clear(run, false, "train");
    assertThat(states(run)).containsEntry("train", TaskRunState.DEFERRED);
    assertThat(claim("w", 5)).isEmpty();
    end(first, "w", new Outcome.Stopped("cleared"));
    assertThat(states(run))
        .containsEntry("train", TaskRunState.DEFERRED)
        .doesNotContainKey("train[0]");
    lookAtGrids();
    assertThat(claimPoints()).hasSize(3);
  }

  @Test
  void a_stopped_run_ends_when_the_attempts_of_its_points_have() {
    String run = expanded();
    var first = claimOne("w");
    stop(run);
    assertThat(state(run)).isEqualTo(RunState.STOPPING);
    assertThat(claim("w", 5)).isEmpty();
    end(first, "w", new Outcome.Stopped("Enough."));
    assertThat(state(run)).isEqualTo(RunState.STOPPED);
    assertThat(states(run).values()).containsOnly(TaskRunState.SUCCESS, TaskRunState.STOPPED);
  }

  @Test
  void a_run_that_is_stopped_before_a_point_started_ends_at_once() {
    String run = expanded();
    stop(run);
    assertThat(state(run)).isEqualTo(RunState.STOPPED);
    assertThat(claim("w", 5)).isEmpty();
  }

  @Test
  void a_grid_can_be_marked_while_it_runs() {
    String run = expanded();
    var first = claimOne("w");
    var train = new RunClears.Selection(List.of("train"), false, false, false, false);
    database.change(
        tx -> verdicts.tasks(tx, run, train, TaskRunState.SUCCESS, "ada", clock.instant()));
    end(first, "w", new Outcome.Stopped("marked"));
    assertThat(states(run))
        .containsEntry("train", TaskRunState.SUCCESS)
        .containsEntry("report", TaskRunState.QUEUED);
  }

  @Test
  void so_many_points_run_at_a_time_as_the_task_may() {
    runOf(workflow(withGrid(2)), false);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    lookAtGrids();
    List<Claims.Claimed> two = claimPoints();
    assertThat(two).hasSize(2);
    assertThat(claim("w", 5)).isEmpty();
    succeed(two.getFirst(), 1);
    assertThat(claim("w", 5)).hasSize(1);
  }

  @Test
  void the_end_of_a_point_costs_the_same_however_many_there_are() {
    assertThat(statementsOfAnEnd(300)).isEqualTo(statementsOfAnEnd(3));
  }

  /// How many statements the end of the first point takes.
  private long statementsOfAnEnd(int points) {
    job(withGrid(null), null);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    lookAtGrids(Collections.nCopies(points, Map.of("a", 1)));
    var first = claimPoints().getFirst();
    var ended =
        new AttemptEnds.Ended(
            first.key(), first.attempt(), "w", new Outcome.Succeeded(), List.of());
    var statements = new AtomicLong();
    database.change(
        tx -> {
          tx.handle()
              .setSqlLogger(
                  new SqlLogger() {
                    @Override
                    public void logBeforeExecution(StatementContext context) {
                      statements.incrementAndGet();
                    }
                  });
          new AttemptEnds().record(tx, List.of(ended), clock.instant());
        });
    return statements.get();
  }
}
