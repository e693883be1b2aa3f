package dev.nightjar.web;

import static dev.nightjar.app.FiledWorkflows.command;
import static dev.nightjar.app.FiledWorkflows.empty;
import static dev.nightjar.app.FiledWorkflows.notebook;
import static dev.nightjar.app.FiledWorkflows.reusing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.ApiServer;
import dev.nightjar.app.FiledWorkflows;
import dev.nightjar.app.PageServer;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Uses the pages of workflows in Chromium, with the whole server behind them.
@EnabledIf("browserIsHere")
class WorkflowPagesTest {
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
    FiledWorkflows.put(
        data,
        FiledWorkflows.workflow(
            "sales",
            Map.of("limit", 10L, "region", "EMEA"),
            empty("start"),
            command("extract", "echo rows are here; echo 42", "start"),
            notebook("report", "report.ipynb", "extract"),
            command("clean", "echo about to fail; exit 3", "extract"),
            empty("load", "clean", "report"),
            empty("publish", "load")),
        ApiServer.notebook());
    FiledWorkflows.put(
        data,
        FiledWorkflows.workflow(
            "waits",
            Map.of(),
            command("first", "touch began; sleep 600"),
            empty("second", "first")),
        null);
    FiledWorkflows.put(
        data,
        FiledWorkflows.workflow("again", Map.of(), reusing(command("count", "echo 42"))),
        null);
    FiledWorkflows.put(data, FiledWorkflows.workflow("large", Map.of(), large()), null);
    FiledWorkflows.broken(data, "flows/broken.py", 7, "NameError: name 'dag' is not defined");
  }

  /// More tasks than a page draws, half of them in a group.
  private static Task[] large() {
    return Stream.concat(
            Stream.of(empty("first")),
            IntStream.range(0, 500)
                .mapToObj(
                    number ->
                        number % 2 == 0
                            ? empty("t%d".formatted(number), "first")
                            : grouped("t%d".formatted(number), "load.part")))
        .toArray(Task[]::new);
  }

  private static Task grouped(String name, String group) {
    Task task = empty(name, "first");
    return new Task(
        name,
        task.work(),
        task.after(),
        task.when(),
        task.retry(),
        task.limits(),
        task.placement(),
        new Traits(null, Past.IGNORED, null, null, group));
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
  }

  private static Tab open(String path) {
    return browser.open().go(server.address() + path);
  }

  /// Runs a workflow to its end.
  private static Tab ended(String key, String state) {
    Tab tab = open("/workflows/" + key).follow("aside .trigger [value=run]");
    tab.await("document.querySelector('h1').innerText.includes('%s')".formatted(state));
    return tab;
  }

  @Test
  void the_list_shows_workflows_and_the_files_that_cant_be_read() {
    Tab tab = open("/workflows");

    assertThat(tab.text("tbody")).contains("sales", "At 06:00, every day (UTC)", "PAUSED");
    assertThat(tab.text("tbody")).contains("flows/sales.yaml", "daily");
    assertThat(tab.text(".failure"))
        .contains("A file can't be read", "flows/broken.py, line 7", "NameError");
    tab.go(server.address() + "/workflows?name=wai");
    assertThat(tab.text("tbody")).contains("waits").doesNotContain("sales");
    tab.go(server.address() + "/workflows?tag=nothing");
    assertThat(tab.text("main")).contains("No workflow is like that.");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void a_workflow_is_paused_and_resumed_from_the_list() {
    Tab tab = open("/workflows?name=waits");
    tab.follow("[value=resume]");
    assertThat(tab.text("tbody")).contains("ACTIVE");
    tab.follow("[value=pause]");
    assertThat(tab.text("tbody")).contains("PAUSED");
  }

  @Test
  void a_run_with_other_parameters_fails_and_is_mended() throws IOException {
    Tab tab = open("/workflows?name=sales");
    tab.click(".run-now summary");
    assertThat(tab.run("document.querySelector('.run-now [name=\"p.region\"]').value").asString(""))
        .isEqualTo("EMEA");
    tab.fill(".run-now [name='p.limit']", "5");
    tab.follow(".run-now [value=run]");
    String run = tab.path();
    tab.await("document.querySelector('h1').innerText.includes('FAILED')");
    assertThat(tab.text(".tasks")).contains("UPSTREAM FAILED", "return_value", "42");
    assertThat(tab.text("main")).contains("limit").doesNotContain("EMEA");
    assertThat(tab.count(".dag .task.is-success")).isEqualTo(3);
    assertThat(tab.count(".dag .task.is-upstream_failed")).isEqualTo(2);
    assertThat(tab.count(".timeline rect")).isGreaterThan(2);
    pictures(tab, "run", run);

    tab.go(server.address() + run + "/tasks/extract");
    assertThat(tab.text(".log")).contains("rows are here");
    tab.go(server.address() + run + "/tasks/report");
    assertThat(tab.count("iframe.paper")).isEqualTo(1);
    pictures(tab, "task", run + "/tasks/clean");
    assertThat(tab.text("#failure")).isNotEmpty();
    assertThat(tab.text(".log")).contains("about to fail");
    tab.follow("[value=success]");
    assertThat(tab.text("h1")).contains("SUCCESS");
    tab.go(server.address() + run);
    tab.await("document.querySelector('h1').innerText.includes('SUCCESS')");
    pictures(tab, "workflow", "/workflows/sales");
    assertThat(tab.count(".grid td a.is-success")).isGreaterThan(5);
    pictures(tab, "list", "/workflows");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void the_runs_of_all_workflows_are_found_by_name_state_and_time() {
    String run = ended("sales", "FAILED").path();
    ended("again", "SUCCESS");
    Tab tab = open("/").follow(".is-failed .tile-links a[href^='/runs']");
    assertThat(tab.path()).isEqualTo("/runs");
    assertThat(tab.text("tbody")).contains("sales", "exit code 3").doesNotContain("again");
    assertThat(tab.count("a[href='%s']".formatted(run))).isGreaterThan(0);
    tab.go(server.address() + "/runs?name=gai");
    assertThat(tab.text("tbody")).contains("again", "SUCCESS").doesNotContain("sales");
    tab.go(server.address() + "/runs?name=nothing");
    assertThat(tab.text("main")).contains("No run is like that.");
    tab.go(server.address() + "/runs?state=TIRED");
    assertThat(tab.text("main")).contains("state=TIRED is none: write one of");
  }

  @Test
  void what_was_reused_is_marked_and_can_be_done_again() {
    String first = ended("again", "SUCCESS").path();
    Tab tab = ended("again", "SUCCESS");
    String second = tab.path();
    assertThat(tab.text(".tasks")).contains("reused from run", "42");
    tab.go(server.address() + second + "/tasks/count");
    assertThat(tab.text("main")).contains("REUSED", "What run", "did was reused");
    assertThat(tab.count("a[href='%s']".formatted(first))).isGreaterThan(0);
    assertThat(tab.text(".log")).contains("42");
    tab.go(server.address() + "/workflows/again");
    assertThat(tab.count(".grid a.is-reused")).isEqualTo(1);

    tab.click("aside .trigger [name=anew]");
    tab.follow("aside .trigger [value=run]");
    tab.await("document.querySelector('h1').innerText.includes('SUCCESS')");
    tab.go(server.address() + tab.path() + "/tasks/count");
    assertThat(tab.text("main")).contains("somebody asked for it to be done anew");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void two_runs_are_compared_with_the_cells_of_their_notebooks() throws IOException {
    Tab tab = open("/workflows/sales");
    tab.fill("aside .trigger textarea", "{\"day\": \"2026-01-02\"}");
    tab.follow("aside .trigger [value=run]");
    tab.await("document.querySelector('h1').innerText.includes('FAILED')");
    ended("sales", "FAILED");

    tab.go(server.address() + "/workflows/sales").follow("main .filters button");
    assertThat(tab.path()).startsWith("/workflows/sales/compare");
    assertThat(tab.text("main")).contains("1 of 3 parameters and 1 of 6 tasks differ");
    assertThat(tab.text("tr.differs")).contains("day", "2026-01-02");
    assertThat(tab.text("main")).contains("-2026-01-02", "+2026-01-01");
    assertThat(tab.count(".diff del")).isGreaterThan(0);
    pictures(tab, "compare", "/workflows/sales/compare");
    tab.go(server.address() + "/workflows/sales/compare?a=nobody");
    assertThat(tab.text("main")).contains("has no run 'nobody'");
  }

  @Test
  void a_run_is_followed_live_and_stopped() {
    Tab tab = open("/workflows/waits").follow("aside .trigger [value=run]");
    tab.await("document.querySelector('.tasks .is-running')");
    assertThat(tab.text(".tasks")).contains("waits for first");
    tab.run("window.stillTheSamePage = true");
    Tab other = open(tab.path());
    other.follow("[value=stop]");
    tab.await("document.querySelector('h1').innerText.includes('STOPPED')");

    assertThat(tab.run("window.stillTheSamePage").asBoolean(false)).isTrue();
    tab.follow("[value=success]");
    assertThat(tab.text("h1")).contains("SUCCESS");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void no_page_of_workflows_is_wider_than_a_phone_or_leaves_somebody_out() {
    String run = ended("sales", "FAILED").path();
    ended("sales", "FAILED");
    Tab tab = browser.open();
    List<String> paths =
        List.of(
            "/",
            "/runs",
            "/workflows",
            "/workflows/sales",
            "/workflows/sales/compare",
            run,
            run + "/tasks/clean",
            run + "/tasks/report",
            run + "/tasks/load");
    assertThat(Accessibility.problems(tab, server.address(), paths)).isEmpty();
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void what_is_not_there_or_makes_no_sense_is_said_on_a_page() {
    Tab tab = open("/workflows/nothing");
    assertThat(tab.text("main")).contains("There is no workflow with the name 'nothing'.");
    tab.go(server.address() + "/workflows/sales/runs/x");
    assertThat(tab.text("main")).contains("The workflow 'sales' has no run 'x'.");
    tab.go(server.address() + "/workflows/sales");
    tab.fill("aside textarea", "[1]");
    tab.follow("aside .trigger [value=run]");
    assertThat(tab.text("main")).contains("The parameters are no JSON object");
  }

  /// Pictures to look at, where somebody asks for them.
  private static void pictures(Tab tab, String name, String path) throws IOException {
    String wanted = System.getProperty("nightjar.pictures");
    if (wanted == null) {
      tab.go(server.address() + path);
      return;
    }
    for (boolean dark : List.of(true, false)) {
      tab.dark(dark);
      tab.size(dark ? 390 : 1280, 900);
      tab.go(server.address() + path);
      tab.picture(Path.of(wanted, name + (dark ? "-phone.png" : ".png")), true);
    }
  }

  @Test
  void of_many_tasks_the_page_has_groups_and_leads_to_their_picture() throws IOException {
    Tab tab = open("/workflows/large");
    assertThat(tab.count(".dag")).isZero();
    assertThat(tab.text(".groups")).contains("load", "250", "in none", "251");

    tab = ended("large", "SUCCESS");
    assertThat(tab.count(".dag")).isZero();
    assertThat(tab.text(".groups")).contains("250", "SUCCESS", "251");
    String run = tab.path();
    pictures(tab, "large", run);
    pictures(tab, "large-picture", run + "/picture.svg");
    tab.go(server.address() + run);
    tab.follow("a[href$='picture.svg']");
    assertThat(tab.path()).isEqualTo(run + "/picture.svg");
    assertThat(tab.count(".task.is-success")).isEqualTo(501);
    assertThat(tab.count("a[href='%s/tasks/t7']".formatted(run))).isEqualTo(1);
    tab.go(server.address() + "/workflows/large/picture.svg");
    assertThat(tab.count(".task.is-success")).isEqualTo(501);
    assertThat(tab.problems()).isEmpty();
  }
}
