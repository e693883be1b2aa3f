package dev.nightjar.web;

import static dev.nightjar.app.FiledWorkflows.command;
import static dev.nightjar.app.FiledWorkflows.empty;
import static dev.nightjar.app.FiledWorkflows.grid;
import static dev.nightjar.app.FiledWorkflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.FiledWorkflows;
import dev.nightjar.app.PageServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Fills in the forms on the pages of workflows, and of what their tasks share, in Chromium.
@EnabledIf("browserIsHere")
class WorkflowFormsTest {
  private static PageServer server;
  private static Chromium browser;

  @TempDir static Path folder;

  static boolean browserIsHere() {
    return Files.isExecutable(Chromium.PROGRAM);
  }

  @BeforeAll
  static void start() throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Path data = folder.resolve("data");
    server = new PageServer(root, data);
    browser = Chromium.start();
    FiledWorkflows.put(data, workflow("later", Map.of(), command("waits", "sleep 600")), null);
    FiledWorkflows.put(
        data,
        workflow(
            "points",
            Map.of("flag", true, "limit", 10L),
            grid(
                command("train", "test {{ grid.x }} = 0 || ls %s.{{ grid.x }}".formatted(mended())),
                Map.of("x", List.of(0, 1, 2))),
            empty("tell", "train")),
        null);
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
  }

  /// What files begin with without which a point of the grid fails.
  private static Path mended() {
    return folder.resolve("mended");
  }

  private static Tab open(String path) {
    return browser.open().go(server.address() + path);
  }

  /// Runs the grid, of which points fail as long as they are not mended.
  private static Tab failed() throws IOException {
    Files.deleteIfExists(Path.of(mended() + ".1"));
    Files.deleteIfExists(Path.of(mended() + ".2"));
    Tab tab = open("/workflows/points").follow("aside .trigger [value=run]");
    tab.await("document.querySelector('h1').innerText.includes('FAILED')");
    return tab;
  }

  @Test
  void points_of_a_grid_run_again_one_by_one() throws IOException {
    Tab tab = failed();
    String run = tab.path();
    tab.go(server.address() + run + "/tasks/train");
    assertThat(tab.text(".points")).contains("train[0]", "SUCCESS", "FAILED");
    assertThat(tab.count(".points button")).isEqualTo(2);
    Files.createFile(Path.of(mended() + ".2"));
    tab.follow("[aria-label='Run again: train[2]']");
    tab.await("document.querySelectorAll('.points .is-success').length === 2");
    tab.await("document.querySelector('h1').innerText.includes('FAILED')");
    assertThat(tab.text(".points")).contains("train[1]");
    tab.go(server.address() + run + "/tasks/train%5B1%5D").follow("[value=clear-point]");
    assertThat(tab.path()).isEqualTo(run + "/tasks/train");
    tab.await("document.querySelector('h1').innerText.includes('FAILED')");
    assertThat(clear(tab, run, "train[9]")).contains("is no task of this run");
    Files.createFile(Path.of(mended() + ".1"));
    assertThat(clear(tab, run, "train[1]")).contains("\"tasks\":[\"train\"]");
    tab.go(server.address() + run + "/tasks/train");
    tab.await("document.querySelector('h1').innerText.includes('SUCCESS')");
    assertThat(tab.problems()).allMatch(problem -> problem.contains("/clear"));
  }

  /// Has a task or point run again over REST.
  private static String clear(Tab tab, String run, String task) {
    String id = run.substring(run.lastIndexOf('/') + 1);
    return tab.run(
            """
            fetch('/api/runs/%s/clear', {method: 'POST', headers: {'Content-Type': 'application/json'},
              body: JSON.stringify({tasks: ['%s']})}).then(answer => answer.text())"""
                .formatted(id, task))
        .asString("");
  }

  @Test
  void a_parameter_has_a_field_of_its_kind() {
    Tab tab = open("/workflows/points");
    assertThat(tab.text("aside [name='p.flag']")).contains("true", "false");
    tab.fill("aside [name='p.flag']", "false");
    tab.fill("aside .trigger textarea", "{\"more\": [1, \"b\"]}");
    tab.follow("aside .trigger [value=run]");
    assertThat(tab.text("main")).contains("flag", "False", "more", "[1, \"b\"]");
    tab.go(server.address() + "/workflows/points");
    tab.run("document.querySelector('aside [name=\"p.limit\"]').type = 'text'");
    tab.fill("aside [name='p.limit']", "few");
    tab.follow("aside .trigger [value=run]");
    assertThat(tab.text("main")).contains("Parameter limit: 'few' is no number.");
  }

  @Test
  void a_backfill_is_shown_before_it_is_done() {
    Tab tab = open("/workflows/later").follow("aside a[href$='/backfill']");
    tab.fill("[name=from]", "2026-01-01");
    tab.fill("[name=to]", "2026-01-02");
    tab.follow("main .filters button");
    assertThat(tab.text("#plan")).isEqualTo("2 intervals: 2 runs to make, 0 to run again");
    assertThat(tab.count("tbody tr")).isEqualTo(2);
    tab.follow("[value=start]");

    assertThat(tab.path()).isEqualTo("/workflows/later");
    tab.go(server.address() + "/workflows/later/backfill?from=2026-01-01&to=2026-01-02");
    assertThat(tab.text("#plan")).contains("0 runs to make");
    tab.follow("tbody a").follow("[value=stop]");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void variables_connections_and_pools_are_set_and_deleted_and_secrets_are_not_shown() {
    Tab tab = open("/variables");
    tab.fill(".trigger [name=name]", "region");
    tab.fill(".trigger [name=value]", "EMEA");
    tab.follow("[value=put]");
    tab.fill(".trigger [name=name]", "api_key");
    tab.fill(".trigger [name=value]", "hush");
    tab.follow("[value=put]");
    assertThat(tab.text("tbody")).contains("region", "EMEA", "api_key").doesNotContain("hush");
    tab.follow("[aria-label='Delete region']");
    assertThat(tab.text("tbody")).doesNotContain("region");

    tab.go(server.address() + "/connections");
    tab.fill(".trigger [name=name]", "db");
    tab.fill(".trigger [name=type]", "postgres");
    tab.fill(".trigger [name=host]", "h");
    tab.fill(".trigger [name=port]", "5432");
    tab.fill(".trigger [name=password]", "hush");
    tab.follow("[value=put]");
    assertThat(tab.text("tbody")).contains("db", "postgres", "h:5432", "with a password");
    assertThat(tab.text("main")).doesNotContain("hush");

    tab.go(server.address() + "/pools");
    tab.fill(".trigger [name=name]", "gpu");
    tab.fill(".trigger [name=slots]", "2");
    tab.follow("[value=put]");
    assertThat(tab.text("tbody")).contains("gpu", "2", "0");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void no_form_is_wider_than_a_phone_or_leaves_somebody_out() throws IOException {
    Tab tab = browser.open();
    String run = failed().path();
    List<String> paths =
        List.of(
            "/workflows/points",
            run,
            run + "/tasks/train",
            run + "/tasks/train%5B0%5D",
            "/workflows/later/backfill?from=2026-01-01&to=2026-01-03",
            "/variables",
            "/connections",
            "/pools");
    assertThat(Accessibility.problems(tab, server.address(), paths)).isEmpty();
    assertThat(tab.problems()).isEmpty();
  }
}
