package dev.nightjar.notebook.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.json.Json;
import dev.nightjar.json.PythonJson;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ParameterValueTest {
  @Test
  void a_text_is_inferred_to_be_what_python_makes_of_it() {
    SoftAssertions.assertSoftly(
        softly -> {
          for (JsonNode row : PythonRecordings.of("infer")) {
            String text = row.get(0).stringValue();
            softly
                .assertThat(ParameterValue.infer(text))
                .as("-p x %s", text)
                .isEqualTo(PythonRecordings.value(row.get(1)));
          }
        });
  }

  @Test
  void repr_str_and_ascii_are_those_of_python() {
    SoftAssertions.assertSoftly(
        softly -> {
          for (JsonNode row : PythonRecordings.of("values")) {
            ParameterValue value = PythonRecordings.value(row.get(0));
            softly.assertThat(value.repr()).isEqualTo(row.get(1).stringValue());
            softly.assertThat(value.str()).isEqualTo(row.get(2).stringValue());
            softly.assertThat(PythonRepr.ascii(value.repr())).isEqualTo(row.get(3).stringValue());
          }
          for (JsonNode row : PythonRecordings.of("unicode_escape")) {
            softly
                .assertThat(PythonRepr.unicodeEscaped(row.get(0).stringValue()))
                .isEqualTo(row.get(1).stringValue());
          }
        });
  }

  @Test
  void what_python_can_write_as_json_is_written_alike_and_the_rest_is_refused() {
    SoftAssertions.assertSoftly(
        softly -> {
          for (JsonNode row : PythonRecordings.of("values")) {
            ParameterValue value = PythonRecordings.value(row.get(0));
            if (row.get(4).isNull()) {
              softly
                  .assertThatThrownBy(value::toJson)
                  .as(value.repr())
                  .isInstanceOf(NotebookException.class)
                  .hasMessageContaining("can't be saved in a notebook");
            } else {
              softly.assertThat(written(value.toJson())).isEqualTo(row.get(4).stringValue());
            }
          }
        });
  }

  @Test
  void keys_of_one_type_are_saved_in_the_order_in_which_python_sorts_them() {
    JsonNode json =
        mapping(ParameterValue.of(3), ParameterValue.of(20), ParameterValue.of(1)).toJson();
    assertThat(written(json)).isEqualTo("{\n \"1\": 0,\n \"3\": 0,\n \"20\": 0\n}");
  }

  @Test
  void a_value_that_cannot_be_saved_is_explained() {
    ParameterValue mixed = mapping(ParameterValue.of(1), ParameterValue.of("a"));
    assertThatThrownBy(() -> Parameters.empty().with("cfg", mixed).toJson())
        .hasMessage(
            "Parameter 'cfg' can't be saved in a notebook: it holds a mapping with keys of several types: {1: 0, 'a': 0}. Use strings for all its keys.");
    ParameterValue set = new ParameterValue.SetOf(List.of(ParameterValue.of("x")));
    assertThatThrownBy(() -> Parameters.empty().with("s", set).toJson())
        .hasMessage(
            "Parameter 's' can't be saved in a notebook: it holds a set: {'x'}. Use a list.");
  }

  @Test
  void json_becomes_the_value_that_python_would_load() {
    assertThat(ParameterValue.of(Json.parse("{\"b\": [1, 1.0, null, true, \"x\"], \"a\": {}}")))
        .extracting(ParameterValue::repr)
        .isEqualTo("{'b': [1, 1.0, None, True, 'x'], 'a': {}}");
  }

  @Test
  void a_list_cannot_be_a_key() {
    assertThatThrownBy(() -> mapping(new ParameterValue.Sequence(List.of())))
        .isInstanceOf(NotebookException.class)
        .hasMessage("[] is a list, which can't be the key of a mapping; use a string");
  }

  private static ParameterValue mapping(ParameterValue... keys) {
    return new ParameterValue.Mapping(
        List.of(keys).stream().map(key -> new Entry(key, ParameterValue.of(0))).toList());
  }

  private static String written(JsonNode json) {
    var out = new ByteArrayOutputStream();
    var writer = new PythonJson(out);
    try {
      writer.value(json, 0);
      writer.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
