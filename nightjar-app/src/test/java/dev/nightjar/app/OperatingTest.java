package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.cli.Program;
import dev.nightjar.cli.ServerWork;
import dev.nightjar.cli.Terminal;
import dev.nightjar.config.Environment;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.config.ServerConfigFile;
import dev.nightjar.json.Json;
import dev.nightjar.store.Database;
import dev.nightjar.store.TokenStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OperatingTest {
  @TempDir Path root;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ServerConfig config() {
    var environment = new Environment(Map.of(), root, false, false, false, false);
    return ServerConfigFile.load(environment, null, Map.of()).config();
  }

  private int run(ServerWork work) {
    var environment = new Environment(Map.of(), root, false, false, false, false);
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(InputStream.nullInputStream(), out, print, print, environment);
    return ServerMain.run(new Program(terminal, Clock.systemUTC(), ServerMain::run), work);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /// Waits until a job has ended.
  private static void awaitEnd(RunningServer server, String id)
      throws IOException, InterruptedException {
    String status = "";
    while (!status.equals("FAILED") && !status.equals("COMPLETED")) {
      status = Json.parse(server.get("/scheduler/jobs/" + id).body()).path("status").asString("");
    }
  }

  @Nested
  class ARunningServer {
    @Test
    void says_that_it_lives_and_is_ready() throws Exception {
      try (var server = new RunningServer(root, "{}")) {
        assertThat(server.get("/health").body()).isEqualTo("{\"alive\":true}");
        HttpResponse<String> ready = server.get("/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"ready\":true,\"database\":true,\"loops\":true}");
      }
    }

    @Test
    void gives_its_numbers_to_those_who_may_see_them() throws Exception {
      try (var server = new RunningServer(root, "server: {token: abc}")) {
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
        assertThat(server.get("/metrics").statusCode()).isEqualTo(403);
        String metrics = server.get("/metrics", "Authorization", "token abc").body();
        assertThat(metrics)
            .contains(
                "nightjar_runs{state=\"queued\"} 0\n",
                "nightjar_queue_depth 0\n",
                "nightjar_schedule_lag_seconds 0\n",
                "nightjar_alerts{state=\"pending\"} 0\n",
                "nightjar_database_connections{pool=\"read\",state=\"waiting\"} 0\n",
                "nightjar_database_up 1\n");
        assertThat(metrics.lines())
            .allMatch(line -> line.startsWith("# ") || line.matches("[a-z_]+(\\{.*})? [-0-9.E]+"));
      }
    }

    @Test
    void is_the_only_one_over_its_folder() throws Exception {
      try (var _ = new RunningServer(root, "{}")) {
        assertThatThrownBy(() -> new RunningServer(root, "{}"))
            .hasMessageContaining("another server uses the data folder");
      }
    }
  }

  @Test
  void a_backup_of_a_running_server_can_be_put_in_its_place() throws Exception {
    Path copy = root.resolve("copy.sqlite");
    String kept;
    try (var server = new RunningServer(root, "{}")) {
      kept = server.submit(Map.of());
      assertThat(run(new ServerWork.Backup(config(), copy))).isZero();
      server.submit(Map.of());
      assertThat(run(new ServerWork.Restore(config(), copy))).isEqualTo(1);
      assertThat(said()).contains("another server uses the data folder");
    }
    assertThat(run(new ServerWork.Restore(config(), copy))).isZero();
    try (var server = new RunningServer(root, "{}")) {
      String jobs = server.get("/scheduler/jobs").body();
      assertThat(Json.parse(jobs).path("total_count").asInt()).isEqualTo(1);
      assertThat(jobs).contains(kept);
    }
    assertThat(run(new ServerWork.Backup(config(), copy))).isEqualTo(1);
    assertThat(said()).contains("is there already");
  }

  @Test
  void what_is_no_database_is_not_restored() throws IOException {
    Path file = Files.writeString(root.resolve("other.sqlite"), "no database");
    assertThat(run(new ServerWork.Restore(config(), file))).isEqualTo(1);
    assertThat(said()).contains("other.sqlite is no database of Nightjar");
  }

  @Test
  void retention_says_what_it_would_delete_and_then_deletes_it_with_its_files() throws Exception {
    String id;
    try (var server = new RunningServer(root, "retention: {age: 0s}")) {
      id = server.submit(Map.of());
      awaitEnd(server, id);
      Path artifacts = root.resolve(".nightjar/artifacts");
      assertThat(run(new ServerWork.Retain(config(), true))).isZero();
      assertThat(said())
          .contains(
              "run " + id, "1 runs, 0 snapshots, 0 folders, 0 versions, 0 events would be deleted");
      assertThat(server.get("/scheduler/jobs/" + id).statusCode()).isEqualTo(200);
      assertThat(below(artifacts.resolve("snapshots"))).hasSize(3);
      assertThat(run(new ServerWork.Retain(config(), false))).isZero();
      assertThat(server.get("/scheduler/jobs/" + id).body()).contains("There is no job");
      assertThat(below(artifacts.resolve("snapshots"))).hasSize(1);
      assertThat(below(artifacts)).noneMatch(file -> file.endsWith(id));
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.toList();
    }
  }

  @Test
  void a_token_of_the_command_line_is_stored_as_a_hash_and_can_be_revoked() throws Exception {
    assertThat(run(new ServerWork.CreateToken(config(), "ada", "editor", Duration.ofDays(90))))
        .isZero();
    String token = said().strip();
    assertThat(token).matches("nj_[\\w-]{32}");
    try (Database database =
        Database.open(
            Database.sqliteUrl(root.resolve(".nightjar/nightjar.sqlite")), null, null, 1)) {
      assertThat(database.read(new TokenStore()::list).toString())
          .contains(TokenStore.hash(token))
          .doesNotContain(token);
    }
    run(new ServerWork.ListTokens(config(), false));
    assertThat(said()).contains("ada", "editor");
    assertThat(run(new ServerWork.RevokeToken(config(), "ada"))).isZero();
    assertThat(run(new ServerWork.RevokeToken(config(), "ada"))).isEqualTo(1);
  }

  @Test
  void an_address_that_others_reach_needs_a_token() {
    var flag = new ServerConfigFile.Flag("--bind", "0.0.0.0");
    var plain = new ServerConfigFile.Flag("--plain-http", "true");
    var environment = new Environment(Map.of(), root, false, false, false, false);
    var config =
        ServerConfigFile.load(
                environment, null, Map.of("server.bind", flag, "server.plain-http", plain))
            .config();
    assertThat(run(new ServerWork.Serve(config))).isEqualTo(2);
    assertThat(said()).contains("0.0.0.0 is reached from other machines, which needs a token");
  }
}
