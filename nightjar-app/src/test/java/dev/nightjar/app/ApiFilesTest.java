package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Logs, artifacts, and what lies below the root.
final class ApiFilesTest {
  private static final String LOG = "hello from the task\nand goodbye\n";
  @TempDir private static Path folder;
  private static ApiServer server;
  private static String job;

  @BeforeAll
  static void start() {
    server = new ApiServer(folder);
    job = server.submit("x");
    server.ended(job);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiServer.Answer artifact(String path, String... headers) {
    return server.get("/api/jobs/%s/artifacts/%s".formatted(job, path), headers);
  }

  private static ApiServer.Answer log(String query) {
    return server.get("/api/jobs/%s/log%s".formatted(job, query));
  }

  @Test
  void a_log_can_be_read_from_any_byte() {
    var all = log("");

    assertThat(all.text()).isEqualTo(LOG);
    assertThat(all.header("Log-Next")).isEqualTo(Integer.toString(LOG.length()));
    assertThat(log("?from=6&limit=4").text()).isEqualTo("from");
    assertThat(log("?from=-8").text()).isEqualTo("goodbye\n");
    assertThat(log("?from=1000").text()).isEmpty();
    assertThat(log("?attempt=2").status()).isEqualTo(404);
  }

  @Test
  void a_followed_log_ends_with_the_job() {
    String other = server.submit("y");

    assertThat(server.get("/api/jobs/%s/log?follow=true".formatted(other)).text()).isEqualTo(LOG);
    assertThat(server.get("/api/jobs/" + other).json().path("state").stringValue())
        .isEqualTo("SUCCESS");
  }

  @Test
  void a_page_of_a_notebook_runs_nothing_in_a_browser() {
    var page = artifact("outputs/out.html?inline=true");

    assertThat(page.text()).contains("<script>");
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy")).startsWith("sandbox; default-src 'none'");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Content-Disposition")).startsWith("inline; filename=\"out.html\"");
  }

  @Test
  void artifacts_are_saved_unless_they_are_to_be_shown() {
    assertThat(artifact("outputs/out.ipynb").header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"out.ipynb\"; filename*=UTF-8''out.ipynb");
  }

  @Test
  void parts_of_artifacts_can_be_had() {
    var part = artifact("log.txt", "Range", "bytes=6-9");

    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo("from");
    assertThat(part.header("Content-Range")).isEqualTo("bytes 6-9/" + LOG.length());
    assertThat(artifact("log.txt", "Range", "bytes=-8").text()).isEqualTo("goodbye\n");
    assertThat(artifact("log.txt", "Range", "bytes=24-").text()).isEqualTo("goodbye\n");
    assertThat(artifact("log.txt", "Range", "bytes=0-1,4-5").status()).isEqualTo(200);
  }

  @Test
  void a_part_behind_the_end_is_refused() {
    var part = artifact("log.txt", "Range", "bytes=1000-");

    assertThat(part.status()).isEqualTo(416);
    assertThat(part.header("Content-Range")).isEqualTo("bytes */" + LOG.length());
  }

  @Test
  void files_that_are_no_artifacts_are_not_there() {
    assertThat(artifact("order.json").status()).isEqualTo(404);
    assertThat(artifact("..%2f..%2forder.json").status()).isIn(400, 404);
    assertThat(artifact("../../../../nightjar.sqlite").status()).isIn(400, 404);
  }

  @Test
  void an_artifact_that_became_a_link_is_not_followed() throws IOException {
    String linked = server.submit("z");
    server.ended(linked);
    try (var files = Files.walk(folder.resolve("data/artifacts/runs"))) {
      for (Path file : files.filter(one -> one.endsWith("outputs/out.html")).toList()) {
        if (file.toString().contains(linked)) {
          Files.delete(file);
          Files.createSymbolicLink(file, folder.resolve("data/nightjar.sqlite"));
        }
      }
    }

    assertThat(server.get("/api/jobs/%s/artifacts/outputs/out.html".formatted(linked)).status())
        .isEqualTo(410);
  }

  @Test
  void folders_below_the_root_are_listed_without_what_leads_outside() throws IOException {
    Files.createDirectories(server.root().resolve("sub/.hidden"));
    Files.writeString(server.root().resolve("sub/b.ipynb"), ApiServer.notebook());
    Files.writeString(server.root().resolve("sub/data.csv"), "1");
    Files.createSymbolicLink(server.root().resolve("sub/out"), folder);

    JsonNode items = server.get("/api/notebooks?path=sub").json().path("items");

    assertThat(items).hasSize(1);
    assertThat(items.at("/0/path").stringValue()).isEqualTo("sub/b.ipynb");
    assertThat(server.get("/api/notebooks?path=sub/out").status()).isEqualTo(404);
    assertThat(server.get("/api/notebooks?path=..").status()).isEqualTo(404);
    assertThat(server.get("/api/notebooks?path=/etc").status()).isEqualTo(404);
  }

  @Test
  void the_parameters_of_a_notebook_are_told() {
    JsonNode told = server.get("/api/notebooks/parameters?path=report.ipynb").json();

    assertThat(told.path("kernel").stringValue()).isEqualTo("python3");
    assertThat(told.at("/parameters/0").toString())
        .isEqualTo(
            "{\"name\":\"day\",\"type\":\"str\",\"default\":\"'2026-01-01'\",\"help\":\"which day\"}");
    assertThat(server.get("/api/notebooks/parameters?path=nope.ipynb").status()).isEqualTo(404);
  }
}
