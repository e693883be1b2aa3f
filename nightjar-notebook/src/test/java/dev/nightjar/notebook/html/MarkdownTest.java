package dev.nightjar.notebook.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.html.Markdown.Heading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class MarkdownTest {
  private final Markdown markdown = new Markdown();
  private final List<Heading> headings = new ArrayList<>();

  private String render(String source) {
    return markdown.cell(source, Json.object(), headings::add);
  }

  @Test
  void underscores_and_stars_in_formulas_stay() {
    assertThat(render("$a_1 * b_1$ and $c_2 * d_2$")).contains("<msub>").doesNotContain("<em>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$$\nx\n= y\n$$",
        "$$x = y$$",
        "\\[ x = y \\]",
        "\\\\[ x = y \\\\]",
        "\\begin{equation}\nx\n- y\n\\end{equation}",
        "text \\begin{align*} x &= y \\end{align*} text",
        "text $$x$$ text",
        "- in a list\n\n  $$\n  x\n  $$",
      })
  void displayed_formulas_are_found(String source) {
    assertThat(render(source))
        .contains("<math display=\"block\"")
        .doesNotContain("$", "<h1", "<h2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$x$", "\\(x\\)", "\\\\(x\\\\)", "$ x_1 $", "**$x$**", "| $x$ |\n|--|\n| 1 |"})
  void formulas_in_text_are_found(String source) {
    assertThat(render(source)).contains("<math alttext=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It costs $5 and $6.",
        "between $10,000 and $20,000",
        "`$x$`",
        "```\n$$x$$\n```",
        "\\$x\\$",
        "a single $ sign",
        "echo $HOME and $ PATH",
      })
  void money_and_code_are_no_formulas(String source) {
    assertThat(render(source)).contains("$").doesNotContain("<math");
  }

  @Test
  void text_behind_a_displayed_formula_stays() {
    assertThat(render("$$x$$ where *x* is it")).contains("<math", "where <em>x</em> is it");
  }

  @Test
  void a_formula_without_end_is_text() {
    assertThat(render("$$x = *y*\n\nnext")).contains("$$x = <em>y</em>", "<p>next</p>");
  }

  @Test
  void an_unknown_formula_shows_its_source() {
    assertThat(render("$\\nothing{x<y}$"))
        .contains("<code class=\"nj-tex\">\\nothing{x&lt;y}</code>");
  }

  @Test
  void html_between_the_lines_is_cleaned_as_a_whole() {
    assertThat(render("<div onclick=\"x()\">\n\n**bold** <script>alert(1)</script>\n\n</div>"))
        .contains("<div>", "<strong>bold</strong>")
        .doesNotContain("onclick", "script");
  }

  @Test
  void forged_places_multiply_nothing() {
    String html = render("$x$ <span data-nj-slot=\"0\"></span><span data-nj-slot=\"0\"></span>");
    assertThat(html.split("<math", -1)).hasSize(2);
    assertThat(html).doesNotContain("data-nj-slot");
  }

  @Test
  void headings_get_ids_as_jupyter_makes_them_and_no_two_the_same() {
    render("# First part\n## *Again* `x`\n# First part\n# Sum $x_1$");
    assertThat(headings)
        .containsExactly(
            new Heading(1, "First-part", "First part"),
            new Heading(2, "Again-x", "Again x"),
            new Heading(1, "First-part-1", "First part"),
            new Heading(1, "Sum-x_1", "Sum x_1"));
  }

  @Test
  void a_heading_links_to_itself() {
    assertThat(render("# A b")).contains("<h1 id=\"A-b\">").contains("href=\"#A-b\"");
  }

  @Test
  void attachments_are_put_in() {
    ObjectNode attachments = Json.object();
    attachments.putObject("my pic.png").put("image/png", "iVBORw0KGgo=\n");
    assertThat(
            markdown.cell(
                "![p](attachment:my%20pic.png) ![q](attachment:no.png)",
                attachments, headings::add))
        .contains("src=\"data:image/png;base64,iVBORw0KGgo=\"", "attachment no.png is missing");
  }

  @Test
  void code_blocks_are_coloured() {
    assertThat(render("```python\nimport os\n```")).contains("<span class=\"nj-k\">import</span>");
  }

  @Test
  void tables_scroll_in_a_box_of_their_own() {
    assertThat(render("| a |\n|--:|\n| 1 |"))
        .contains("class=\"nj-scroll\" tabindex=\"0\"", "align=\"right\"");
  }
}
