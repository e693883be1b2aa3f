package dev.nightjar.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterFieldsTest {
  private final ParameterFields fields =
      ParameterFields.of(
          notebook(
              """
              region: str = 'EMEA'  # Which region
              days = 30
              share = 0.5
              deep = False
              columns = ["a", "b"]
              nothing = None
              """),
          false);
  private final Draft draft = new Draft(Map.of());

  private static Notebook notebook(String parameters) {
    var notebook = new Notebook(new ArrayList<>(), Json.object());
    notebook.metadata().putObject("kernelspec").put("name", "python3");
    notebook.metadata().putObject("language_info").put("name", "python");
    Cell cell = Cell.code(parameters);
    cell.metadata().putArray("tags").add("parameters");
    notebook.cells().add(cell);
    return notebook;
  }

  @Test
  void fields_begin_with_what_the_notebook_has_and_hand_nothing_in() {
    fields.fill(draft, Map.of());

    assertThat(draft.raw("p.region")).isEqualTo("EMEA");
    assertThat(draft.raw("p.days")).isEqualTo("30");
    assertThat(draft.raw("p.columns")).isEqualTo("[\"a\", \"b\"]");
    assertThat(fields.read(draft)).isEmpty();
  }

  @Test
  void inputs_are_of_the_types_of_the_parameters() {
    fields.fill(draft, Map.of());
    String html = fields.of(new Inputs(draft)).toString();

    assertThat(html)
        .contains("name=\"p.days\" type=\"number\" step=\"1\"")
        .contains("name=\"p.share\" type=\"number\" step=\"any\"")
        .contains("<select id=\"f-p.deep\"")
        .contains(">Which region</p>");
  }

  @Test
  void what_is_changed_is_handed_in_with_its_type() {
    fields.fill(draft, Map.of());
    draft.put("p.region", "APAC");
    draft.put("p.days", "7");
    draft.put("p.share", "1");
    draft.put("p.deep", "True");
    draft.put("p.columns", "[1, {\"a\": null}]");
    draft.put("more", "extra = 0.25\nname = some text\ncode = \"007\"");

    assertThat(fields.read(draft))
        .contains(
            entry("region", "APAC"),
            entry("days", 7L),
            entry("share", 1.0),
            entry("deep", true),
            entry("extra", 0.25),
            entry("name", "some text"),
            entry("code", "007"))
        .containsKey("columns");
    assertThat(draft.problems()).isEmpty();
  }

  @Test
  void what_was_handed_in_stands_in_the_fields_again() {
    Map<String, Object> values =
        Map.of("region", "007", "days", 7L, "deep", true, "columns", List.of(1L, "x"));
    fields.fill(draft, values);

    assertThat(fields.read(draft)).isEqualTo(values);
  }

  @Test
  void each_problem_is_said_at_its_field() {
    fields.fill(draft, Map.of());
    draft.put("p.days", "many");
    draft.put("p.columns", "[1,");
    draft.put("more", "no equals sign");
    fields.read(draft);

    assertThat(draft.problems()).containsOnlyKeys("p.days", "p.columns", "more");
  }

  @Test
  void source_text_of_parameters_stays_source_text() {
    ParameterFields verbatim = ParameterFields.of(notebook("a = 1"), true);
    verbatim.fill(draft, Map.of("a", "[1, 'x']"));

    assertThat(verbatim.read(draft)).containsExactly(entry("a", "[1, 'x']"));
  }
}
