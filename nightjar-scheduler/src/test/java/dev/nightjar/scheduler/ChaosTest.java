package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.store.Database;
import dev.nightjar.store.Sql;
import dev.nightjar.store.TestDatabase;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.SampleWorkflow;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
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
  private final Map<String, Process> servers = new HashMap<>();
  private final Map<String, Integer> killed = new HashMap<>();

  @TempDir private Path folder;

  @AfterEach
  void end() throws InterruptedException {
    for (Process server : servers.values()) {
      server.destroyForcibly().waitFor();
    }
    database.close();
  }

  private void start(String name) {
    Process old = servers.get(name);
    if (old != null) {
      old.destroyForcibly();
    }
    try {
      servers.put(
          name,
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ChaosServer.class.getName(),
                  name,
                  url,
                  folder.toString(),
                  "4")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder + "/" + name)))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As a service manager does: one whose connection is killed while it starts gives up.
  private void restartEnded() {
    List.copyOf(servers.keySet()).stream()
        .filter(name -> !Objects.requireNonNull(servers.get(name)).isAlive())
        .forEach(this::start);
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

  private void kill() {
    switch (random.nextInt(5)) {
      case 0 -> {
        count("server");
        start(random.nextBoolean() ? "one" : "two");
      }
      case 1, 2 -> {
        if (killAttempt()) {
          count("attempt");
        }
      }
      default -> {
        count("connection");
        Sql.select(
            database,
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()
             ORDER BY random() LIMIT 2
            """);
      }
    }
  }

  private void count(String what) {
    killed.merge(what, 1, Integer::sum);
  }

  private boolean killAttempt() {
    List<String> begun =
        Sql.select(
            database,
            """
            SELECT external_id FROM attempt
             WHERE ended_at IS NULL AND external_id IS NOT NULL ORDER BY random()
            """);
    for (String file : begun) {
      try {
        long pid = Long.parseLong(Files.readString(Path.of(file)).strip());
        if (ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
          return true;
        }
      } catch (IOException notYet) {
        // it has not begun
      }
    }
    return false;
  }

  @Test
  void every_job_ends_once_whatever_is_killed() throws IOException {
    try (var script = Objects.requireNonNull(ChaosTest.class.getResourceAsStream("attempt.sh"))) {
      Files.copy(script, folder.resolve("attempt.sh"));
    }
    submit();
    start("one");
    start("two");
    long end = System.nanoTime() + PATIENCE.toNanos();
    long last = System.nanoTime();
    while (unfinished() && System.nanoTime() < end) {
      int kills = killed.values().stream().mapToInt(count -> count).sum();
      boolean due = ended() * (KILLS + 1L) >= (kills + 1L) * JOBS * 0.9;
      boolean stuck = System.nanoTime() - last > Duration.ofSeconds(3).toNanos();
      if (kills < KILLS && (due || stuck)) {
        last = System.nanoTime();
        kill();
      }
      restartEnded();
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    System.getLogger("chaos").log(System.Logger.Level.INFO, "killed {0} of {1} jobs", killed, JOBS);
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
      List<String> lines = Files.readAllLines(folder.resolve(run + ".lines"));
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
