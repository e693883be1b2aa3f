package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.ApiServer;
import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The commands that talk to a server, with a real one.
final class ServerCommandsTest {
  @TempDir private static Path folder;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static CommandLineFixture.Ended run(String... arguments) {
    return new CommandLineFixture(folder)
        .with("NIGHTJAR_SERVER", server.address())
        .with("XDG_CONFIG_HOME", folder.toString())
        .run(arguments);
  }

  private static JsonNode json(String... arguments) {
    return Json.parse(run(arguments).out());
  }

  private static String line(String... arguments) {
    var ended = run(arguments);
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended.out().strip();
  }

  @Test
  void submit_prints_the_id_of_the_job() {
    String id = line("jobs", "submit", "report.ipynb", "-p", "limit", "5", "--name", "Sales");

    JsonNode job = json("jobs", "show", id, "--json");
    assertThat(job.path("name").stringValue()).isEqualTo("Sales");
    assertThat(job.path("parameters").toString()).isEqualTo("{\"limit\":5}");
  }

  @Test
  void submit_and_wait_exits_with_the_outcome_of_the_job() {
    assertThat(run("jobs", "submit", "report.ipynb", "--wait").status()).isZero();

    var failed = run("jobs", "submit", "report.ipynb", "-p", "fail", "1", "--wait");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).contains("failed").contains("ZeroDivisionError");
  }

  @Test
  void a_notebook_of_this_machine_can_be_sent_along() throws IOException {
    Files.writeString(folder.resolve("mine.ipynb"), ApiServer.notebook());

    JsonNode job = json("jobs", "submit", "--upload", "mine.ipynb", "--json", "--wait");

    assertThat(job.path("notebook").stringValue()).isEqualTo("mine.ipynb");
    assertThat(job.path("state").stringValue()).isEqualTo("SUCCESS");
  }

  @Test
  void the_list_shows_states_and_how_long_ago() {
    run("jobs", "submit", "report.ipynb", "--wait", "--name", "Listed");

    var ended = run("jobs", "list", "--name", "listed");

    assertThat(ended.out().lines()).hasSize(2);
    assertThat(ended.out()).contains("STATE").contains("success").contains("Listed");
  }

  @Test
  void logs_are_printed_and_followed() {
    String id = line("jobs", "submit", "report.ipynb");

    assertThat(run("jobs", "logs", "-f", id).out()).isEqualTo("hello from the task\nand goodbye\n");
    assertThat(run("jobs", "logs", "--tail", "8", id).out()).isEqualTo("goodbye\n");
  }

  @Test
  void files_are_downloaded_into_a_folder() {
    String id = line("jobs", "submit", "report.ipynb");
    run("jobs", "logs", "-f", id);

    var ended = run("jobs", "download", id, "got", "--kind", "output");

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(folder.resolve("got/out.html")).content().contains("<script>");
    assertThat(folder.resolve("got/log.txt")).doesNotExist();
  }

  @Test
  void a_job_is_stopped_run_again_and_deleted() {
    String id = line("jobs", "submit", "report.ipynb", "-p", "wait", "1");

    assertThat(line("jobs", "stop", id)).isEqualTo(id + "  is asked to stop");
    run("jobs", "logs", "-f", id);
    assertThat(run("jobs", "rerun", id, "-p", "x", "1", "--wait").status()).isZero();
    assertThat(line("jobs", "rm", id)).isEqualTo(id + "  is deleted");
    assertThat(run("jobs", "show", id).status()).isEqualTo(1);
    assertThat(run("jobs", "show", id).err())
        .isEqualTo("nightjar: There is no job %s.\n".formatted(id));
  }

  @Test
  void a_definition_lives_from_create_to_rm() {
    String id =
        line(
            "definitions",
            "create",
            "report.ipynb",
            "--schedule",
            "0 6 * * *",
            "--timezone",
            "Europe/Paris");

    assertThat(line("definitions", "next", id, "--count", "2").lines()).hasSize(3);
    assertThat(line("definitions", "pause", id)).contains("paused");
    assertThat(run("definitions", "list", "--paused").out()).contains(id);
    assertThat(line("definitions", "resume", id)).contains("again");
    assertThat(line("definitions", "update", id, "--name", "Daily")).isEqualTo(id);
    assertThat(line("definitions", "show", id)).contains("Daily").contains("At 06:00");
    assertThat(run("definitions", "run", id, "--wait").status()).isZero();
    assertThat(line("definitions", "update", id, "--no-schedule")).isEqualTo(id);
    assertThat(line("definitions", "rm", id)).contains("deleted");
  }

  @Test
  void a_schedule_is_shown_before_it_is_saved() {
    assertThat(line("definitions", "next", "--schedule", "every 15m", "--count", "3").lines())
        .hasSize(4)
        .first()
        .isEqualTo("Every 15 minutes (UTC)");
  }

  @Test
  void pools_and_status_are_shown() {
    assertThat(line("pools", "set", "gpu", "2")).contains("gpu");
    assertThat(line("pools", "list")).contains("gpu");
    assertThat(line("pools", "rm", "gpu")).contains("deleted");
    assertThat(line("status")).contains("SERVER").contains("queued");
  }

  @Test
  void fields_that_are_wrong_are_named_in_one_line() {
    var ended = run("jobs", "submit", "nope.ipynb", "--timeout", "soon");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).contains("notebook: ").contains("timeout: ");
  }

  @Test
  void a_server_that_is_not_there_is_told_in_one_line() {
    var ended = run("jobs", "list", "--server", "http://127.0.0.1:1");

    assertThat(ended.status()).isEqualTo(4);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).contains("http://127.0.0.1:1 can't be reached").contains("--server");
  }

  @Test
  void profiles_of_the_configuration_file_say_where_the_server_is() throws IOException {
    Files.createDirectories(folder.resolve("nightjar"));
    Files.writeString(
        folder.resolve("nightjar/config.yaml"),
        "profiles:\n  here:\n    server: %s\n  gone:\n    server: http://127.0.0.1:1\n"
            .formatted(server.address()));

    assertThat(run("status", "--profile", "here").status()).isZero();
    assertThat(run("status", "--profile", "gone").status()).isEqualTo(4);
    assertThat(run("status", "--profile", "none").err()).contains("there are: gone, here");
  }

  @Test
  void colours_are_for_terminals() {
    run("jobs", "submit", "report.ipynb", "--wait");

    assertThat(run("jobs", "list").out()).doesNotContain("\u001b");
    assertThat(
            new CommandLineFixture(folder)
                .with("NIGHTJAR_SERVER", server.address())
                .onTerminal()
                .run("jobs", "list")
                .out())
        .contains("\u001b");
  }
}
