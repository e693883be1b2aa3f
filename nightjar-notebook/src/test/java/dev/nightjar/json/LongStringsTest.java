package dev.nightjar.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents so large that their long strings are read apart.
final class LongStringsTest {
  private static final String LONG = "x".repeat(300_000);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"%s\"]",
        "{\"a\": \"%s\", \"b\": \"short\", \"c\": [\"%s\", 1.5, \"\"]}",
        " \n {\"key \\\"quoted\\\"\": \"%s\\n\\\\n\\/\\t\\r\\b\\f\\\"\"}",
        "[\"%s\\u00e9\"]",
        "[\"%sé\", \"a\"]",
        "[\"é\", \"%s\"]",
        "[\"\\\\\", \"%s\\\\\"]",
        "\"%s\"",
        "{\"%s\": 1}",
      })
  void are_what_they_are_in_small_ones(String form) {
    String document = form.replace("%s", LONG);
    assertThat(Json.parse(utf8(document))).isEqualTo(Json.parse(document));
  }

  @RepeatedTest(20)
  void are_what_they_are_whatever_they_hold(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    String[] pieces = {"a", "\\n", "\\\\", "\\\"", "x".repeat(5000), "\\u001b", "ü", "😀", " "};
    StringBuilder document = new StringBuilder("[");
    while (document.length() < 400_000) {
      document.append(document.length() == 1 ? "\"" : ", \"");
      int kinds = 1 + random.nextInt(pieces.length);
      for (int i = random.nextInt(30); i > 0; i--) {
        document.append(pieces[random.nextInt(kinds)]);
      }
      document.append('"');
    }
    document.append(']');
    assertThat(Json.parse(utf8(document.toString()))).isEqualTo(Json.parse(document.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[\"%s\", x]", "[\"%s", "[\"%s\\", "[\"%s\\q\"]", "[\"%s\n\"]", "[\"%s\"] 1"})
  void do_not_change_what_is_said_of_a_mistake(String form) {
    byte[] document = utf8(form.replace("%s", LONG));
    assertThatThrownBy(() -> Json.parse(document))
        .isInstanceOf(JsonException.class)
        .hasMessage(messageOf(document));
  }

  private static String messageOf(byte[] document) {
    try {
      return Json.parse(new ByteArrayInputStream(document)).toString();
    } catch (JsonException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void may_be_in_another_encoding() {
    String document = "[\"" + LONG + "\"]";
    assertThat(Json.parse(document.getBytes(StandardCharsets.UTF_16LE)))
        .isEqualTo(Json.parse(document));
    assertThat(Json.parse(utf8("\ufeff" + document))).isEqualTo(Json.parse(document));
  }
}
