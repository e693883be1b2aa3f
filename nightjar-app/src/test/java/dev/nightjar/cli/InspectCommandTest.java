package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class InspectCommandTest {
  @TempDir private Path directory;
  private CommandLineFixture program = new CommandLineFixture(Path.of(""));

  @BeforeEach
  void aNotebook() throws IOException {
    program = new CommandLineFixture(directory);
    program.notebook(
        "in.ipynb", "# Title", "alpha: float = 0.5  # learning rate\nday = 'mon'", "print(alpha)");
  }

  private JsonNode inspected(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "inspect";
    arguments[1] = "--json";
    System.arraycopy(more, 0, arguments, 2, more.length);
    var ended = program.run(arguments);
    assertThat(ended.status()).as(ended.err()).isZero();
    return Json.parse(ended.out());
  }

  @Test
  void people_get_a_page() {
    assertThat(program.run("inspect", "in.ipynb").out())
        .matches(
            """
            in.ipynb
              Format       nbformat 4.5, \\d+ B
              Kernel       python3
              Language     python
              Cells        3: 2 code, 1 markdown
              Tags         1 parameters
              Last run     none

            Parameters:
              NAME   TYPE   DEFAULT  HELP
              alpha  float  0.5      learning rate
              day    -      'mon'
            """);
  }

  @Test
  void scripts_get_json() {
    JsonNode json = inspected("--", "in.ipynb");
    assertThat(json.path("path").asString()).isEqualTo("in.ipynb");
    assertThat(json.path("nbformat").asString()).isEqualTo("4.5");
    assertThat(json.path("kernel").asString()).isEqualTo("python3");
    assertThat(json.path("language").asString()).isEqualTo("python");
    assertThat(json.path("cells").toString()).isEqualTo("{\"total\":3,\"code\":2,\"markdown\":1}");
    assertThat(json.path("parameters").path("alpha").toString())
        .isEqualTo(
            "{\"name\":\"alpha\",\"inferred_type_name\":\"float\",\"default\":\"0.5\",\"help\":\"learning rate\"}");
    assertThat(json.path("run").isNull()).isTrue();
  }

  @Test
  void the_path_is_a_template() {
    assertThat(inspected("{what}.ipynb", "-p", "what", "in").path("path").asString())
        .isEqualTo("in.ipynb");
  }

  @Test
  void the_format_is_that_of_the_file() throws IOException {
    Files.writeString(
        directory.resolve("old.ipynb"),
        "{\"nbformat\": 4, \"nbformat_minor\": 2, \"metadata\": {}, \"cells\": []}");
    JsonNode json = inspected("old.ipynb");
    assertThat(json.path("nbformat").asString()).isEqualTo("4.2");
    assertThat(json.path("kernel").isNull()).isTrue();
  }

  @Test
  void a_language_without_inspection_is_no_obstacle() throws IOException {
    Path file = program.notebook("sas.ipynb", "x = 1");
    Files.writeString(file, Files.readString(file).replace("python", "sas"));
    var ended = program.run("inspect", "sas.ipynb");
    assertThat(ended.status()).isZero();
    assertThat(ended.err()).contains("No parameter translator functions specified");
  }

  @Test
  void a_run_that_succeeded_is_told() {
    assertThat(program.run("run", "in.ipynb", "out.ipynb").status()).isZero();
    JsonNode run = inspected("out.ipynb").path("run");
    assertThat(run.path("status").asString()).isEqualTo("completed");
    assertThat(run.path("duration").doubleValue()).isPositive();
    assertThat(run.path("failed_cell").isNull()).isTrue();
    assertThat(program.run("inspect", "out.ipynb").out())
        .containsPattern(
            "Last run     completed; began \\d{4}-\\S+ \\d\\d:\\d\\d:\\d\\d UTC, took ");
  }

  @Test
  void the_cell_that_failed_is_told_without_counting_markers() throws IOException {
    program.notebook("bad.ipynb", "a = 1", "1 / 0", "never = 1");
    assertThat(program.run("run", "bad.ipynb", "out.ipynb").status()).isEqualTo(1);
    JsonNode run = inspected("out.ipynb").path("run");
    assertThat(run.path("status").asString()).isEqualTo("failed");
    assertThat(run.path("failed_cell").toString())
        .isEqualTo(
            "{\"number\":2,\"execution_count\":2,\"error\":\"ZeroDivisionError: division by zero\"}");
  }

  @Test
  void a_run_that_was_cut_short_is_told() throws IOException {
    program.notebook("slow.ipynb", "a = 1", "import time; time.sleep(60)", "never = 1");
    program.run("run", "slow.ipynb", "out.ipynb", "--execution-timeout", "1");
    assertThat(inspected("out.ipynb").path("run").path("status").asString()).isEqualTo("stopped");
  }

  @Test
  void a_journal_beside_the_notebook_is_told() throws IOException {
    Files.writeString(directory.resolve(".in.ipynb.nightjar-journal"), "");
    assertThat(inspected("in.ipynb").path("journal").booleanValue()).isTrue();
    assertThat(inspected("in.ipynb").path("kept_kernel").isNull()).isTrue();
  }

  @Test
  void a_kernel_that_was_kept_is_told_with_the_way_to_go_on() throws IOException {
    program.notebook("bad.ipynb", "1 / 0");
    program.run("run", "bad.ipynb", "out.ipynb", "--keep-kernel=1m");
    JsonNode kernel = inspected("out.ipynb").path("kept_kernel");
    ProcessHandle process = ProcessHandle.of(kernel.path("pid").longValue()).orElseThrow();
    try {
      assertThat(kernel.path("name").asString()).isEqualTo("python3");
      assertThat(program.run("inspect", "out.ipynb").out())
          .contains("go on with `nightjar run --resume out.ipynb`");
    } finally {
      process.destroyForcibly();
    }
    process.onExit().join();
    assertThat(inspected("out.ipynb").path("kept_kernel").isNull()).isTrue();
  }
}
