package dev.nightjar.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerbatimParametersTest {
  private static final Parameters PARAMETERS =
      Parameters.empty().with("b", ParameterValue.of("'x'")).with("a", ParameterValue.of("[1, 2]"));

  private static List<String> injected(Parameters parameters, Cell... cells) {
    var notebook = new Notebook(new ArrayList<>(List.of(cells)), Json.object());
    VerbatimParameters.inject(notebook, parameters);
    return notebook.cells().stream().map(Cell::source).toList();
  }

  private static Cell tagged(String source, String tag) {
    Cell cell = Cell.code(source);
    cell.metadata().putArray("tags").add(tag);
    return cell;
  }

  @Test
  void they_replace_the_first_cell_that_was_injected() {
    assertThat(
            injected(
                PARAMETERS,
                tagged("d", "parameters"),
                Cell.code("1"),
                tagged("old", "injected-parameters"),
                tagged("older", "injected-parameters")))
        .containsExactly("d", "1", "b = 'x'\na = [1, 2]", "older");
  }

  @Test
  void else_they_follow_the_first_cell_of_parameters() {
    assertThat(
            injected(
                PARAMETERS, Cell.code("1"), tagged("d", "parameters"), tagged("e", "parameters")))
        .containsExactly("1", "d", "b = 'x'\na = [1, 2]", "e");
  }

  @Test
  void else_they_come_first() {
    assertThat(injected(PARAMETERS, Cell.code("1"))).containsExactly("b = 'x'\na = [1, 2]", "1");
  }

  @Test
  void without_any_nothing_changes() {
    assertThat(injected(Parameters.empty(), tagged("old", "injected-parameters")))
        .containsExactly("old");
  }
}
