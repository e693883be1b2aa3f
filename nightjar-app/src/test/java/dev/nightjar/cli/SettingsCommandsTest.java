package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.ApiServer;
import dev.nightjar.app.FiledWorkflows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands for variables, connections and backfills, with a real server.
final class SettingsCommandsTest {
  @TempDir private static Path folder;
  private static ApiServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new ApiServer(folder);
    FiledWorkflows.put(
        folder.resolve("data"),
        FiledWorkflows.workflow(
            "sales", Map.of(), FiledWorkflows.notebook("report", "report.ipynb")),
        ApiServer.notebook());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static CommandLineFixture fixture() {
    return new CommandLineFixture(folder)
        .with("NIGHTJAR_SERVER", server.address())
        .with("XDG_CONFIG_HOME", folder.toString());
  }

  private static CommandLineFixture.Ended run(String... arguments) {
    return fixture().run(arguments);
  }

  private static String line(String... arguments) {
    var ended = run(arguments);
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended.out().strip();
  }

  @Test
  void variables_are_set_by_hand_and_by_pipe_and_go_to_a_file_and_back() throws IOException {
    line("variables", "set", "region", "EMEA", "--description", "where");
    fixture().runWithInput("hush\n", "variables", "set", "key", "-");

    assertThat(line("variables", "list")).contains("region", "where").doesNotContain("EMEA");
    assertThat(line("variables", "get", "key")).isEqualTo("hush");
    line("variables", "export", "all.json");
    Path file = folder.resolve("all.json");
    assertThat(Files.readString(file)).isEqualTo("{\"key\":\"hush\",\"region\":\"EMEA\"}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.writeString(file, "{\"region\": \"APAC\", \"limits\": [1, 2]}");
    assertThat(run("variables", "import", "all.json").err()).isEqualTo("2 variables are set\n");
    assertThat(line("variables", "get", "region")).isEqualTo("APAC");
    assertThat(line("variables", "get", "limits")).isEqualTo("[1,2]");
    assertThat(line("variables", "rm", "region", "limits", "key")).contains("is deleted");
    assertThat(run("variables", "get", "key").err())
        .isEqualTo("nightjar: There is no variable of this name.\n");
    assertThat(run("variables", "import", "none.json").err()).contains("There is no file");
  }

  @Test
  void connections_are_added_and_shown_without_their_secrets() {
    fixture()
        .runWithInput(
            "hush\n",
            "connections",
            "add",
            "db",
            "--type",
            "postgres",
            "--host",
            "h",
            "--port",
            "5432",
            "--password",
            "-",
            "--extra",
            "{\"token\": \"hush\"}");

    assertThat(line("connections", "list")).contains("postgres", "5432").doesNotContain("hush");
    assertThat(line("connections", "show", "db"))
        .contains("is set", "token")
        .doesNotContain("hush");
    assertThat(run("connections", "add", "db", "--uri", "nothing").status()).isEqualTo(1);
    assertThat(run("connections", "add", "db", "--extra", "{").status()).isEqualTo(2);
    assertThat(line("connections", "rm", "db")).contains("is deleted");
  }

  @Test
  void a_backfill_shows_its_plan_asks_and_is_followed_to_its_end() {
    String[] days = {"runs", "backfill", "sales", "--from", "2026-01-01", "--to", "2026-01-03"};

    assertThat(line(with(days, "--dry-run")))
        .contains("2026-01-02T06:00:00Z", "make", "3 intervals: 3 runs to make, 0 to run again");
    var asked = run(days);
    assertThat(asked.status()).isEqualTo(2);
    assertThat(asked.err()).contains("Give -y");

    var done = run(with(days, "-y"));
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.err()).endsWith("sales: [####################] 3/3  3 success\n");
    assertThat(line(days)).contains("success", "0 runs to make");
    assertThat(run("runs", "backfill", "sales").err()).contains("Give the times");
  }

  @Test
  void airflows_backfill_is_the_same() {
    var done =
        run("airflow", "dags", "backfill", "sales", "-s", "2026-02-01", "-e", "2026-02-03", "-y");
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.err()).contains("sales: [####################] 2/2  2 success");
    var old = run("airflow", "backfill", "sales", "-s", "2026-02-01", "-e", "2026-02-03", "-dr");
    assertThat(old.out()).contains("2 intervals: 0 runs to make");
  }

  private static String[] with(String[] words, String more) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = more;
    return all;
  }
}
