package dev.nightjar.notebook.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HighlighterTest {
  private static String marked(String style, String text) {
    return "<span class=\"nj-" + style + "\">" + text + "</span>";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "python¦def f(): pass¦k¦def",
        "python¦def f(): pass¦d¦f",
        "python¦x = 0x1F¦n¦0x1F",
        "python¦@cache¦d¦@cache",
        "python¦# why¦c¦# why",
        "python¦%matplotlib inline¦m¦%matplotlib",
        "r¦x <- function(a.b) TRUE¦k¦function",
        "julia¦function f end¦d¦f",
        "bash¦if [ $x ]; then¦u¦$x",
        "sql¦Select 1¦k¦Select",
        "scala¦case class A(x: Int)¦d¦A",
        "java¦record A(int x) {}¦d¦A",
        "javascript¦const x = 1 // c¦c¦// c",
        "C#¦using System;¦k¦using",
        "F#¦let x = 1 (* c *)¦c¦(* c *)",
        "powershell¦foreach ($i in $x) {}¦u¦$i",
        "matlab¦x = 1; % c¦c¦% c",
        "no such language¦x = 12¦n¦12",
      })
  void marks_what_is_special(String language, String code, String style, String word) {
    assertThat(Highlighter.cell(code, language)).contains(marked(style, word));
  }

  @Test
  void a_triple_quoted_string_goes_over_lines() {
    assertThat(Highlighter.cell("x = r'''a\n# b'''", "python"))
        .isEqualTo("x = " + marked("s", "r&#39;&#39;&#39;a\n# b&#39;&#39;&#39;"));
  }

  @Test
  void an_f_string_shows_code_in_its_braces() {
    assertThat(Highlighter.cell("f\"{len(x)} {{y}}\"", "python"))
        .isEqualTo(
            marked("s", "f&quot;{") + marked("u", "len") + "(x)" + marked("s", "} {{y}}&quot;"));
  }

  @Test
  void a_cell_magic_names_the_language_of_the_rest() {
    assertThat(Highlighter.cell("%%sql\nselect 1", "python"))
        .isEqualTo(marked("m", "%%sql") + "\n" + marked("k", "select") + " " + marked("n", "1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"unclosed\nx",
        "f'{",
        "f'{a' + \"}\"",
        "'''",
        "\\",
        "%%bash",
        "%",
        "\"\\",
        "f'{f\"{f'{x}'}\"}'",
        "<b>&",
        "  @",
        "$"
      })
  void loses_and_adds_no_text(String code) {
    assertThat(
            Jsoup.parseBodyFragment("<pre>x" + Highlighter.cell(code, "python") + "</pre>")
                .wholeText())
        .isEqualTo("x" + code);
  }
}
