package dev.nightjar.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.comparison.NotebookComparison.CellPair;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class NotebookComparisonTest {
  /// A notebook whose cells print their last word.
  private static Notebook notebook(String... sources) {
    ObjectNode json = Json.object().put("nbformat", 4).put("nbformat_minor", 4);
    json.putObject("metadata");
    ArrayNode cells = json.putArray("cells");
    for (String source : sources) {
      ObjectNode cell = cells.addObject().put("cell_type", "code").put("source", source);
      cell.put("execution_count", 1).putObject("metadata");
      cell.putArray("outputs")
          .addObject()
          .put("output_type", "stream")
          .put("name", "stdout")
          .put("text", source.substring(source.lastIndexOf(' ') + 1) + "\n");
    }
    return NotebookFormat.read(Json.compact(json), "test.ipynb");
  }

  private static List<CellPair> compared(Notebook a, Notebook b) {
    NotebookComparison comparison = NotebookComparison.of(a, b);
    assertThat(comparison.more()).isZero();
    return comparison.cells();
  }

  @Test
  void the_same_notebook_has_no_cells_that_differ() {
    assertThat(compared(notebook("a 1", "b 2"), notebook("a 1", "b 2"))).isEmpty();
  }

  @Test
  void a_cell_that_changed_is_told_with_source_and_outputs() {
    CellPair cell = compared(notebook("a 1", "b 2"), notebook("a 1", "b 3")).getFirst();
    assertThat(cell.title()).isEqualTo("Cell 2");
    assertThat(cell.source()).containsExactly("@@ -1,1 +1,1 @@", "-b 2", "+b 3");
    assertThat(cell.outputs()).containsExactly("@@ -1,2 +1,2 @@", " [stdout]", "-2", "+3");
  }

  @Test
  void a_cell_with_the_same_source_may_have_other_outputs() {
    Notebook other = notebook("a 1");
    ((ObjectNode) other.cells().getFirst().outputsJson().get(0)).put("text", "2\n");
    CellPair cell = compared(notebook("a 1"), other).getFirst();
    assertThat(cell.source()).isEmpty();
    assertThat(cell.outputs()).contains("-1", "+2");
  }

  @Test
  void cells_that_one_does_not_have_move_the_others() {
    List<CellPair> cells = compared(notebook("a 1", "b 2"), notebook("new 0", "a 1", "b 3"));
    assertThat(cells)
        .extracting(CellPair::title)
        .containsExactly("Cell 1 of B alone", "Cell 2 of A, 3 of B");
    assertThat(compared(notebook("a 1", "b 2"), notebook("b 2")))
        .extracting(CellPair::title)
        .containsExactly("Cell 1 of A alone");
  }

  @Test
  void of_many_cells_the_first_are_told() {
    String[] one = IntStream.range(0, 60).mapToObj(i -> "a " + i).toArray(String[]::new);
    String[] other = IntStream.range(0, 60).mapToObj(i -> "b " + i).toArray(String[]::new);
    NotebookComparison comparison = NotebookComparison.of(notebook(one), notebook(other));
    assertThat(comparison.cells()).hasSize(50);
    assertThat(comparison.more()).isEqualTo(10);
  }
}
