package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import dev.nightjar.testkit.DatabaseServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two servers in processes of their own that share a database and watch the same folder, of which
/// one gets SIGKILL while both work. Each attempt of a task notes in a file `effects` that it was
/// made; one that was lost by that may have done so, too.
@Timeout(240)
final class TwoServersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WORKFLOWS = 4;
  private static final int POINTS = 200;

  /// Those that are asked for; the last one before now comes by schedule.
  private static final int DAYS = 30;

  private static final int FILES = 20;
  private static final int EVENTS = 20;
  private static final int RUNS = 1 + DAYS + 1 + FILES + EVENTS;
  private static final int TASKS = POINTS + RUNS - 1;

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Path flows;
  private Path effects;

  @BeforeEach
  void write() throws IOException {
    flows = Files.createDirectories(folder.resolve("flows"));
    effects = Files.createFile(folder.resolve("effects"));
    Files.createDirectory(flows.resolve("in"));
    String points =
        IntStream.range(0, POINTS).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    flow("grid", "", ", grid: {n: [%s]}".formatted(points));
    flow("daily", "schedule: \"0 0 * * *\"\n", "");
    flow("events", "", "");
    flow("import", "on: {file: \"in/*.csv\", settle: 1s}\n", "");
  }

  private void flow(String key, String when, String more) throws IOException {
    String note = "sleep 0.02; echo '{{ workflow }} {{ run_id }} {{ task.task_id }}' >> " + effects;
    Files.writeString(
        flows.resolve(key + ".yaml"),
        "id: %s\n%smax_runs: 16\ntasks:\n  note: {shell: \"%s\"%s}\n"
            .formatted(key, when, note, more));
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  @Test
  void do_all_work_once_on_postgresql_though_one_is_killed() throws Exception {
    doAllWorkOnce(DatabaseServers.postgresql());
  }

  @Test
  void do_all_work_once_on_mariadb_though_one_is_killed() throws Exception {
    doAllWorkOnce(DatabaseServers.mariadb());
  }

  private void doAllWorkOnce(String url) throws Exception {
    try (ServerProcess killed = server("one", url);
        ServerProcess other = server("two", url);
        Connection database = DriverManager.getConnection(url)) {
      await("files are read", () -> count(database, "SELECT COUNT(*) FROM workflow") == WORKFLOWS);
      for (int i = 0; i < FILES; i++) {
        Path file = Files.writeString(folder.resolve(i + ".csv"), "a,b\n");
        Files.move(file, flows.resolve("in/" + i + ".csv"), StandardCopyOption.ATOMIC_MOVE);
      }
      post(killed, "/api/workflows/grid/runs", "{}", "");
      post(other, "/api/workflows/daily/backfill", backfill(), "");
      for (int i = 0; i < EVENTS; i++) {
        String made = post(killed, "/api/workflows/events/events", "{}", "event-" + i);
        assertThat(post(other, "/api/workflows/events/events", "{}", "event-" + i)).isEqualTo(made);
      }
      await("tasks run", () -> Files.readAllLines(effects).size() > TASKS / 4);
      killed.process().destroyForcibly();

      await(
          "runs end",
          () -> count(database, "SELECT COUNT(*) FROM run WHERE ended_at IS NOT NULL") >= RUNS);
      await(
          "attempts end",
          () -> count(database, "SELECT COUNT(*) FROM attempt WHERE ended_at IS NULL") == 0);
      assertEachWasDoneOnce(database);
    }
  }

  private ServerProcess server(String name, String url) throws IOException {
    Files.createDirectories(folder.resolve(name).resolve("root"));
    Path config = folder.resolve(name).resolve("nightjar.yaml");
    Files.writeString(config, "worker: {lease: 3s}\n");
    return ServerProcess.start(
        folder.resolve(name),
        "--config",
        config.toString(),
        "--db",
        url,
        "--artifacts-dir",
        folder.resolve("artifacts").toString(),
        "--workflows",
        flows.toString());
  }

  private static String backfill() {
    return "{\"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-01-%dT00:00:00Z\"}".formatted(DAYS);
  }

  /// Asks a server, and tells what it made.
  private String post(ServerProcess server, String path, String body, String key)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    var answer = client.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    JsonNode made = Json.parse(answer.body());
    return made.path("id").asString("");
  }

  private void assertEachWasDoneOnce(Connection database) throws Exception {
    assertThat(
            strings(
                database,
                """
                SELECT CONCAT(workflow_key, ' ', run.state, ' ', COUNT(*))
                  FROM run JOIN workflow ON workflow.id = run.workflow_id
                 GROUP BY workflow_key, run.state
                """))
        .containsExactlyInAnyOrder(
            "grid SUCCESS 1",
            "daily SUCCESS " + (DAYS + 1),
            "events SUCCESS " + EVENTS,
            "import SUCCESS " + FILES);
    List<String> attempts =
        strings(
            database,
            """
            SELECT CONCAT(workflow_key, ' ', run_key, ' ', task)
              FROM attempt JOIN run ON run.id = attempt.run_id
              JOIN workflow ON workflow.id = run.workflow_id
            """);
    Map<String, Long> made = counts(Files.readAllLines(effects));
    assertThat(made).hasSize(TASKS);
    counts(attempts)
        .forEach((task, most) -> assertThat(made.get(task)).as(task).isBetween(1L, most));
    assertThat(strings(database, "SELECT outcome FROM attempt WHERE outcome <> 'LOST'"))
        .hasSize(TASKS)
        .containsOnly("SUCCEEDED");
  }

  private static Map<String, Long> counts(List<String> lines) {
    return lines.stream().collect(Collectors.groupingBy(line -> line, Collectors.counting()));
  }

  private static int count(Connection database, String sql) throws SQLException {
    try (ResultSet row = database.createStatement().executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  @FunctionalInterface
  private interface Check {
    boolean holds() throws Exception;
  }

  private static void await(String what, Check check) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!check.holds()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static List<String> strings(Connection database, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet row = database.createStatement().executeQuery(sql)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }
}
