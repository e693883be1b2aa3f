package dev.nightjar.notebook.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void a_progress_bar_shows_its_last_state() {
    assertThat(Terminal.html("  0%\r 50%\r100% done\nnext")).isEqualTo("100% done\nnext");
  }

  @Test
  void a_shorter_line_leaves_the_rest_of_the_longer_one() {
    assertThat(Terminal.html("abcdef\rxy")).isEqualTo("xycdef");
  }

  @Test
  void erasing_to_the_end_of_the_line_removes_that_rest() {
    assertThat(Terminal.html("abcdef\rxy\u001b[K")).isEqualTo("xy");
  }

  @Test
  void a_carriage_return_before_a_line_feed_loses_nothing() {
    assertThat(Terminal.html("a\r\nb\r\n")).isEqualTo("a\nb");
  }

  @Test
  void a_backspace_lets_the_next_character_replace_one() {
    assertThat(Terminal.html("|\b/\b-\b\\\n")).isEqualTo("\\");
  }

  @Test
  void the_cursor_can_go_up_to_an_earlier_bar() {
    assertThat(Terminal.html("a 0%\nb 0%\u001b[A\ra 9%\n\rb 9%")).isEqualTo("a 9%\nb 9%");
  }

  @Test
  void named_colours_become_classes() {
    assertThat(Terminal.html("\u001b[1;31mbad\u001b[0m ok"))
        .isEqualTo("<span class=\"nj-f1 nj-bold\">bad</span> ok");
  }

  @Test
  void bright_colours_and_backgrounds_have_classes_of_their_own() {
    assertThat(Terminal.html("\u001b[92;43mx")).isEqualTo("<span class=\"nj-f10 nj-b3\">x</span>");
  }

  @Test
  void inverse_swaps_ink_and_paper() {
    assertThat(Terminal.html("\u001b[7;32mx")).isEqualTo("<span class=\"nj-fi nj-b2\">x</span>");
  }

  @Test
  void a_colour_of_the_large_palettes_is_given_for_light_and_dark() {
    assertThat(Terminal.html("\u001b[38;5;28mx")).contains("nj-fx", "--l:#", "--d:#");
    assertThat(Terminal.html("\u001b[38;2;0;0;90mx")).contains("--l:#00005a");
  }

  @Test
  void a_colour_lasts_over_line_ends_and_every_line_closes_it() {
    assertThat(Terminal.html("\u001b[31ma\nb"))
        .isEqualTo("<span class=\"nj-f1\">a</span>\n<span class=\"nj-f1\">b</span>");
  }

  @Test
  void other_control_sequences_are_dropped() {
    assertThat(
            Terminal.html(
                "a\u001b[2Jb\u001b]0;title\u0007c\u001b[?25ld\u001b(Be\u001b]8;;http://x\u001b\\f\u0000g"))
        .isEqualTo("abcdefg");
  }

  @Test
  void markup_in_text_is_text() {
    assertThat(Terminal.html("\u001b[31m<script>&\u001b[0m"))
        .isEqualTo("<span class=\"nj-f1\">&lt;script&gt;&amp;</span>");
  }

  @Test
  void a_sequence_may_be_split_between_two_pieces() {
    List<String> lines = new ArrayList<>();
    Terminal terminal = new Terminal(lines::add);
    terminal.write("a\u001b[3");
    terminal.write("1mb\n");
    terminal.close();

    assertThat(lines).containsExactly("a<span class=\"nj-f1\">b</span>");
  }

  @Test
  void an_endless_line_is_broken() {
    List<String> lines = new ArrayList<>();
    Terminal terminal = new Terminal(lines::add);
    terminal.write("x".repeat(Terminal.LONGEST_LINE * 2 + 5));
    terminal.close();

    assertThat(lines)
        .extracting(String::length)
        .containsExactly(Terminal.LONGEST_LINE, Terminal.LONGEST_LINE, 5);
  }

  @Test
  void finished_lines_are_handed_on_while_the_output_goes_on() {
    List<String> lines = new ArrayList<>();
    Terminal terminal = new Terminal(lines::add);
    for (int i = 0; i < 1000; i++) {
      terminal.write("line\n");
    }

    assertThat(lines).hasSizeGreaterThan(900);
  }
}
