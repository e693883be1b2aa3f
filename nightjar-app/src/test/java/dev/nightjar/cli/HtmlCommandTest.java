package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlCommandTest {
  @TempDir private Path directory;
  private CommandLineFixture program = new CommandLineFixture(Path.of(""));

  @BeforeEach
  void aProgramInADirectory() {
    program = new CommandLineFixture(directory);
  }

  @Test
  void the_page_goes_beside_the_notebook() throws IOException {
    program.notebook("report.ipynb", "1 + 1");
    var ended = program.run("html", "report.ipynb");
    assertThat(ended.status()).isZero();
    assertThat(ended.err()).isEqualTo("HTML page: report.html\n");
    assertThat(directory.resolve("report.html")).content().contains("<title>report</title>");
  }

  @Test
  void the_first_heading_of_level_1_is_the_title() throws IOException {
    program.notebook("report.ipynb", "1 + 1", "# Rents in *Oslo*\n\ntext");
    assertThat(program.run("html", "report.ipynb", "-").out())
        .contains("<title>Rents in Oslo</title>");
  }

  @Test
  void a_dash_reads_and_writes_the_standard_streams() throws IOException {
    String notebook = Files.readString(program.notebook("report.ipynb", "1 + 1"));
    var ended = program.runWithInput(notebook, "html", "-");
    assertThat(ended.out()).startsWith("<!DOCTYPE html>").contains("<title>Notebook</title>");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void a_notebook_that_is_missing_is_told_in_one_line() {
    var ended = program.run("html", "no.ipynb");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).startsWith("nightjar: No such file").hasLineCount(1);
  }

  @Test
  void an_output_folder_that_is_missing_is_told() throws IOException {
    program.notebook("report.ipynb", "1 + 1");
    var ended = program.run("html", "report.ipynb", "no/page.html");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("The output folder").contains("doesn't exist");
  }

  @Nested
  class WithARun {
    @Test
    void the_page_is_written_where_its_template_says() throws IOException {
      program.notebook("in.ipynb", "day = 'mon'", "print('it is', day)");
      var ended =
          program.run("run", "in.ipynb", "out.ipynb", "-p", "day", "tue", "--html", "{day}.html");
      assertThat(ended.status()).isZero();
      assertThat(ended.err()).contains("HTML page: tue.html");
      assertThat(directory.resolve("tue.html")).content().contains("it is tue", "<title>out<");
    }

    @Test
    void the_page_is_written_after_a_failure_too() throws IOException {
      program.notebook("in.ipynb", "1 / 0");
      var ended = program.run("run", "in.ipynb", "out.ipynb", "--html", "out.html");
      assertThat(ended.status()).isEqualTo(1);
      assertThat(directory.resolve("out.html")).content().contains("ZeroDivisionError");
    }

    @Test
    void a_dead_kernel_keeps_its_exit_status() throws IOException {
      program.notebook("in.ipynb", "import os; os._exit(3)");
      var ended = program.run("run", "in.ipynb", "out.ipynb", "--html", "out.html");
      assertThat(ended.status()).isEqualTo(138);
      assertThat(directory.resolve("out.html")).exists();
    }

    @Test
    void a_template_that_lacks_a_parameter_stops_it_before_it_begins() throws IOException {
      program.notebook("in.ipynb", "1");
      var ended = program.run("run", "in.ipynb", "out.ipynb", "--html", "{day}.html");
      assertThat(ended.status()).isEqualTo(1);
      assertThat(ended.err()).contains("Missing parameter 'day'");
      assertThat(directory.resolve("out.ipynb")).doesNotExist();
    }

    @Test
    void notebook_and_page_can_not_share_standard_output() throws IOException {
      program.notebook("in.ipynb", "1");
      var ended = program.run("run", "in.ipynb", "-", "--html", "-");
      assertThat(ended.status()).isEqualTo(2);
      assertThat(ended.err()).contains("Standard output can't take both");
    }

    @Test
    void a_kernel_that_does_not_start_leaves_a_page_that_says_so() throws IOException {
      program.notebook("in.ipynb", "1 + 1", "# Rents");
      var ended =
          program.run("run", "in.ipynb", "out.ipynb", "-k", "no_such", "--html", "out.html");

      assertThat(ended.status()).isEqualTo(1);
      assertThat(directory.resolve("out.html"))
          .content()
          .contains("<title>Rents</title>", "Not run", "No such kernel named no_such");
    }

    @Test
    void of_many_the_one_whose_kernel_does_not_start_has_a_page_that_says_so() throws IOException {
      program.notebook("in.ipynb", "1 + 1");
      program.run(
          "run", "in.ipynb", "{a}.ipynb", "-k", "no_such", "--grid", "a=1,2", "--html", "{a}.html");

      assertThat(directory.resolve("2.html")).content().contains("No such kernel named no_such");
    }
  }
}
