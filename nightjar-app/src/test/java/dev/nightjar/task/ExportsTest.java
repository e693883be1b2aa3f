package dev.nightjar.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.executor.Ending;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Attempts with a shell script in place of nbconvert, and in a virtual environment.
@Timeout(120)
final class ExportsTest {
  @TempDir private Path directory;
  private AttemptFixture attempt;

  @BeforeEach
  void set_up() {
    attempt = new AttemptFixture(directory);
  }

  @Test
  void other_formats_are_made_by_nbconvert_and_named_like_the_notebook() throws Exception {
    attempt
        .withProgram("jupyter-nbconvert", "echo \"# $2 of $7\" >\"$4/$6.md\"\n")
        .notebook("1")
        .named("report")
        .formats("ipynb", "markdown");
    Ending ending = attempt.run();
    assertThat(ending.outcome()).isEqualTo(new Outcome.Succeeded());
    assertThat(attempt.output(ending, "markdown"))
        .hasFileName("report.markdown")
        .hasContent("# markdown of " + attempt.output(ending, "ipynb"));
  }

  @Test
  void an_output_that_can_not_be_made_fails_the_attempt_and_leaves_the_others() throws Exception {
    attempt
        .withProgram("jupyter-nbconvert", "echo first; echo 'no xelatex found' >&2; exit 1\n")
        .notebook("1")
        .formats("pdf", "ipynb");
    Ending ending = attempt.run();
    assertThat(ending.outcome())
        .isEqualTo(
            new Outcome.Failed(
                "nbconvert could not make the output in the format 'pdf': no xelatex found", null));
    assertThat(attempt.output(ending, "ipynb")).isRegularFile();
  }

  @Test
  void of_a_failed_cell_and_a_failed_output_the_cell_is_told() throws Exception {
    attempt.withProgram("jupyter-nbconvert", "exit 1\n").notebook("1 / 0").formats("pdf");
    assertThat(attempt.run().outcome().message())
        .isEqualTo("Cell 1 failed: ZeroDivisionError: division by zero");
  }

  @Test
  void an_attempt_can_be_stopped_while_nbconvert_runs() throws Exception {
    attempt
        .withProgram("jupyter-nbconvert", "touch ../files/converting; exec sleep 600\n")
        .notebook("1")
        .formats("pdf");
    TaskHandle handle = attempt.submit();
    attempt.awaitFile("converting");
    handle.stop("enough", Duration.ofSeconds(60));
    assertThat(handle.await().outcome()).isEqualTo(new Outcome.Stopped("enough"));
  }

  @Test
  void a_virtual_environment_runs_the_notebook_with_its_python() throws Exception {
    Path venv = directory.resolve("venv");
    Process made =
        new ProcessBuilder(
                "/usr/bin/python3",
                "-m",
                "venv",
                "--system-site-packages",
                "--without-pip",
                venv.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    Files.createDirectories(venv.resolve("share/jupyter/kernels/mine"));
    Files.writeString(
        venv.resolve("share/jupyter/kernels/mine/kernel.json"),
        """
        {"argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
         "display_name": "Mine", "language": "python"}
        """);
    attempt
        .notebook(
            "import sys, os\nassert sys.prefix == os.environ['VIRTUAL_ENV'] == '%s'"
                .formatted(venv))
        .in(venv.toString());
    assertThat(attempt.run().outcome()).isEqualTo(new Outcome.Succeeded());
  }
}
