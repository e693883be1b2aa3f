package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Program;
import dev.nightjar.cli.ServerWork;
import dev.nightjar.cli.Terminal;
import dev.nightjar.config.Environment;
import dev.nightjar.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// On a file with the tables, columns and values that jupyter-scheduler 2.11 writes.
final class JupyterSchedulerImportTest {
  private static final String DEFINITION = "11111111-aaaa-4aaa-8aaa-111111111111";
  private static final String PAUSED = "22222222-aaaa-4aaa-8aaa-222222222222";
  private static final String LOST = "33333333-aaaa-4aaa-8aaa-333333333333";
  private static final String DONE = "44444444-aaaa-4aaa-8aaa-444444444444";
  private static final String FAILED = "55555555-aaaa-4aaa-8aaa-555555555555";
  private static final String RUNNING = "66666666-aaaa-4aaa-8aaa-666666666666";
  private static final String STOPPED = "77777777-aaaa-4aaa-8aaa-777777777777";
  private static final String NOTEBOOK =
      """
      {"cells": [], "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
       "nbformat": 4, "nbformat_minor": 5}
      """;

  @TempDir private Path folder;
  private Path root;
  private Path file;
  private Path staging;

  @BeforeEach
  void make() throws Exception {
    root = Files.createDirectory(folder.resolve("root"));
    file = folder.resolve("scheduler.sqlite");
    staging = Files.createDirectory(folder.resolve("scheduler_staging_area"));
    String sql;
    try (InputStream in = getClass().getResourceAsStream("/server/jupyter-scheduler.sql")) {
      sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String one : sql.split(";\n", -1)) {
        if (!one.isBlank()) {
          statement.execute(one);
        }
      }
    }
    stage(DEFINITION, "report.ipynb");
    stage(PAUSED, "report.ipynb");
    Files.writeString(staging.resolve(PAUSED).resolve("data.csv"), "a,b");
    stage(DONE, "report.ipynb");
    // 12:46:11 on clocks two hours ahead; the other file is of another time.
    stage(DONE, "report-2026-11-21-12-46-11-PM.ipynb");
    stage(DONE, "report-2026-11-21-12-46-11-PM.html");
    stage(DONE, "report-2026-11-20-12-45-00-PM.html");
    stage(FAILED, "report.ipynb");
    stage(FAILED, "report-2026-11-21-12-50-00-PM.ipynb");
  }

  private void stage(String id, String name) throws Exception {
    Files.createDirectories(staging.resolve(id));
    Files.writeString(staging.resolve(id).resolve(name), NOTEBOOK);
  }

  private JsonNode run(boolean paused, boolean dryRun) {
    var config = TestConfig.of(root, folder.resolve("data"), Map.of());
    return Json.parse(
        said(new ServerWork.ImportJupyterScheduler(config, file, staging, paused, dryRun, true)));
  }

  private String said(ServerWork work) {
    var out = new ByteArrayOutputStream();
    var environment = new Environment(Map.of(), folder, false, false, false, false);
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(InputStream.nullInputStream(), out, print, print, environment);
    ServerMain.run(new Program(terminal, Clock.systemUTC(), ServerMain::run), work);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode item(JsonNode report, String id) {
    return StreamSupport.stream(report.path("items").spliterator(), false)
        .filter(item -> item.path("id").asString("").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private ApiServer server() {
    return new ApiServer(folder);
  }

  @Test
  void a_definition_comes_with_its_schedule_settings_and_notebook() throws Exception {
    String id = item(run(false, false), DEFINITION).path("new_id").asString("");
    try (ApiServer server = server()) {
      JsonNode definition = server.get("/scheduler/job_definitions/" + id).json();
      assertThat(definition.path("name").asString("")).isEqualTo("Daily report");
      assertThat(definition.path("schedule").asString("")).isEqualTo("0 6 * * MON-FRI");
      assertThat(definition.path("timezone").asString("")).isEqualTo("Europe/Paris");
      assertThat(definition.path("active").asBoolean()).isTrue();
      assertThat(definition.path("parameters").toString()).isEqualTo("{\"day\":\"'today'\"}");
      assertThat(definition.path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
      assertThat(definition.path("output_formats").toString()).isEqualTo("[\"ipynb\",\"html\"]");
      assertThat(definition.path("create_time").asLong()).isEqualTo(1795200000000L);
      assertThat(server.get("/api/definitions/" + id).json().path("next_due").asString(""))
          .isNotEmpty();
    }
  }

  @Test
  void a_paused_definition_stays_paused_and_brings_the_files_of_its_folder() throws Exception {
    String id = item(run(false, false), PAUSED).path("new_id").asString("");
    try (ApiServer server = server()) {
      JsonNode definition = server.get("/scheduler/job_definitions/" + id).json();
      assertThat(definition.path("active").asBoolean()).isFalse();
      assertThat(definition.path("packaged_files").toString()).isEqualTo("[\"data.csv\"]");
    }
  }

  @Test
  void all_definitions_come_paused_when_that_is_asked_for() throws Exception {
    run(true, false);
    try (ApiServer server = server()) {
      JsonNode all = server.get("/scheduler/job_definitions").json().path("job_definitions");
      assertThat(all).hasSize(2).noneMatch(one -> one.path("active").asBoolean());
    }
  }

  @Test
  void a_job_that_was_completed_comes_with_its_times_and_outputs() throws Exception {
    JsonNode report = run(false, false);
    String id = item(report, DONE).path("new_id").asString("");
    try (ApiServer server = server()) {
      JsonNode job = server.get("/scheduler/jobs/" + id).json();
      assertThat(job.path("status").asString("")).isEqualTo("COMPLETED");
      assertThat(job.path("job_definition_id").asString(""))
          .isEqualTo(item(report, DEFINITION).path("new_id").asString(""));
      assertThat(job.path("create_time").asLong()).isEqualTo(1795257971000L);
      assertThat(job.path("start_time").asLong()).isEqualTo(1795257972000L);
      assertThat(job.path("end_time").asLong()).isEqualTo(1795257999000L);
      assertThat(job.path("idempotency_token").asString("")).isEqualTo("once");
      assertThat(server.get("/api/jobs/" + id).text())
          .contains("report-2026-11-21-12-46-11-PM.ipynb", "report-2026-11-21-12-46-11-PM.html")
          .doesNotContain("12-45-00");
      JsonNode jobs = server.get("/scheduler/jobs").json();
      assertThat(jobs.path("total_count").asInt()).isEqualTo(3);
    }
  }

  @Test
  void a_job_that_failed_comes_with_its_error_and_can_be_run_again() throws Exception {
    String id = item(run(false, false), FAILED).path("new_id").asString("");
    try (ApiServer server = server()) {
      JsonNode job = server.get("/scheduler/jobs/" + id).json();
      assertThat(job.path("status").asString("")).isEqualTo("FAILED");
      assertThat(job.path("status_message").asString(""))
          .startsWith("ValueError: no data")
          .contains("raise ValueError");
      assertThat(server.post("/api/jobs/" + id + "/rerun", "{}").status()).isEqualTo(201);
    }
  }

  @Test
  void a_job_without_files_comes_as_history() throws Exception {
    JsonNode report = run(false, false);
    assertThat(item(report, STOPPED).path("note").asString("")).startsWith("without its notebook");
    try (ApiServer server = server()) {
      JsonNode job =
          server.get("/scheduler/jobs/" + item(report, STOPPED).path("new_id").asString("")).json();
      assertThat(job.path("status").asString("")).isEqualTo("STOPPED");
      assertThat(job.path("start_time").isNull()).isTrue();
    }
  }

  @Test
  void what_cannot_be_imported_is_said_with_the_reason() {
    JsonNode report = run(false, false);
    assertThat(item(report, LOST).path("result").asString("")).isEqualTo("skipped");
    assertThat(item(report, LOST).path("note").asString(""))
        .isEqualTo("its notebook 'report.ipynb' is not in " + staging.resolve(LOST));
    assertThat(item(report, RUNNING).path("note").asString(""))
        .isEqualTo("it is IN_PROGRESS: let it end, and import again");
  }

  @Test
  void a_row_that_is_damaged_is_skipped_alone() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE jobs SET parameters = '{' WHERE job_id = '%s'".formatted(DONE));
      statement.execute("UPDATE jobs SET job_id = '../../x' WHERE job_id = '%s'".formatted(FAILED));
    }
    JsonNode report = run(false, false);
    assertThat(item(report, DONE).path("note").asString(""))
        .isEqualTo("its column 'parameters' is no JSON");
    assertThat(item(report, "../../x").path("note").asString("")).isEqualTo("its id is none");
    assertThat(report.path("imported").asInt()).isEqualTo(3);
  }

  @Test
  void a_second_import_adds_nothing_and_a_dry_run_does_neither() {
    assertThat(run(false, true).path("imported").asInt()).isEqualTo(5);
    JsonNode first = run(false, false);
    assertThat(first.path("imported").asInt()).isEqualTo(5);
    JsonNode second = run(false, false);
    assertThat(second.path("imported").asInt()).isZero();
    assertThat(second.path("present").asInt()).isEqualTo(5);
    assertThat(second.path("skipped").asInt()).isEqualTo(2);
    assertThat(item(second, DONE).path("new_id")).isEqualTo(item(first, DONE).path("new_id"));
  }

  @Test
  void people_get_a_table() {
    var config = TestConfig.of(root, folder.resolve("data"), Map.of());
    String said =
        said(new ServerWork.ImportJupyterScheduler(config, file, staging, false, true, false));
    assertThat(said)
        .contains(
            "definition  " + DEFINITION + "  Daily report",
            "skipped   it is IN_PROGRESS",
            "5 would be imported, 0 there already, 2 skipped");
  }

  @Test
  void what_is_no_such_file_is_said() throws SQLException {
    var config = TestConfig.of(root, folder.resolve("data"), Map.of());
    Path none = folder.resolve("none.sqlite");
    assertThat(
            said(new ServerWork.ImportJupyterScheduler(config, none, staging, false, true, false)))
        .isEqualTo("nightjar: there is no file %s\n".formatted(none));
    assertThat(said(new ServerWork.ImportJupyterScheduler(config, file, none, false, true, false)))
        .contains("there is no folder " + none);
  }
}
