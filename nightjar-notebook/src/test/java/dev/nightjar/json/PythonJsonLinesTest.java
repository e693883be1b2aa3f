package dev.nightjar.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import tools.jackson.databind.node.ArrayNode;

final class PythonJsonLinesTest {
  private static final String[] PIECES = {
    "\n",
    "\r",
    "\r\n",
    "\u000b",
    "\u001c",
    "\u0085",
    "\u2028",
    "\u2029",
    "a",
    "\"",
    "\\",
    "\t",
    "é",
    "€",
    "😀",
    "\ud800",
    "x".repeat(1000),
    "y".repeat(70_000)
  };

  private interface Writing {
    void to(PythonJson out) throws IOException;
  }

  private static byte[] written(Writing writing) throws IOException {
    var bytes = new ByteArrayOutputStream();
    PythonJson out = new PythonJson(bytes);
    writing.to(out);
    out.flush();
    assertThat(out.written()).isEqualTo(bytes.size());
    return bytes.toByteArray();
  }

  @RepeatedTest(50)
  void writes_a_text_as_the_list_of_its_lines(RepetitionInfo repetition) throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(200); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length - (random.nextInt(20) == 0 ? 0 : 2))]);
    }
    ArrayNode lines = Json.array();
    PythonText.lines(text.toString()).forEach(lines::add);
    assertThat(written(out -> out.lines(text.toString(), 3)))
        .isEqualTo(written(out -> out.value(lines, 3)));
  }
}
