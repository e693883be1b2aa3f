package dev.nightjar.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Each document is written by Python as well.
class PythonJsonTest {
  private static final String DUMPS =
      """
      import json, sys
      value = json.loads(sys.stdin.buffer.read().decode('utf-8'))
      text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
      sys.stdout.buffer.write(text.encode('utf-8', 'backslashreplace'))
      """;

  private static String written(JsonNode value) {
    try {
      var out = new ByteArrayOutputStream();
      var writer = new PythonJson(out);
      writer.value(value, 0);
      writer.flush();
      assertThat(writer.written()).isEqualTo(out.size());
      return out.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String writtenByPython(String json) {
    try {
      Process python = new ProcessBuilder("/usr/bin/python3", "-c", DUMPS).start();
      try (var in = python.getOutputStream()) {
        in.write(json.getBytes(StandardCharsets.UTF_8));
      }
      return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "null",
        "[[], {}, [[]], [{}], {\"a\": []}]",
        "{\"b\": [1, {\"d\": true, \"c\": null}], \"a\": \"x\"}",
        "[0, -0, -0.0, 1.0, 1e2, 1e15, 1e16, 123456789012345678, 1e22, 1.5e300, 1e-4, 1e-5, 5e-324]",
        "[0.1, 100.0, 1234.5678, 2.5e-7, 1.7976931348623157e308, 4.35, 9007199254740993.0, 1e23]",
        "[NaN, Infinity, -Infinity, 1e999]",
        "[9223372036854775807, 9223372036854775808, -99999999999999999999999999999999999999]",
        "\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001b\\u001f \\\" \\\\ / \\u007f\"",
        "\"\u00e4 \u20ac \u2028 \ud83c\udf19 \ufffd\"",
        "[\"\\ud83c\", \"\\udf19\", \"\\udf19\\ud83c\", \"a\\ud83cb\"]",
        "{\"\ud83c\udf19\": 1, \"\uffee\": 2, \"a\": 3, \"\": 4, \"A\": 5, \"aa\": 6, \"\u00e4\": 7}",
        "{\"a\": 1, \"a\": 2}"
      })
  void every_byte_is_pythons(String json) {
    assertThat(written(Json.parse(json))).isEqualTo(writtenByPython(json));
  }

  @Test
  void long_texts_that_cross_its_buffer_are_pythons() {
    var json = new StringBuilder("[");
    for (int length = 16_370; length < 16_400; length++) {
      json.append('"').append("x".repeat(length)).append("\u00e4\ud83c\udf19\\n\", ");
    }
    String document = json.append("0]").toString();

    assertThat(written(Json.parse(document))).isEqualTo(writtenByPython(document));
  }

  @Test
  void an_ordered_object_keeps_its_order() {
    OrderedObject object = new OrderedObject();
    object.put("10", 1).put("9", 2);

    assertThat(written(object)).isEqualTo("{\n \"10\": 1,\n \"9\": 2\n}");
  }

  @Test
  void lines_are_listed_with_their_ends() throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = new PythonJson(out);
    writer.lines("", 1);
    writer.lines("a\nb\r\nc", 1);
    writer.flush();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("[][\n  \"a\\n\",\n  \"b\\r\\n\",\n  \"c\"\n ]");
  }

  @Test
  void strings_are_ordered_by_code_point() {
    assertThat(
            List.of("b", "\ud83c\udf19", "\uffee", "a", "ab", "").stream()
                .sorted(PythonJson.BY_CODE_POINT))
        .containsExactly("", "a", "ab", "b", "\uffee", "\ud83c\udf19");
  }
}
