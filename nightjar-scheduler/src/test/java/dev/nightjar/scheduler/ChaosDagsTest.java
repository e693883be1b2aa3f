package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.Database;
import dev.nightjar.store.PlainEvaluation;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.Sql;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.TestDatabase;
import dev.nightjar.workflow.RandomWorkflow;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers on one database run workflows of many tasks with any trigger rules, while somebody
/// kills servers, attempts and connections. `-Dchaos.dags=60 -Dchaos.dag-kills=120` for the whole
/// of it, `-Dchaos.seed=…` for another one.
final class ChaosDagsTest {
  private static final int DAGS = Integer.getInteger("chaos.dags", 10);
  private static final int KILLS = Integer.getInteger("chaos.dag-kills", 15);
  private static final int MOST_TASKS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(60 + 10L * DAGS);

  private final Random random = new Random(Long.getLong("chaos.seed", 1L));
  private final String url = TestDatabase.POSTGRESQL.newUrl();
  private final Database database = Database.open(url, null, null, 2);
  private final Map<String, Workflow> submitted = new LinkedHashMap<>();

  @TempDir private Path folder;

  @AfterEach
  void end() {
    database.close();
  }

  private void submit() {
    var settings = new Scheduler.Settings("none", Map.of(), Map.of(), Lease.DEFAULT, List.of());
    try (var scheduler = new Scheduler(database, settings, Clock.systemUTC())) {
      var jobs = new Jobs(database, scheduler, Clock.systemUTC());
      for (int i = 0; i < DAGS; i++) {
        Workflow workflow =
            RandomWorkflow.make(
                random, MOST_TASKS, () -> random.nextInt(4) == 0 ? "fails" : "succeeds");
        submitted.put(jobs.submit(workflow, "snapshot", null, "ada"), workflow);
      }
    }
  }

  private int count(String query) {
    return Integer.parseInt(Sql.select(database, query).getFirst());
  }

  private int ended() {
    return count("SELECT COUNT(*) FROM run WHERE ended_at IS NOT NULL");
  }

  private double part() {
    return (double) count("SELECT COUNT(*) FROM task_run WHERE ended_at IS NOT NULL")
        / submitted.values().stream().mapToInt(workflow -> workflow.tasks().size()).sum();
  }

  @Test
  void every_task_has_its_effect_once_and_every_run_ends_by_its_rules_whatever_is_killed()
      throws IOException {
    submit();
    try (var killer = new Killer(folder, url, database, random)) {
      killer.killWhile(() -> ended() < DAGS, KILLS, PATIENCE, this::part);
    }
    assertThat(ended()).isEqualTo(DAGS);
    assertThat(Sql.select(database, "SELECT run_id FROM attempt WHERE ended_at IS NULL")).isEmpty();
    for (Map.Entry<String, Workflow> run : submitted.entrySet()) {
      checkStates(run.getKey(), run.getValue());
      for (Task task : run.getValue().tasks()) {
        checkEffects(run.getKey(), task);
      }
    }
  }

  /// The attempts' ends, in the order in which they were recorded, make the same of the run by
  /// rules that were written apart.
  private void checkStates(String run, Workflow workflow) {
    var expected = new PlainEvaluation(workflow);
    for (String end :
        Sql.select(
            database,
            """
            SELECT task || ' ' || to_state FROM event
             WHERE run_id = '%s' AND from_state IN ('RUNNING', 'STOPPING')
               AND to_state IN ('SUCCESS', 'FAILED') AND task IS NOT NULL ORDER BY id
            """
                .formatted(run))) {
      String task = end.substring(0, end.indexOf(' '));
      TaskRunState state = TaskRunState.valueOf(end.substring(end.indexOf(' ') + 1));
      assertThat(expected.states().get(task)).as(task).isEqualTo(TaskRunState.QUEUED);
      expected.end(task, state, List.of());
    }
    Map<String, TaskRunState> states = new TreeMap<>();
    database
        .read(tx -> new TaskRunLists().ofRun(tx, run))
        .forEach(task -> states.put(task.key().task(), task.standing().state()));
    assertThat(states).as(workflow.toString()).isEqualTo(expected.states());
    RunState state =
        database.read(tx -> new RunStore().find(tx, run)).orElseThrow().status().state();
    assertThat(state).isEqualTo(expected.end());
  }

  /// Each attempt begins at most once, and the last one ends; after an attempt has begun, none
  /// before it does anything. A task that did not run has no effects.
  private void checkEffects(String run, Task task) throws IOException {
    List<String> outcomes =
        Sql.select(
            database,
            "SELECT outcome FROM attempt WHERE run_id = '%s' AND task = '%s' ORDER BY number"
                .formatted(run, task.name()));
    Path file = folder.resolve(run + "." + task.name() + ".lines");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : new ArrayList<>();
    if (!(task.work() instanceof ShellWork shell) || outcomes.isEmpty()) {
      assertThat(lines).isEmpty();
      return;
    }
    String said = "%s %s %s: %s".formatted(run, task.name(), outcomes, lines);
    assertThat(lines).as(said).doesNotHaveDuplicates();
    assertThat(lines.stream().map(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1))))
        .as(said)
        .isSorted()
        .allMatch(number -> number <= outcomes.size());
    int last = outcomes.size();
    assertThat(lines).as(said).endsWith("begin " + last, "end " + last);
    assertThat(outcomes.getLast())
        .as(said)
        .isEqualTo(shell.command().equals("fails") ? "FAILED" : "SUCCEEDED");
    assertThat(outcomes.subList(0, last - 1)).as(said).allMatch("LOST"::equals);
  }
}
