package dev.nightjar.notebook.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.notebook.parameters.ParameterInspection.Inferred;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ParameterInspectionTest {
  private final List<String> warnings = new ArrayList<>();

  @Test
  void help_is_laid_out_as_papermill_lays_it_out() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("help-notebook.json")) {
      JsonNode cases = Json.parse(in);
      SoftAssertions.assertSoftly(softly -> cases.forEach(row -> compare(row, softly)));
    }
  }

  private void compare(JsonNode row, SoftAssertions softly) {
    String expected = row.get("stdout").stringValue();
    StringBuilder out = new StringBuilder();
    boolean tagged =
        ParameterInspection.help(
            expected.lines().findFirst().orElseThrow(),
            row.get("path").stringValue(),
            NotebookFormat.read(row.get("notebook"), "input.ipynb"),
            line -> out.append(line).append('\n'),
            warnings::add);
    softly.assertThat(out.toString()).as(row.get("name").stringValue()).isEqualTo(expected);
    softly.assertThat(tagged).isEqualTo(row.get("rc").intValue() == 0);
  }

  @Test
  void annotations_type_comments_and_help_are_read() {
    assertThat(
            inspect(
                """
                a: int = 1  # the a
                b = 'x' # type: str the b
                c: "List[int]" = [
                  1, # first
                  2
                ] # numbers
                größe=3#
                """))
        .containsExactly(
            new Inferred("a", "int", "1", "the a"),
            new Inferred("b", "str", "'x'", "the b"),
            new Inferred("c", "List[int]", "[1,2]", "numbers"),
            new Inferred("größe", "None", "3", ""));
    assertThat(warnings).isEmpty();
  }

  @Test
  void definitions_are_matched_as_pythons_re_matches_them() {
    SoftAssertions.assertSoftly(
        softly -> {
          for (JsonNode row : PythonRecordings.of("definitions")) {
            JsonNode match = row.get(1);
            softly
                .assertThat(inspect(row.get(0).stringValue()))
                .as(row.get(0).stringValue())
                .isEqualTo(
                    match.isNull()
                        ? List.of()
                        : List.of(
                            new Inferred(
                                match.get(0).stringValue(),
                                match.get(1).stringValue(),
                                match.get(2).stringValue(),
                                match.get(3).stringValue())));
          }
        });
  }

  @Test
  void a_line_with_several_equal_signs_is_reported_and_dropped() {
    assertThat(inspect("a = 1\n\n  b = c == 3\nd = 4"))
        .extracting(Inferred::name)
        .containsExactly("a", "d");
    assertThat(warnings).containsExactly("Unable to parse line 3 '  b = c == 3'.");
  }

  @Test
  void the_heading_is_out_before_an_unknown_language_stops_it() {
    List<String> lines = new ArrayList<>();
    Notebook notebook =
        notebook("{\"kernelspec\": {\"name\": \"x\", \"language\": \"cobol\"}}", "a = 1");
    assertThatThrownBy(
            () -> ParameterInspection.help("Usage: x", "n", notebook, lines::add, warnings::add))
        .isInstanceOf(NotebookException.class);
    assertThat(lines).containsExactly("Usage: x", "", "Parameters inferred for notebook 'n':");
  }

  private List<Inferred> inspect(String source) {
    return ParameterInspection.inspect(notebook("{}", source), "k", "python", warnings::add);
  }

  private static Notebook notebook(String metadata, String source) {
    Cell cell = Cell.code(source);
    cell.metadata().putArray("tags").add("parameters");
    return new Notebook(new ArrayList<>(List.of(cell)), (ObjectNode) Json.parse(metadata));
  }
}
