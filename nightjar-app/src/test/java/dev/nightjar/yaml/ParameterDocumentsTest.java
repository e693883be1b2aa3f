package dev.nightjar.yaml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterValue;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.databind.JsonNode;

class ParameterDocumentsTest {
  /// Where we differ on purpose, or SnakeYAML's scanner does without harm.
  private static final Map<String, String> DIFFERENCES =
      Map.of(
          "a: &x {k: *x}", "refused",
          "- &x [*x]", "refused",
          "a: &x 1\nb: &x 2\nc: *x", "{'a': 1, 'b': 2, 'c': 2}",
          "a: &é 1\nb: *é", "{'a': 1, 'b': 1}",
          "a: 1\t", "{'a': 1}",
          "%x", "None");

  @Test
  void documents_mean_what_they_mean_to_pyyaml() {
    SoftAssertions.assertSoftly(
        softly -> {
          for (JsonNode row : Recordings.of("pyyaml.json").get("documents")) {
            String yaml = row.get(0).stringValue();
            String recorded = row.get(1).asString("refused");
            softly
                .assertThat(read(yaml))
                .as(yaml)
                .isEqualTo(DIFFERENCES.getOrDefault(yaml, recorded));
          }
        });
  }

  private static String read(String yaml) {
    try {
      return ParameterDocuments.value(yaml).repr();
    } catch (YAMLException | Problem e) {
      return "refused";
    }
  }

  @Test
  void base64_is_as_lenient_as_pythons() {
    SoftAssertions.assertSoftly(
        softly -> {
          for (JsonNode row : Recordings.of("pyyaml.json").get("base64")) {
            String text = row.get(0).stringValue();
            if (row.get(1).isNull()) {
              softly
                  .assertThatThrownBy(() -> ParameterDocuments.lenientBase64(text))
                  .as(text)
                  .isInstanceOf(NotebookException.class)
                  .hasMessageContaining("is not Base64: ");
            } else {
              softly
                  .assertThat(new String(ParameterDocuments.lenientBase64(text), ISO_8859_1))
                  .as(text)
                  .isEqualTo(row.get(1).stringValue());
            }
          }
        });
  }

  @Test
  void documents_without_values_hold_no_parameters() {
    for (String yaml : new String[] {"", "~", "# nothing", "---", "{}", "[]", "false", "''"}) {
      assertThat(ParameterDocuments.parse(yaml, "-y").isEmpty()).as(yaml).isTrue();
    }
  }

  @Test
  void a_list_of_pairs_is_taken_as_python_takes_it() {
    assertThat(ParameterDocuments.parse("!!omap [a: 1, b: 2]", "-y").names())
        .containsExactly("a", "b");
  }

  @Test
  void what_is_no_mapping_is_refused_in_one_line() {
    assertMessage(
        "[1, 2]",
        "p.yaml holds a list where names with values are expected, as in 'name: value': [1, 2]");
    assertMessage(
        "just text",
        "p.yaml holds a str where names with values are expected, as in 'name: value': 'just text'");
    assertMessage("1: x", "p.yaml names a parameter 1, which is a int. Put the name in quotes.");
  }

  @Test
  void mistakes_are_told_with_their_place_in_one_line() {
    assertMessage(
        "a: 1\nb: [1",
        "p.yaml is not valid YAML: expected ',' or ']', but got <stream end> (line 2, column 6)");
    assertMessage(
        "a: !foo 1",
        "p.yaml holds parameters that can't be read: could not determine a constructor for the tag '!foo' (line 1, column 4)");
    assertMessage(
        "a: {[1]: 2}",
        "p.yaml holds parameters that can't be read: [1] is a list, which can't be the key of a mapping; use a string (line 1, column 4)");
    assertMessage(
        "a: &x [*x]",
        "p.yaml holds parameters that can't be read: a value contains itself (line 1, column 4)");
  }

  @Test
  void aliases_cannot_blow_a_document_up() {
    String bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + IntStream.range(1, 10)
                .mapToObj(
                    i ->
                        "a%d: &a%d [%s]\n"
                            .formatted(i, i, ("*a" + (i - 1) + " , ").repeat(10).strip()))
                .collect(Collectors.joining());
    assertThatThrownBy(() -> ParameterDocuments.parse(bomb, "-y"))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("its aliases stand for more than a million values");
  }

  @Test
  void a_big_document_is_read() {
    String yaml =
        IntStream.range(0, 200_000)
            .mapToObj(i -> "name_of_a_parameter_%d: a value of some length%n".formatted(i))
            .collect(Collectors.joining());
    assertThat(ParameterDocuments.parse(yaml, "-f").names()).hasSize(200_000);
  }

  @Test
  void bytes_are_utf_8_or_utf_16_with_a_mark() {
    for (Charset charset : List.of(UTF_8, UTF_16)) {
      assertThat(ParameterDocuments.parse("a: é".getBytes(charset), "-b").get("a"))
          .isEqualTo(ParameterValue.of("é"));
    }
    assertThatThrownBy(() -> ParameterDocuments.parse("a: é".getBytes(ISO_8859_1), "-b"))
        .hasMessage("-b is not valid YAML: it is not UTF-8 text");
  }

  private static void assertMessage(String yaml, String message) {
    assertThatThrownBy(() -> ParameterDocuments.parse(yaml, "p.yaml"))
        .isInstanceOf(NotebookException.class)
        .hasMessage(message);
  }
}
