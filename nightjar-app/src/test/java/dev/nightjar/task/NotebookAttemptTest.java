package dev.nightjar.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.executor.Ending;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Notebooks run as attempts: the real program, a real kernel.
@Timeout(120)
final class NotebookAttemptTest {
  @TempDir private Path directory;
  private AttemptFixture attempt;

  @BeforeEach
  void set_up() {
    attempt = new AttemptFixture(directory);
  }

  @Test
  void leaves_input_outputs_side_files_and_log() throws Exception {
    attempt.notebook("open('side.csv', 'w').write('1,2')", "6 * 7").formats("ipynb", "html");
    Ending ending = attempt.run();
    assertThat(ending.outcome()).isEqualTo(new Outcome.Succeeded());
    String name = "outputs/a-%s".formatted(created());
    assertThat(ending.artifacts())
        .extracting(Artifact::kind, Artifact::format, Artifact::path)
        .containsExactlyInAnyOrder(
            tuple(Artifact.Kind.OUTPUT, "ipynb", name + ".ipynb"),
            tuple(Artifact.Kind.OUTPUT, "html", name + ".html"),
            tuple(Artifact.Kind.INPUT, "ipynb", "input/a.ipynb"),
            tuple(Artifact.Kind.FILE, "csv", "files/side.csv"),
            tuple(Artifact.Kind.LOG, "txt", "log.txt"));
    for (Artifact artifact : ending.artifacts()) {
      assertThat(Files.size(attempt.folder().resolve(artifact.path()))).isEqualTo(artifact.size());
    }
    assertThat(Files.readString(attempt.output(ending, "ipynb"))).contains("42");
    assertThat(attempt.json("progress.json").path("state").asString("")).isEqualTo("ended");
    assertThat(attempt.json("progress.json").path("cells").asInt()).isEqualTo(2);
  }

