package dev.nightjar.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.PageServer;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// The pages in a real browser, on a real server with real kernels.
@EnabledIf("browserIsHere")
class WebPageTest {
  private static PageServer server;
  private static Chromium browser;
  private static String failedJob = "";

  @TempDir static Path folder;

  static boolean browserIsHere() {
    return Files.isExecutable(Chromium.PROGRAM);
  }

  @BeforeAll
  static void start() throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve("reports"));
    write(
        root.resolve("quick.ipynb"),
        "region: str = 'EMEA'  # where\ndays = 3",
        "print(region, days * 2)");
    write(
        root.resolve("reports/broken.ipynb"),
        "",
        "print('<b id=\"evil\">')",
        "def half(n):\n    return n / 0\n\nhalf(4)",
        "print('never')");
    write(
        root.resolve("waits.ipynb"),
        "",
        "print('first is here')",
        """
        import os, time
        print('waits', flush=True)
        while not os.path.exists('%s'):
            time.sleep(0.05)"""
            .formatted(folder.resolve("go")),
        "print('last is here')");
    write(root.resolve("endless.ipynb"), "", "import time\nwhile True: time.sleep(0.1)");
    server = new PageServer(root, folder.resolve("data"));
    browser = Chromium.start();
    Tab tab = browser.open();
    tab.go(server.address() + "/jobs/new?notebook=reports%2Fbroken.ipynb").follow("[value=save]");
    failedJob = tab.path();
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
  }

  private static void write(Path file, String parameters, String... cells) throws IOException {
    var notebook = new Notebook(new ArrayList<>(), dev.nightjar.json.Json.object());
    notebook
        .metadata()
        .putObject("kernelspec")
        .put("name", "python3")
        .put("display_name", "Python 3");
    notebook.metadata().putObject("language_info").put("name", "python");
    if (!parameters.isEmpty()) {
      Cell cell = Cell.code(parameters);
      cell.metadata().putArray("tags").add("parameters");
      notebook.cells().add(cell);
    }
    for (String source : cells) {
      notebook.cells().add(Cell.code(source));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      NotebookFormat.write(notebook, out);
    }
  }

  private static Tab open(String path) {
    return browser.open().go(server.address() + path);
  }

  @Test
  void a_notebook_is_picked_from_its_folder_and_run_with_typed_parameters() {
    Tab tab = open("/jobs/new");
    tab.follow("a[href*=\"folder=reports\"]");
    assertThat(tab.text(".picker")).contains("broken.ipynb");
    tab.follow(".crumbs a").follow("a[href*=\"quick.ipynb\"]");
    assertThat(tab.run("document.querySelector('#f-p\\\\.days').type").asString(""))
        .isEqualTo("number");
    tab.fill("#f-p\\.region", "APAC");
    tab.fill("#f-p\\.days", "21");
    tab.follow("[value=save]");
    tab.await("document.querySelector('h1').innerText.includes('SUCCESS')");

    assertThat(tab.text(".cells")).contains("APAC 42");
    assertThat(tab.text("aside")).contains("region", "APAC", "quick.ipynb");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void a_job_fills_in_while_it_runs() throws IOException {
    Tab tab = open("/jobs/new?notebook=waits.ipynb").follow("[value=save]");
    tab.await("document.querySelector('.cell-done') && document.querySelector('.cell-running')");
    assertThat(tab.text(".cells")).contains("first is here");
    tab.await("document.querySelector('.progress-words').innerText === 'Cell 2 of 3'");
    assertThat(tab.text("h1")).contains("RUNNING");
    tab.run("window.stillTheSamePage = true");
    Files.createFile(folder.resolve("go"));
    tab.await("document.querySelector('h1').innerText.includes('SUCCESS')");

    assertThat(tab.text(".cells")).contains("last is here");
    assertThat(tab.run("window.stillTheSamePage").asBoolean(false)).isTrue();
    assertThat(tab.text("#said")).endsWith("is SUCCESS");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void the_failing_cell_stands_on_top_with_source_and_traceback() {
    Tab tab = open(failedJob);
    tab.await("document.querySelector('#failure')");

    assertThat(tab.text("#failure h2"))
        .isEqualTo("Cell 2 failed: ZeroDivisionError: division by zero");
    assertThat(tab.text("#failure pre")).contains("half(4)", "Traceback (most recent call last)");
    assertThat(tab.count("#cell-2.cell-failed")).isEqualTo(1);
    assertThat(tab.count("#evil")).isZero();
    tab.go(server.address() + "/");
    assertThat(tab.text("body")).contains("Cell 2 failed: ZeroDivisionError");
    tab.go(server.address() + failedJob + "?view=notebook");
    assertThat(
            tab.run("document.querySelector('iframe').contentDocument === null").asBoolean(false))
        .isTrue();
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void a_job_is_stopped_and_run_again_and_deleted() {
    Tab tab = open("/jobs/new?notebook=endless.ipynb").follow("[value=save]");
    tab.await("document.querySelector('.cell-running')");
    tab.follow("[value=stop]");
    tab.await("document.querySelector('h1').innerText.includes('STOPPED')");
    String first = tab.path();
    tab.follow("[value=again]");
    assertThat(tab.path()).isNotEqualTo(first);
    tab.run("confirm = () => true");
    tab.follow("[value=delete]");

    assertThat(tab.path()).isEqualTo("/jobs");
    assertThat(tab.text("tbody")).contains("STOPPED");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void a_schedule_is_shown_in_words_with_its_next_runs_before_it_is_saved() {
    Tab tab = open("/definitions/new?notebook=quick.ipynb");
    tab.fill("#f-zone", "Europe/Paris");
    tab.fill("#f-schedule", "sometimes");
    tab.await("document.querySelector('#preview .error')");
    tab.fill("#f-schedule", "30 6 * * MON-FRI");
    tab.await("document.querySelectorAll('#preview li').length === 5");
    assertThat(tab.text("#preview")).contains("At 06:30, Monday to Friday (Europe/Paris)");
    tab.fill("#f-name", "Every morning");
    tab.follow("[value=save]");
    assertThat(tab.text("main")).contains("Every morning", "ACTIVE", "At 06:30, Monday to Friday");
    tab.follow("[value=pause]");
    assertThat(tab.text("h1")).contains("PAUSED");
    tab.follow("[value=resume]");
    tab.follow("a[href$=edit]");
    assertThat(tab.run("document.querySelector('#f-zone').value").asString(""))
        .isEqualTo("Europe/Paris");
    tab.fill("#f-schedule", "every 2h");
    tab.follow("[value=save]");

    assertThat(tab.text("main")).contains("Every 2 hours", "Version");
    assertThat(tab.problems()).isEmpty();
  }

  @Test
  void all_can_be_read_and_sent_without_scripts() {
    Tab tab = browser.open();
    tab.withoutScripts();
    tab.go(server.address() + "/definitions/new?notebook=quick.ipynb");
    tab.run("document.querySelector('#f-schedule').value = '0 6 * * *'");
    tab.follow("[value=preview]");
    assertThat(tab.text("#preview")).contains("At 06:00, every day");
    tab.run("document.querySelector('#f-name').value = ''");
    tab.follow("[value=save]");
    assertThat(tab.text("#wrong")).contains("Give it a name.");
    assertThat(
            tab.run("document.querySelector('#f-name').getAttribute('aria-invalid')").asString(""))
        .isEqualTo("true");
    tab.run("document.querySelector('#f-name').value = 'Without scripts'");
    tab.follow("[value=save]");
    assertThat(tab.text("main")).contains("Without scripts");
    tab.go(server.address() + failedJob);
    assertThat(tab.text("h1")).contains("broken");
    tab.follow(".themes button");
    assertThat(tab.path()).isEqualTo(failedJob);
    assertThat(tab.run("document.documentElement.dataset.theme").asString("")).isEqualTo("light");
  }

  @Test
  void no_page_is_wider_than_a_phone_or_complains_or_leaves_somebody_out() {
    Tab tab = open(failedJob);
    tab.await("document.querySelector('#failure')");
    List<String> paths =
        List.of(
            "/",
            "/?span=7d",
            "/jobs",
            "/jobs/new",
            "/jobs/new?notebook=quick.ipynb",
            "/definitions",
            "/definitions/new?notebook=quick.ipynb",
            failedJob,
            failedJob + "?view=notebook",
            failedJob + "?view=log",
            "/nothing-is-here");
    assertThat(Accessibility.problems(tab, server.address(), paths)).isEmpty();
    assertThat(tab.problems()).allMatch(problem -> problem.contains("nothing-is-here"));
  }
}
