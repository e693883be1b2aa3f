package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OutputComparisonTest {
  private static Cell cell(String... outputs) {
    Cell cell = Cell.code("x");
    cell.json().put("execution_count", 1);
    for (String output : outputs) {
      JsonNode json = Json.parse(output.replace('\'', '"'));
      cell.outputsJson().add(json);
    }
    return cell;
  }

  private static String stdout(String text) {
    return "{'output_type': 'stream', 'name': 'stdout', 'text': '%s'}".formatted(text);
  }

  private static String stderr(String text) {
    return stdout(text).replace("stdout", "stderr");
  }

  private static String display(String data) {
    return "{'output_type': 'display_data', 'metadata': {}, 'data': {%s}}".formatted(data);
  }

  private static boolean same(Cell stored, Cell run) {
    return OutputComparison.difference(stored, run).isEmpty();
  }

  private static boolean same(String stored, String run) {
    return same(cell(stdout(stored)), cell(stdout(run)));
  }

  @Nested
  class IsEqual {
    @Test
    void however_streams_come_in_pieces() {
      assertThat(
              same(
                  cell(stdout("a\\n"), stderr("e"), stdout("b")),
                  cell(stdout("a\\nb"), stderr("e"))))
          .isTrue();
    }

    @Test
    void whatever_addresses_file_names_and_times_are() {
      assertThat(same("<A at 0x7f12ab34>", "<A at 0x7fffab35cd>")).isTrue();
      assertThat(same("/tmp/ipykernel_12/345.py:1: W", "/var/f/T/ipykernel_6/78.py:1: W")).isTrue();
      assertThat(same("<ipython-input-3-0a1b>", "<ipython-input-4-ffff>")).isTrue();
      assertThat(same("CPU times: user 1 s\\nWall time: 3 s", "CPU times: x\\nWall time: 4 ms"))
          .isTrue();
      assertThat(
              same(
                  "1.2 µs ± 3 ns per loop (mean ± std. dev.)",
                  "15 ms ± 30 µs per loop (mean ± std. dev.)"))
          .isTrue();
    }

    @Test
    void whatever_was_overwritten_coloured_or_blank_at_line_ends() {
      assertThat(same("10%\\r 50%\\r100%\\nend", "20%\\r100%\\nend")).isTrue();
      assertThat(same("a  \\nb\\n\\n", "\\u001b[31ma\\u001b[0m\\nb")).isTrue();
    }

    @Test
    void whatever_the_html_beside_a_plain_text() {
      assertThat(
              same(
                  cell(display("'text/plain': 'a', 'text/html': 'b'")),
                  cell(display("'text/plain': 'a', 'text/html': 'c'"))))
          .isTrue();
    }

    @Test
    void if_nothing_is_stored_because_the_cell_was_never_run() {
      assertThat(same(Cell.code("x"), cell(stdout("a")))).isTrue();
    }

    @Test
    void if_the_cell_says_that_its_output_is_not_compared() {
      for (String tag : List.of("nbval-ignore-output", "nightjar-ignore-output")) {
        Cell stored = cell(stdout("a"));
        stored.metadata().putArray("tags").add(tag);
        assertThat(same(stored, cell(stdout("b")))).isTrue();
      }
      Cell commented = cell(stdout("a"));
      commented.json().put("source", "# NBVAL_IGNORE_OUTPUT\nx");
      assertThat(same(commented, cell(stdout("b")))).isTrue();
    }
  }

  @Nested
  class Differs {
    @Test
    void if_the_text_does() {
      Optional<List<String>> difference =
          OutputComparison.difference(cell(stdout("a\\nb")), cell(stdout("a\\nc")));
      assertThat(difference).contains(List.of("@@ -1,3 +1,3 @@", " [stdout]", " a", "-b", "+c"));
    }

    @Test
    void if_an_output_is_missing() {
      assertThat(same(cell(stdout("a")), cell())).isFalse();
      assertThat(same(cell(), cell(stdout("a")))).isFalse();
    }

    @Test
    void if_html_without_plain_text_does() {
      assertThat(same(cell(display("'text/html': 'b'")), cell(display("'text/html': 'c'"))))
          .isFalse();
    }

    @Test
    void if_an_error_is_another() {
      String error = "{'output_type': 'error', 'ename': 'E', 'evalue': '%s', 'traceback': ['%s']}";
      assertThat(same(cell(error.formatted("a", "x")), cell(error.formatted("a", "y")))).isTrue();
      assertThat(same(cell(error.formatted("a", "x")), cell(error.formatted("b", "x")))).isFalse();
    }
  }

  @Test
  void takes_a_long_line_without_delay() {
    String line = "/a+".repeat(300_000) + " ".repeat(20) + "x";
    assertThat(same(line, line)).isTrue();
  }
}
