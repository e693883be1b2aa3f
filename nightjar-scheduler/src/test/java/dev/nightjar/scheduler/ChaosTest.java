package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.store.Database;
import dev.nightjar.store.Sql;
import dev.nightjar.store.TestDatabase;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.SampleWorkflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers on one database, and somebody who kills at random: servers, attempts, connections.
/// `-Dchaos.jobs=500 -Dchaos.kills=120` for the whole of it, `-Dchaos.seed=…` for another one.
final class ChaosTest {
  private static final int JOBS = Integer.getInteger("chaos.jobs", 60);
  private static final int KILLS = Integer.getInteger("chaos.kills", 15);
  private static final Duration PATIENCE = Duration.ofSeconds(60 + JOBS);

  private final Random random = new Random(Long.getLong("chaos.seed", 1L));
  private final String url = TestDatabase.POSTGRESQL.newUrl();
  private final Database database = Database.open(url, null, null, 2);

  @TempDir private Path folder;

  @AfterEach
  void end() {
    database.close();
  }

  private void submit() {
    var settings = new Scheduler.Settings("none", Map.of(), Map.of(), Lease.DEFAULT, List.of());
    try (var scheduler = new Scheduler(database, settings, Clock.systemUTC())) {
      var jobs = new Jobs(database, scheduler, Clock.systemUTC());
      for (int i = 0; i < JOBS; i++) {
        var sample =
            SampleWorkflow.named(i % 10 == 0 ? "fails" : "succeeds")
                .alert("team", AlertRule.On.SUCCESS, AlertRule.On.FAILURE);
        jobs.submit(sample.make(), "snapshot", null, "ada");
      }
    }
  }

  private int ended() {
    return Integer.parseInt(
        Sql.select(database, "SELECT COUNT(*) FROM run WHERE ended_at IS NOT NULL").getFirst());
  }

  @Test
  void every_job_ends_once_whatever_is_killed() throws IOException {
    submit();
    try (var killer = new Killer(folder, url, database, random)) {
      killer.killWhile(this::unfinished, KILLS, PATIENCE, () -> (double) ended() / JOBS);
    }
    assertThat(ended()).isEqualTo(JOBS);
    checkStates();
    checkLines();
    checkAlerts();
  }

  private boolean unfinished() {
    return ended() < JOBS
        || !Sql.select(database, "SELECT id FROM alert WHERE state <> 'SENT'").isEmpty();
  }

  private void checkStates() {
    assertThat(
            Sql.select(
                database,
                """
                SELECT id FROM run
                 WHERE state <> CASE name WHEN 'fails' THEN 'FAILED' ELSE 'SUCCESS' END
                """))
        .isEmpty();
    assertThat(
            Sql.select(
                database,
                """
                SELECT run_id FROM event WHERE task IS NULL AND to_state IN ('SUCCESS', 'FAILED')
                 GROUP BY run_id HAVING COUNT(*) = 1
                """))
        .hasSize(JOBS);
    assertThat(
            Sql.select(
                database,
                """
                SELECT run_id FROM attempt WHERE outcome IN ('SUCCEEDED', 'FAILED')
                 GROUP BY run_id HAVING COUNT(*) = 1
                """))
        .hasSize(JOBS);
    assertThat(Sql.select(database, "SELECT run_id FROM attempt WHERE ended_at IS NULL")).isEmpty();
  }

  /// After an attempt has begun, none before it does anything.
  private void checkLines() throws IOException {
    for (String run : Sql.select(database, "SELECT id FROM run")) {
      List<String> lines = Files.readAllLines(folder.resolve(run + ".a.lines"));
      int current = 0;
      for (String line : lines) {
        int attempt = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
        assertThat(attempt).as("%s: %s", run, lines).isGreaterThanOrEqualTo(current);
        current = attempt;
      }
      assertThat(lines).last().asString().startsWith("end");
      assertThat(lines).doesNotHaveDuplicates();
    }
  }

  private void checkAlerts() throws IOException {
    Map<String, Set<String>> keys = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("alerts"))) {
      int space = line.indexOf(' ');
      keys.computeIfAbsent(line.substring(space + 1), _ -> new HashSet<>())
          .add(line.substring(0, space));
    }
    assertThat(keys).hasSize(JOBS);
    assertThat(keys.values()).allMatch(ids -> ids.size() == 1);
  }
}
