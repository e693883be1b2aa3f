package dev.nightjar.notebook.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.notebook.html.TexSource.Macros;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatexTest {
  private static String math(String tex) {
    return Latex.toMathml(tex, true, new Macros())
        .orElse("not understood")
        .replaceFirst("^<math[^>]*>", "")
        .replaceFirst("</math>$", "");
  }

  @Test
  void a_sum_has_limits_and_a_fraction_two_parts() {
    assertThat(math("\\sum_{i=1}^n \\frac{1}{x_i}"))
        .isEqualTo(
            "<mrow><munderover><mo movablelimits=\"true\">∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow>"
                + "<mi>n</mi></munderover><mfrac><mn>1</mn><msub><mi>x</mi><mi>i</mi></msub></mfrac></mrow>");
  }

  @Test
  void an_integral_keeps_its_limits_at_its_side() {
    assertThat(math("\\int_0^1 x")).contains("<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup>");
  }

  @Test
  void alphabets_are_characters() {
    assertThat(math("\\mathbb{R}\\mathcal L\\mathbf{x}\\mathrm{d}"))
        .contains("ℝ", "ℒ", "𝐱", "<mi mathvariant=\"normal\">d</mi>");
  }

  @Test
  void an_environment_has_rows_and_cells() {
    Element table =
        Jsoup.parse(
            math("\\begin{align} a &= b \\\\ c &= d \\\\ \\end{align}"), "", Parser.xmlParser());
    assertThat(table.select("mtr")).hasSize(2);
    assertThat(table.select("mtd")).hasSize(4);
  }

  @Test
  void cases_open_with_a_brace_and_keep_text_as_text() {
    assertThat(math("\\begin{cases} 1 & x>0 \\\\ 0 & \\text{if not $x$} \\end{cases}"))
        .contains("stretchy=\"true\">{</mo>", "<mtext>if\u00a0not\u00a0</mtext><mi>x</mi>");
  }

  @Test
  void matrices_have_their_fences() {
    assertThat(math("\\begin{bmatrix} a & b \\end{bmatrix}")).contains(">[</mo>", ">]</mo>");
  }

  @Test
  void delimiters_of_left_and_right_grow() {
    assertThat(math("\\left( x \\middle| y \\right."))
        .contains("fence=\"true\" stretchy=\"true\">(</mo>", ">|</mo>");
  }

  @Test
  void a_script_takes_one_digit() {
    assertThat(math("x^12")).isEqualTo("<mrow><msup><mi>x</mi><mn>1</mn></msup><mn>2</mn></mrow>");
  }

  @Test
  void primes_stand_before_other_superscripts() {
    assertThat(math("f'")).isEqualTo("<msup><mi>f</mi><mrow><mo>′</mo></mrow></msup>");
  }

  @Test
  void macros_of_an_earlier_formula_hold() {
    Macros macros = new Macros();
    Latex.toMathml("\\newcommand{\\norm}[1]{\\lVert #1 \\rVert}", true, macros);

    assertThat(Latex.toMathml("\\norm{x}", false, macros).orElseThrow())
        .contains("‖", "<mi>x</mi>");
  }

  @Test
  void the_source_is_there_for_those_who_can_not_see_it() {
    assertThat(Latex.toMathml("a<b", false, new Macros()).orElseThrow())
        .startsWith("<math alttext=\"a&lt;b\">");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\unknown{x}",
        "\\frac{1}",
        "{x",
        "x}",
        "\\left( x",
        "\\begin{align} x",
        "\\begin{x}y\\end{x}",
        "x^1^2",
        "\\newcommand{\\a}{\\a\\a}\\a",
        "\\right)",
        "&x}"
      })
  void what_is_not_understood_is_left_to_the_caller(String tex) {
    assertThat(Latex.toMathml(tex, false, new Macros())).isEmpty();
  }

  @Test
  void nesting_without_end_is_not_understood() {
    for (String deep :
        new String[] {"{", "\\hat", "\\text{$", "\\sqrt", "\\mathbf{", "\\frac{", "x_"}) {
      assertThat(Latex.toMathml(deep.repeat(8000), false, new Macros())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\hat\\beta = (X^\\top X)^{-1} X^\\top y",
        "\\operatorname*{argmax}_\\theta \\log p(x \\mid \\theta)",
        "\\underbrace{a+b}_{n} \\xrightarrow[x]{y} \\overline{z}",
        "{n \\choose k} = \\binom{n}{k}, a \\over b",
        "\\begin{array}{l|r} a & b \\\\ \\hline c & d \\end{array}",
        "\\begin{equation} E = mc^2 \\label{e} \\tag{1} \\end{equation}",
        "\\bigl( \\big| \\Bigg) \\pmod{n} \\not= \\;\\! \\quad \\dots",
        "\\color{red}{x} \\textcolor{blue}{y} \\boxed{z} \\phantom{w}",
        "P(A|B) = \\frac{P(B|A)\\,P(A)}{P(B)} % Bayes",
        "a \\leq b \\Rightarrow \\exists x \\in \\emptyset: \\forall y",
        "\\frac{\\label{x}}{\\sin}",
        "\\sqrt[3]{x} \\vec{v}\\cdot\\dot{u} \\lfloor x \\rfloor",
        "{\\bf x} + {\\rm d}t + \\mathbf{\\alpha}",
      })
  void common_formulas_are_well_formed(String tex) {
    String markup = Latex.toMathml(tex, true, new Macros()).orElseThrow();
    Element math = Jsoup.parse(markup, "", Parser.xmlParser());

    assertThat(math.select("> math")).hasSize(1);
    for (Element pair : math.select("mfrac, msub, msup, mover, munder, mroot")) {
      assertThat(pair.children()).as(pair.outerHtml()).hasSize(2);
    }
    for (Element triple : math.select("msubsup, munderover")) {
      assertThat(triple.children()).as(triple.outerHtml()).hasSize(3);
    }
  }
}
