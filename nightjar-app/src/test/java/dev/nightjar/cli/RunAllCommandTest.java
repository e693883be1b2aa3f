package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunAllCommandTest {
  @TempDir private Path folder;

  @Nested
  class WithNotebooksInFolders {
    @Test
    void runs_those_below_and_tells_of_each() {
      CommandRun.copy("passing.ipynb", folder.resolve("b.ipynb"));
      CommandRun.copy("passing.ipynb", folder.resolve("a/c.ipynb"));
      CommandRun run = CommandRun.in(folder, "run-all", ".", "--jobs", "2");
      assertThat(run.status()).as(run.toString()).isZero();
      assertThat(run.err().lines())
          .hasSize(2)
          .allMatch(line -> line.matches("passed +3/3 +[\\d.]+ s (a/c|b)\\.ipynb"));
      List<String> table = run.out().lines().toList();
      assertThat(table.get(0)).matches("STATE +CELLS  SECONDS  NOTEBOOK");
      assertThat(table.get(1)).matches("passed +3/3 +[\\d.]+  a/c\\.ipynb");
      assertThat(table.get(2)).matches("passed +3/3 +[\\d.]+  b\\.ipynb");
      assertThat(table.getLast()).matches("2 notebooks in [\\d.]+ s: 2 passed");
    }

    @Test
    void runs_each_in_its_own_folder_and_leaves_the_sources_alone() throws IOException {
      Path source = CommandRun.copy("where.ipynb", folder.resolve("lesson{1}/where.ipynb"));
      byte[] before = Files.readAllBytes(source);
      CommandRun run = CommandRun.in(folder, "run-all", ".", "--output-dir", "out");
      assertThat(run.status()).as(run.toString()).isZero();
      assertThat(folder.resolve("out/lesson{1}/where.ipynb")).content().contains("lesson{1}\\n");
      assertThat(source).hasBinaryContent(before);
    }

    @Test
    void keeps_nothing_without_an_output_folder() throws IOException {
      CommandRun.copy("where.ipynb", folder.resolve("where.ipynb"));
      CommandRun.in(folder, "run-all", "where.ipynb");
      try (var files = Files.list(folder)) {
        assertThat(files).containsExactly(folder.resolve("where.ipynb"));
      }
    }
  }

  @Nested
  class WithANotebookThatFails {
    @Test
    void shows_where_and_runs_the_others() {
      CommandRun.copy("failing.ipynb", folder.resolve("failing.ipynb"));
      CommandRun.copy("passing.ipynb", folder.resolve("passing.ipynb"));
      CommandRun run = CommandRun.in(folder, "run-all", "--jobs", "1", ".");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out())
          .contains("In [2] ZeroDivisionError: division by zero")
          .contains("── failing.ipynb In [2]: # divides ──")
          .contains("----> 2 1 / 0")
          .endsWith(": 1 passed, 1 failed\n")
          .doesNotContain("\u001b");
    }

    @Test
    void runs_no_more_if_it_is_to_fail_fast() {
      CommandRun.copy("failing.ipynb", folder.resolve("failing.ipynb"));
      CommandRun.copy("passing.ipynb", folder.resolve("passing.ipynb"));
      CommandRun run = CommandRun.in(folder, "run-all", "-j1", "--fail-fast", ".");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).endsWith(": 1 failed, 1 not run\n");
    }

    @Test
    void tells_of_a_cell_that_ran_out_of_time() {
      CommandRun.copy("sleeping.ipynb", folder.resolve("sleeping.ipynb"));
      CommandRun run = CommandRun.in(folder, "run-all", "--execution-timeout", "1", ".");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).contains("In [2] ran longer than 1 s");
    }

    @Test
    void tells_of_one_that_is_no_notebook() throws IOException {
      Files.writeString(folder.resolve("broken.ipynb"), "{");
      CommandRun run = CommandRun.in(folder, "run-all", ".");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).contains("broken.ipynb is not a notebook: not JSON");
    }

    @Test
    void lets_cells_raise_that_are_tagged_so() {
      CommandRun.copy("tolerated.ipynb", folder.resolve("tolerated.ipynb"));
      CommandRun run =
          CommandRun.in(folder, "run-all", "--compare", "--output-dir", "out", "tolerated.ipynb");
      assertThat(run.status()).as(run.toString()).isZero();
      assertThat(folder.resolve("out/tolerated.ipynb"))
          .content()
          .contains("ZeroDivisionError")
          .doesNotContain("papermill-error-cell");
    }
  }

  @Test
  void compares_outputs_with_those_that_are_stored() {
    CommandRun.copy("passing.ipynb", folder.resolve("passing.ipynb"));
    CommandRun.copy("differing.ipynb", folder.resolve("differing.ipynb"));
    CommandRun run = CommandRun.in(folder, "run-all", "--compare", ".");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            """
            ── differing.ipynb In [1]: for i in range(6): ──
            --- stored
            +++ this run
            @@ -5,3 +5,3 @@
             3
             4
            -five
            +5
            """)
        .contains(
            """
            -[image/png 4×2]
            +[image/png 3×2]
            """)
        .doesNotContain("In [2]", "In [3]", "In [4]", "In [6]")
        .endsWith(": 1 passed, 1 differs\n");
  }

  @Test
  void gives_parameters_to_all() {
    CommandRun.copy("grid.ipynb", folder.resolve("a.ipynb"));
    CommandRun run =
        CommandRun.in(folder, "run-all", "-p", "alpha", "0.25", "--output-dir", "out", "a.ipynb");
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(folder.resolve("out/a.ipynb")).content().contains("0.25 'x'");
  }

  @Test
  void prints_one_json_document() {
    CommandRun.copy("failing.ipynb", folder.resolve("failing.ipynb"));
    CommandRun run = CommandRun.in(folder, "run-all", "--json", ".");
    JsonNode json = Json.parse(run.out());
    assertThat(json.path("passed").asBoolean()).isFalse();
    JsonNode notebook = json.path("notebooks").path(0);
    assertThat(notebook.path("notebook").asString()).isEqualTo("failing.ipynb");
    assertThat(notebook.path("state").asString()).isEqualTo("failed");
    assertThat(notebook.path("cells").path(1).path("ename").asString())
        .isEqualTo("ZeroDivisionError");
    assertThat(notebook.path("cells").path(2).path("reason").asString())
        .isEqualTo("the run ended at In [2]");
  }

  @Nested
  class WithAWrongCommandLine {
    @Test
    void asks_for_paths() {
      CommandRun run = CommandRun.in(folder, "run-all");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("Error: Missing argument 'PATHS...'.");
    }

    @Test
    void names_the_path_that_is_not_there() {
      CommandRun run = CommandRun.in(folder, "run-all", "lessons");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("Error: Path 'lessons' does not exist.");
    }

    @Test
    void says_that_there_is_no_notebook() {
      CommandRun run = CommandRun.in(folder, "run-all", ".");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("Error: No notebook (*.ipynb) below .");
    }

    @Test
    void does_not_overwrite_the_sources() {
      CommandRun.copy("passing.ipynb", folder.resolve("passing.ipynb"));
      CommandRun run = CommandRun.in(folder, "run-all", ".", "--output-dir", ".");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("--output-dir . is where the notebooks are");
    }
  }
}
