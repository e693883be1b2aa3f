package dev.nightjar.cli;

import static dev.nightjar.app.FiledWorkflows.empty;
import static dev.nightjar.app.FiledWorkflows.notebook;
import static dev.nightjar.app.FiledWorkflows.reusing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.ApiServer;
import dev.nightjar.app.FiledWorkflows;
import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands for workflows of a server, with a real one.
final class RunsCommandsTest {
  @TempDir private static Path folder;
  private static ApiServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new ApiServer(folder);
    Path data = folder.resolve("data");
    FiledWorkflows.put(
        data,
        FiledWorkflows.workflow(
            "sales",
            Map.of("limit", 10L),
            empty("start"),
            notebook("report", "report.ipynb", "start"),
            empty("end", "report")),
        ApiServer.notebook());
    FiledWorkflows.put(
        data,
        FiledWorkflows.workflow(
            "again", Map.of("limit", 10L), reusing(notebook("report", "report.ipynb"))),
        ApiServer.notebook());
    FiledWorkflows.broken(data, "flows/broken.py", 7, "NameError: name 'dag' is not defined");
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

  private static String line(String... arguments) {
    var ended = run(arguments);
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended.out().strip();
  }

  @Test
  void workflows_are_listed_with_the_files_that_cant_be_read_and_paused_and_resumed() {
    var listed = run("workflows", "list", "--name", "ale");
    assertThat(listed.out()).contains("KEY", "sales", "At 06:00, every day", "flows/sales.yaml");
    assertThat(listed.err()).isEqualTo("flows/broken.py:7: NameError: name 'dag' is not defined\n");
    assertThat(line("workflows", "resume", "sales")).isEqualTo("sales  runs by its schedule again");
    assertThat(run("workflows", "list", "--paused").out()).doesNotContain("sales");
    assertThat(line("workflows", "pause", "sales")).isEqualTo("sales  is paused");
    assertThat(run("workflows", "pause", "nothing").err())
        .isEqualTo("nightjar: There is no workflow of this key.\n");
    assertThat(Json.parse(line("workflows", "list", "--json")).path("items")).hasSize(2);
  }

  @Test
  void a_run_is_triggered_and_shown_with_the_log_of_its_task() {
    var ended = run("workflows", "trigger", "sales", "-p", "limit", "3", "--key", "mine", "--wait");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("success", "sales");
    String id = ended.out().split(" ", 2)[0];

    assertThat(line("runs", "show", id)).contains("mine", "TASK", "report", "{\"limit\":3}");
    assertThat(line("runs", "list", "--workflow", "sales", "--state", "success")).contains(id);
    assertThat(run("tasks", "logs", "-f", id, "report").out())
        .isEqualTo("hello from the task\nand goodbye\n");
    assertThat(run("tasks", "logs", "--tail", "8", id, "report").out()).isEqualTo("goodbye\n");
    assertThat(run("tasks", "logs", id, "nothing").err())
        .isEqualTo("nightjar: The run has no such task.\n");
  }

  @Test
  void what_failed_is_cleared_and_marked_and_a_run_is_stopped() {
    var failed = run("workflows", "trigger", "sales", "-p", "fail", "1", "--wait");
    assertThat(failed.status()).isEqualTo(1);
    String id = failed.out().split(" ", 2)[0];

    assertThat(line("runs", "clear", id, "--failed")).isEqualTo("report\nend");
    run("tasks", "logs", "-f", id, "report");
    run("runs", "mark", id, "failed", "--task", "report");
    var resumed = run("tasks", "resume", id, "report");
    assertThat(resumed.out()).isEqualTo("report\nend\n");
    assertThat(resumed.err()).isEqualTo("No kernel is left: all cells run again, from the top.\n");
    assertThat(run("tasks", "resume", id, "end").err())
        .startsWith("nightjar: task end can't be resumed: only notebooks");
    run("tasks", "logs", "-f", id, "report");
    assertThat(line("runs", "mark", id, "success", "--task", "report")).isEqualTo("report");
    var marked = run("runs", "mark", id, "failed");
    assertThat(marked.err()).isEqualTo("The run is failed.\n");
    assertThat(run("runs", "mark", id, "done").err()).contains("state: must be success or failed");
    String waits = line("workflows", "trigger", "sales", "-p", "wait", "1");
    assertThat(line("runs", "stop", waits)).isEqualTo(waits + "  is asked to stop");
  }

  private static String ended(String... arguments) {
    return line(arguments).split(" ", 2)[0];
  }

  @Test
  void two_runs_are_compared_and_what_differs_comes_first() {
    String good = ended("workflows", "trigger", "sales", "-p", "limit", "3", "--wait");
    String bad =
        run("workflows", "trigger", "sales", "-p", "fail", "1", "--wait").out().split(" ", 2)[0];
    String compared = line("runs", "compare", good, bad);
    assertThat(compared).contains(good, bad, "* limit", "* fail", "* report", "  start");
    assertThat(compared.indexOf("* end")).isLessThan(compared.indexOf("  start"));
    var json = Json.parse(line("runs", "compare", good, good, "--json"));
    assertThat(json.path("tasks"))
        .hasSize(3)
        .noneMatch(task -> task.path("differs").asBoolean(true));
    String other = ended("workflows", "trigger", "again", "-p", "limit", "99", "--wait");
    assertThat(run("runs", "compare", good, other).err())
        .isEqualTo(
            "nightjar: The runs are of different workflows, 'sales' and 'again': name two runs of"
                + " one.\n");
  }

  @Test
  void what_was_reused_is_explained_and_can_be_done_nevertheless() {
    String first = ended("workflows", "trigger", "again", "--wait");
    String second = ended("workflows", "trigger", "again", "--wait");
    assertThat(line("runs", "explain", second, "report"))
        .isEqualTo("report  reused from run " + first);
    assertThat(line("runs", "show", second)).contains("Reused from run " + first);
    assertThat(run("tasks", "logs", second, "report").out())
        .isEqualTo("hello from the task\nand goodbye\n");

    String other = ended("workflows", "trigger", "again", "-p", "limit", "4", "--wait");
    assertThat(line("runs", "explain", other, "report"))
        .isEqualTo("report  done anew:\n  parameter limit 10 → 4");
    String asked = "report  done anew:\n  somebody asked for it to be done anew";
    String all = ended("workflows", "trigger", "again", "--no-reuse", "--wait");
    assertThat(line("runs", "explain", all, "report")).isEqualTo(asked);
    String one = ended("workflows", "trigger", "again", "--force", "report", "--wait");
    assertThat(line("runs", "explain", one, "report")).isEqualTo(asked);
    assertThat(Json.parse(line("runs", "explain", one, "report", "--json")).path("decision"))
        .hasToString("\"done\"");
    assertThat(run("workflows", "trigger", "again", "--force", "nothing").err())
        .contains("force[0]: is no task of this workflow");
  }

  @Test
  void a_task_that_never_asks_for_it_is_told_from_one_that_waits() {
    String id = ended("workflows", "trigger", "sales", "--wait");
    assertThat(line("runs", "explain", id, "report"))
        .isEqualTo("report  does its work each time: its file does not say reuse");
    assertThat(run("runs", "explain", id, "nothing").err())
        .isEqualTo("nightjar: The run has no such task.\n");
  }
}
