package dev.nightjar.notebook.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.InjectedParameters.Options;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class InjectedParametersTest {
  private static final Parameters ONE = Parameters.empty().with("a", ParameterValue.of(7));

  private final List<String> warnings = new ArrayList<>();

  @Test
  void without_parameters_nothing_changes() {
    Notebook notebook = notebook("{}", Cell.code("1"));
    InjectedParameters.inject(notebook, Parameters.empty(), Options.DEFAULT, warnings::add);
    assertThat(notebook.cells()).hasSize(1);
    assertThat(notebook.metadata()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void the_cell_follows_the_first_cell_tagged_parameters() {
    Notebook notebook =
        python(Cell.code("0"), tagged("a = 1", "parameters"), tagged("a = 2", "parameters"));
    inject(notebook, Options.DEFAULT);
    assertThat(notebook.cells())
        .extracting(Cell::source)
        .containsExactly("0", "a = 1", "# Parameters\na = 7\n", "a = 2");
    assertThat(notebook.cells().get(2).metadata())
        .isEqualTo(Json.parse("{\"tags\": [\"injected-parameters\"]}"));
    assertThat(notebook.metadata().path("papermill").path("parameters"))
        .isEqualTo(Json.parse("{\"a\": 7}"));
    assertThat(warnings).isEmpty();
  }

  @Test
  void a_cell_that_an_earlier_run_injected_is_replaced() {
    Notebook notebook =
        python(
            tagged("a = 1", "parameters"), Cell.code("1"), tagged("a = 2", "injected-parameters"));
    inject(notebook, Options.DEFAULT);
    assertThat(notebook.cells())
        .extracting(Cell::source)
        .containsExactly("a = 1", "1", "# Parameters\na = 7\n");
  }

  @Test
  void without_a_tag_the_cell_comes_first_and_both_facts_are_warned_of() {
    Notebook notebook = python(Cell.markdown("x"));
    inject(notebook, Options.DEFAULT);
    assertThat(notebook.cells().getFirst().source()).isEqualTo("# Parameters\na = 7\n");
    assertThat(warnings)
        .containsExactly(
            "Passed unknown parameter: a",
            "Input notebook does not contain a cell with tag 'parameters'");
  }

  @Test
  void a_language_that_cannot_be_inspected_is_warned_of_first() {
    Notebook notebook =
        notebook(
            "{\"kernelspec\": {\"name\": \"ir\", \"language\": \"R\"}}",
            tagged("a <- 1", "parameters"));
    inject(notebook, Options.DEFAULT);
    assertThat(warnings)
        .containsExactly(
            "Translator for 'R' language does not support parameter introspection.",
            "Passed unknown parameter: a");
  }

  @Test
  void kernel_language_and_comment_can_be_overridden() {
    Notebook notebook = notebook("{}");
    inject(notebook, new Options(false, "k", "scala", "Set by a test"));
    assertThat(notebook.cells().getFirst().source()).isEqualTo("// Set by a test\nval a = 7\n");
  }

  @Test
  void report_mode_hides_sources() {
    Notebook notebook = python(Cell.code("1"), Cell.markdown("m"));
    notebook.cells().getFirst().metadata().putObject("jupyter").put("outputs_hidden", true);
    inject(notebook, new Options(true, null, null, "Parameters"));
    assertThat(notebook.cells().getFirst().metadata().path("jupyter"))
        .isEqualTo(Json.parse("{\"source_hidden\": true}"));
    InjectedParameters.hideSources(notebook);
    assertThat(notebook.cells())
        .extracting(cell -> cell.metadata().path("jupyter").toString())
        .containsExactly("{\"source_hidden\":true}", "{\"source_hidden\":true}", "");
  }

  @Test
  void a_missing_kernel_name_or_language_stops_it() {
    assertThatThrownBy(() -> inject(notebook("{}"), Options.DEFAULT))
        .isInstanceOf(NotebookException.class)
        .hasMessageStartingWith("No kernel name found in notebook and no override provided.");
    assertThatThrownBy(
            () -> inject(notebook("{\"kernelspec\": {\"name\": \"x\"}}"), Options.DEFAULT))
        .isInstanceOf(NotebookException.class)
        .hasMessageStartingWith("No language found in notebook and no override provided.");
  }

  @Test
  void an_unknown_language_stops_it_and_leaves_the_notebook_alone() {
    Notebook notebook = notebook("{\"kernelspec\": {\"name\": \"xk\", \"language\": \"cobol\"}}");
    assertThatThrownBy(() -> inject(notebook, Options.DEFAULT))
        .isInstanceOf(NotebookException.class)
        .hasMessageStartingWith(
            "No parameter translator functions specified for kernel 'xk' or language 'cobol'. ");
    assertThat(notebook.cells()).isEmpty();
  }

  private void inject(Notebook notebook, Options options) {
    InjectedParameters.inject(notebook, ONE, options, warnings::add);
  }

  private static Notebook python(Cell... cells) {
    return notebook(
        "{\"kernelspec\": {\"name\": \"python3\"}, \"language_info\": {\"name\": \"python\"}}",
        cells);
  }

  private static Notebook notebook(String metadata, Cell... cells) {
    return new Notebook(new ArrayList<>(List.of(cells)), (ObjectNode) Json.parse(metadata));
  }

  private static Cell tagged(String source, String tag) {
    Cell cell = Cell.code(source);
    cell.metadata().putArray("tags").add(tag);
    return cell;
  }
}
