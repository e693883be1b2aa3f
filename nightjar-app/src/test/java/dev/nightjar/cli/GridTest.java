package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class GridTest {
  private static List<String> combinations(String... definitions) {
    return new Grid(List.of(definitions)).combinations().stream().map(Object::toString).toList();
  }

  private static List<String> described(String... definitions) {
    return new Grid(List.of(definitions)).combinations().stream().map(Grid::describe).toList();
  }

  @Test
  void combines_all_values_the_first_most_slowly() {
    assertThat(described("alpha=0.1,0.5", "l1=a,b"))
        .containsExactly("alpha=0.1 l1=a", "alpha=0.1 l1=b", "alpha=0.5 l1=a", "alpha=0.5 l1=b");
  }

  @Test
  void infers_values_as_dash_p_does() {
    assertThat(combinations("x=1,1.5,True,None,a=b"))
        .containsExactly(
            "{x=Int[value=1]}",
            "{x=Floating[value=1.5]}",
            "{x=Bool[value=true]}",
            "{x=None[]}",
            "{x=Text[value=a=b]}");
  }

  @Test
  void takes_commas_in_quotes_and_behind_backslashes() {
    assertThat(combinations("x='a,b',\"1\",c\\,d,\"\""))
        .containsExactly(
            "{x=Text[value=a,b]}", "{x=Text[value=1]}", "{x=Text[value=c,d]}", "{x=Text[value=]}");
  }

  @Test
  void says_what_is_wrong_with_a_definition() {
    assertThatThrownBy(() -> combinations("alpha"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Invalid value for '--grid': 'alpha': it is not of the form NAME=VALUE,VALUE."
                + " Example: --grid alpha=0.1,0.5,0.9");
    assertThatThrownBy(() -> combinations("a=1,,2")).hasMessageContaining("a value is missing");
    assertThatThrownBy(() -> combinations("a=1,")).hasMessageContaining("a value is missing");
    assertThatThrownBy(() -> combinations("a='1")).hasMessageContaining("a quote is not closed");
    assertThatThrownBy(() -> combinations("a='1'2"))
        .hasMessageContaining("something stands between a closing quote and the next comma");
    assertThatThrownBy(() -> combinations("a=1", "a=2"))
        .hasMessage("'--grid' is given twice for 'a'. Put all values into one: --grid a=a,b");
  }

  @Nested
  class OnTheCommandLine {
    @TempDir private Path folder;

    private CommandRun run(String output, String... options) {
      CommandRun.copy("grid.ipynb", folder.resolve("grid.ipynb"));
      String[] arguments = new String[options.length + 3];
      arguments[0] = "run";
      arguments[1] = "grid.ipynb";
      arguments[2] = output;
      System.arraycopy(options, 0, arguments, 3, options.length);
      return CommandRun.in(folder, arguments);
    }

    @Test
    void runs_each_combination_and_shows_them_in_one_table() {
      CommandRun run =
          run(
              "out/{alpha}/{l1}.ipynb",
              "-p",
              "l1",
              "0",
              "--grid",
              "alpha=0.1,0.5",
              "--grid",
              "l1=1,2",
              "--jobs",
              "2");
      assertThat(run.status()).isEqualTo(1);
      List<String> table = run.out().lines().toList();
      assertThat(table.get(0)).matches("alpha  l1  STATE +CELLS  SECONDS  OUTPUT +PROBLEM");
      assertThat(table.get(1)).matches("0\\.1    1   passed +3/3 +[\\d.]+  out/0\\.1/1\\.ipynb");
      assertThat(table.get(4)).matches("0\\.5    2   failed .* In \\[3] ValueError: no such model");
      assertThat(table.getLast()).endsWith(": 3 passed, 1 failed");
      assertThat(folder.resolve("out/0.1/2.ipynb")).content().contains("\"0.1 2\\n\"");
    }

    @Test
    void prints_json_with_the_parameters() {
      CommandRun run = run("{alpha}.ipynb", "--grid", "alpha=3", "--json");
      assertThat(run.status()).as(run.toString()).isZero();
      JsonNode notebook = Json.parse(run.out()).path("notebooks").path(0);
      assertThat(notebook.path("parameters").path("alpha").asInt()).isEqualTo(3);
      assertThat(notebook.path("output").asString()).isEqualTo("3.ipynb");
    }

    @Test
    void makes_a_page_of_each() {
      CommandRun run = run("{alpha}.ipynb", "--grid", "alpha=3,4", "--html", "pages/{alpha}.html");
      assertThat(run.status()).as(run.toString()).isZero();
      assertThat(folder.resolve("pages/3.html")).isNotEmptyFile();
      assertThat(folder.resolve("pages/4.html")).isNotEmptyFile();
      CommandRun same = run("{alpha}.ipynb", "--grid", "alpha=3,4", "--html", "page.html");
      assertThat(same.status()).isEqualTo(2);
      assertThat(same.err()).contains("--html 'page.html' is the same file for alpha=3 and");
    }

    @Test
    void warns_once_of_a_parameter_that_the_notebook_does_not_know() {
      CommandRun run = run("{beta}.ipynb", "--grid", "beta=1,2", "--prepare-only");
      assertThat(run.status()).as(run.toString()).isZero();
      assertThat(run.err()).containsOnlyOnce("grid.ipynb: Passed unknown parameter: beta");
    }

    @Test
    void refuses_a_template_that_does_not_tell_the_combinations_apart() throws IOException {
      CommandRun run = run("out-{alpha}.ipynb", "--grid", "alpha=1,2", "--grid", "l1=1,2");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err())
          .isEqualTo(
              "Error: OUTPUT_PATH 'out-{alpha}.ipynb' is the same file for alpha=1 l1=1 and for"
                  + " alpha=1 l1=2: 'out-1.ipynb'. Put the parameters into it, such as"
                  + " 'out-{alpha}-{l1}.ipynb'.\n");
      try (var files = Files.list(folder)) {
        assertThat(files).containsExactly(folder.resolve("grid.ipynb"));
      }
    }

    @Test
    void refuses_to_overwrite_its_input() {
      CommandRun run = run("{alpha}.ipynb", "--grid", "alpha=other,grid");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("would overwrite NOTEBOOK_PATH");
    }

    @Test
    void leaves_commas_in_dash_p_alone() {
      CommandRun run = run("out.ipynb", "-p", "alpha", "0.1,0.5", "--no-progress-bar");
      assertThat(run.status()).as(run.toString()).isZero();
      assertThat(folder.resolve("out.ipynb")).content().contains("'0.1,0.5' 'x'");
    }

    @Test
    void refuses_options_that_need_a_grid_without_one() {
      CommandRun run = run("out.ipynb", "--jobs", "2");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("go with '--grid'");
    }
  }
}