  @Test
  void what_a_notebook_records_is_reported() throws Exception {
    attempt.notebook(
        """
        from IPython.display import display
        def record(name, value):
            display({"application/vnd.nightjar.record+json": {"name": name, "value": value}}, raw=True)
        record("rmse", 0.5)""",
        "record('rmse', 0.25); record('path', 'a.csv')",
        "1 / 0");
    Ending ending = attempt.run();
    assertThat(ending.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(ending.report().values())
        .containsExactly(
            new Report.Value("rmse", "0.25", null), new Report.Value("path", "\"a.csv\"", null));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.api.Assertions.tuple(values);
  }

  /// When the run was created, in the machine's own zone: 12:46:11 UTC.
  private static String created() {
    return java.time.format.DateTimeFormatter.ofPattern(
            "yyyy-MM-dd-hh-mm-ss-a", java.util.Locale.ENGLISH)
        .format(AttemptFixture.CREATED.atZone(ZoneId.systemDefault()));
  }

  @Test
  void a_failed_cell_is_told_with_its_number_source_and_traceback() throws Exception {
    attempt.notebook("x = 0", "1 / x").formats("ipynb", "html").with("y", "2");
    Ending ending = attempt.run();
    assertThat(ending.outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.message())
                  .isEqualTo("Cell 3 failed: ZeroDivisionError: division by zero");
              assertThat(failed.details())
                  .startsWith("Cell 3, In [3]\n\n1 / x\n")
                  .contains("Traceback (most recent call last)")
                  .doesNotContain("\u001b");
            });
    assertThat(Files.readString(attempt.output(ending, "ipynb"))).contains("ZeroDivisionError");
    assertThat(Files.readString(attempt.output(ending, "html"))).contains("ZeroDivisionError");
  }

  @Test
  void verbatim_parameters_are_source_text() throws Exception {
    attempt.notebook("assert (x, s) == (3, 'it')").with("x", "1 + 2").with("s", "'it'");
    Ending ending = attempt.run();
    assertThat(ending.outcome()).isEqualTo(new Outcome.Succeeded());
    Notebook output = attempt.read(attempt.output(ending, "ipynb"));
    assertThat(output.cells().getFirst().source()).isEqualTo("x = 1 + 2\ns = 'it'");
    assertThat(output.cells().getFirst().tags()).containsExactly("injected-parameters");
  }

  @Test
  void typed_parameters_are_written_in_the_notebooks_language() throws Exception {
    attempt
        .notebook("assert (flag, days, text) == (True, [1, 2], \"it's\")")
        .typed()
        .with("flag", true)
        .with("days", java.util.List.of(1, 2))
        .with("text", "it's");
    assertThat(attempt.run().outcome()).isEqualTo(new Outcome.Succeeded());
  }

  @Test
  void without_formats_the_executed_notebook_is_kept_but_no_artifact() throws Exception {
    attempt.notebook("6 * 7").formats();
    Ending ending = attempt.run();
    assertThat(ending.artifacts()).extracting(Artifact::kind).doesNotContain(Artifact.Kind.OUTPUT);
    String kept = attempt.json("outcome.json").path("notebook").asString("");
    assertThat(Files.readString(attempt.folder().resolve(kept))).contains("42");
  }

  @Test
  void a_format_that_nobody_can_make_fails_before_anything_runs() throws Exception {
    attempt.notebook("open('ran', 'w')").formats("ipynb", "../x");
    assertThat(attempt.run().outcome())
        .isEqualTo(new Outcome.Failed("'../x' is no format for outputs.", null));
    assertThat(attempt.folder().resolve("files/ran")).doesNotExist();
  }

  @Test
  void a_template_leads_nowhere_else() throws Exception {
    attempt.notebook("1").named("../../{{name}}/{{x}}").with("x", "'../../../evil'");
    Ending ending = attempt.run();
    assertThat(attempt.output(ending, "ipynb"))
        .hasFileName(".._.._my run_.._.._.._evil.ipynb")
        .hasParent(attempt.folder().resolve("outputs"));
  }

  @Test
  void a_name_with_braces_is_no_template_of_the_engine() throws Exception {
    attempt.notebook("1").named("{x} {{unknown}}");
    assertThat(attempt.output(attempt.run(), "ipynb")).hasFileName("{x} {{unknown}}.ipynb");
  }

  @Test
  void each_attempt_starts_afresh_from_the_snapshot() throws Exception {
    attempt.notebook(
        "import os\nassert not os.path.exists('left')\nopen('left', 'w').close()\nopen('a.ipynb', 'w').close()");
    var executor = attempt.executor();
    assertThat(executor.submit(attempt.order(1)).await().outcome())
        .isEqualTo(new Outcome.Succeeded());
    assertThat(executor.submit(attempt.order(2)).await().outcome())
        .isEqualTo(new Outcome.Succeeded());
    assertThat(attempt.folder().resolve("input/a.ipynb"))
        .hasSameBinaryContentAs(directory.resolve("snapshots/s1/a.ipynb"));
  }

  @Test
  void a_kernel_that_is_not_installed_is_told_with_those_that_are() throws Exception {
    attempt.notebookOf("no-such-kernel", "python", "1");
    assertThat(attempt.run().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.message())
                    .startsWith("No such kernel named no-such-kernel (installed: "));
  }

  @Test
  void an_environment_that_is_not_there_is_told_in_the_log_alone() throws Exception {
    attempt.notebook("1").in("no-such-environment");
    assertThat(attempt.run().outcome()).isEqualTo(new Outcome.Succeeded());
    assertThat(Files.readString(attempt.folder().resolve("log.txt")))
        .contains("There is no environment 'no-such-environment' for python here");
  }

  @Test
  void links_that_the_notebook_leaves_are_no_artifacts() throws Exception {
    attempt.notebook("import os\nos.symlink('/etc/hostname', 'link')\nos.symlink('/etc', 'dir')");
    assertThat(attempt.run().artifacts())
        .extracting(Artifact::kind)
        .doesNotContain(Artifact.Kind.FILE);
  }

  @Test
  void the_order_is_for_its_owner_alone_and_not_in_the_environment() throws Exception {
    attempt
        .notebook("import os\nassert not [v for v in os.environ.values() if 'hush' in v]")
        .with("password", "'hush'");
    assertThat(attempt.run().outcome()).isEqualTo(new Outcome.Succeeded());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(attempt.folder().resolve("order.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_kernel_that_dies_fails_the_attempt() throws IOException, InterruptedException {
    attempt.notebook("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)");
    assertThat(attempt.run().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.message()).startsWith("The kernel died in cell 1: "));
  }

  @Test
  void one_that_the_server_has_given_up_does_not_start() throws Exception {
    attempt.notebook("open('ran', 'a').write('.')");
    attempt.run();
    Path outcome = attempt.folder().resolve("outcome.json");
    Files.delete(outcome);
    Files.createFile(attempt.folder().resolve("revoked"));
    var program = new TaskProgram(attempt.folder(), System.getenv(), System.err, Clock.systemUTC());
    assertThat(program.run()).isZero();
    assertThat(outcome).doesNotExist();
    assertThat(attempt.folder().resolve("files/ran")).hasContent(".");
  }
}
