package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunJsonTest {
  @TempDir private Path directory;
  private CommandLineFixture program = new CommandLineFixture(Path.of(""));

  @BeforeEach
  void aProgramInADirectory() {
    program = new CommandLineFixture(directory);
  }

  private JsonNode json(int status, String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "run";
    all[1] = "--json";
    System.arraycopy(words, 0, all, 2, words.length);
    var ended = program.run(all);
    assertThat(ended.status()).as(ended.err()).isEqualTo(status);
    return Json.parse(ended.out());
  }

  @Test
  void a_run_that_passed_is_one_document_with_its_cells() throws IOException {
    program.notebook("in.ipynb", "a = 1", "print(a)");
    JsonNode json = json(0, "in.ipynb", "out-{b}.ipynb", "-p", "b", "2");

    assertThat(json.path("notebook").stringValue()).isEqualTo("in.ipynb");
    assertThat(json.path("output").stringValue()).isEqualTo("out-2.ipynb");
    assertThat(json.path("state").stringValue()).isEqualTo("passed");
    assertThat(json.path("error").isNull()).isTrue();
    assertThat(json.path("seconds").doubleValue()).isPositive();
    assertThat(json.path("cells").path(2).path("state").stringValue()).isEqualTo("passed");
  }

  @Test
  void the_cell_that_failed_has_its_error() throws IOException {
    program.notebook("in.ipynb", "1 / 0", "print('never')");
    JsonNode json = json(1, "in.ipynb", "out.ipynb");

    assertThat(json.path("state").stringValue()).isEqualTo("failed");
    assertThat(json.path("cells").path(0).path("ename").stringValue())
        .isEqualTo("ZeroDivisionError");
    assertThat(json.path("cells").path(0).path("evalue").stringValue())
        .isEqualTo("division by zero");
    assertThat(json.path("cells").path(1).path("state").stringValue()).isEqualTo("not run");
  }

  @Test
  void a_run_that_is_not_possible_says_why() throws IOException {
    program.notebook("in.ipynb", "1");
    JsonNode json = json(1, "in.ipynb", "out.ipynb", "-k", "no_such");

    assertThat(json.path("state").stringValue()).isEqualTo("failed");
    assertThat(json.path("error").stringValue()).startsWith("No such kernel named no_such");
  }

  @Test
  void it_does_not_share_standard_output_with_the_notebook() throws IOException {
    program.notebook("in.ipynb", "1");
    var ended = program.run("run", "--json", "in.ipynb", "-");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("Standard output can't take both the notebook and --json.");
  }
}
