package dev.nightjar.notebook.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class HtmlExportTest {
  private final List<Cell> cells = new ArrayList<>();
  private final ObjectNode metadata = Json.object();

  private Cell run(String source, int count) {
    Cell cell = Cell.code(source);
    cell.json().put("execution_count", count);
    cells.add(cell);
    return cell;
  }

  private static void output(Cell cell, String json) {
    cell.outputsJson().add(Json.parse(json.replace('`', '"')));
  }

  private static void stream(Cell cell, String name, String text) {
    cell.outputsJson().addObject().put("output_type", "stream").put("name", name).put("text", text);
  }

  private static void display(Cell cell, String type, String content) {
    ObjectNode output = cell.outputsJson().addObject().put("output_type", "display_data");
    output.putObject("data").put(type, content).put("text/plain", "PLAIN");
    output.putObject("metadata");
  }

  private String html() {
    var out = new ByteArrayOutputStream();
    HtmlExport.write(new Notebook(cells, metadata), "Report <1>", out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private Document page() {
    return Jsoup.parse(html());
  }

  @Test
  void the_page_forbids_itself_scripts_and_network() {
    Document page = page();
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .isEqualTo(
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; media-src data:");
    assertThat(page.select("script, link, iframe")).isEmpty();
    assertThat(page.title()).isEqualTo("Report <1>");
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("body > header, body > main, body > footer")).hasSize(3);
  }

  @Nested
  class TheTitleOfANotebook {
    private Optional<String> title(String... markdown) {
      run("# not a heading", 1);
      Stream.of(markdown).map(Cell::markdown).forEach(cells::add);
      return HtmlExport.title(new Notebook(cells, metadata));
    }

    @Test
    void is_its_first_heading_of_level_1() {
      assertThat(title("## Before", "text\n\n# The *title* `x`\n\n# Second"))
          .hasValue("The title x");
    }

    @Test
    void may_be_underlined() {
      assertThat(title("Title\n=====")).hasValue("Title");
    }

    @Test
    void is_not_a_comment_in_a_block_of_code() {
      assertThat(title("```sh\n# install\n```")).isEmpty();
    }
  }

  @Nested
  class WhenACellFailed {
    private Document failed() {
      run("x = 1", 1);
      Cell marker = Cell.markdown("An Exception was encountered");
      marker.metadata().putArray("tags").add("papermill-error-cell-tag");
      cells.add(marker);
      Cell cell = run("1/0", 2);
      output(
          cell,
          "{`output_type`:`error`,`ename`:`ZeroDivisionError`,`evalue`:`division by zero`,`traceback`:[`\\u001b[31mboom\\u001b[0m`]}");
      cells.add(Cell.code("never()"));
      return page();
    }

    @Test
    void a_banner_names_the_error_and_leads_to_it() {
      Document page = failed();
      var banner = page.select(".nj-banner");
      assertThat(banner.text())
          .isEqualTo(
              "ZeroDivisionError: division by zero Jump to In [2], where the run stopped; 1 code cell not run");
      assertThat(page.select(banner.select("a").attr("href") + ".nj-failed")).hasSize(1);
    }

    @Test
    void papermills_own_marker_is_left_out() {
      assertThat(failed().text()).doesNotContain("An Exception was encountered");
    }

    @Test
    void the_status_says_so() {
      assertThat(failed().select(".nj-status").text()).isEqualTo("Failed");
    }
  }

  @Test
  void an_error_that_was_expected_is_no_failure() {
    Cell cell = run("1/0", 1);
    cell.metadata().putArray("tags").add("raises-exception");
    output(cell, "{`output_type`:`error`,`ename`:`E`,`evalue`:`v`,`traceback`:[]}");

    assertThat(page().select(".nj-status").text()).isEqualTo("Completed");
  }

  @Test
  void errors_after_which_the_run_went_on_are_counted() {
    for (int i = 1; i <= 2; i++) {
      output(run("1/0", i), "{`output_type`:`error`,`ename`:`E`,`evalue`:`v`,`traceback`:[]}");
    }
    run("x", 3);

    Document page = page();
    assertThat(page.select(".nj-status").text()).isEqualTo("Completed with errors");
    assertThat(page.select(".nj-banner").text()).contains("the first of 2 cells with an error");
  }

  @Test
  void a_notebook_that_was_not_run_says_so() {
    cells.add(Cell.code("x"));
    assertThat(page().select(".nj-status").text()).isEqualTo("Not run");
  }

  @Test
  void parameters_and_facts_of_the_run_are_shown() {
    metadata.set(
        "papermill",
        Json.parse(
            "{\"parameters\":{\"day\":\"<b>\",\"n\":[1,2]},\"duration\":75.2,\"start_time\":\"2026-01-01T05:00:00.5\",\"input_path\":\"in.ipynb\"}"));
    run("x", 1);

    Document page = page();
    assertThat(page.select(".nj-parameters tbody tr").eachText())
        .containsExactly("day <b>", "n [1,2]");
    assertThat(page.select(".nj-summary").text()).contains("1 code cell run", "1 min 15 s");
    assertThat(page.select(".nj-facts dd").eachText())
        .contains("2026-01-01 05:00:00 UTC", "in.ipynb");
  }

  @Test
  void slow_cells_come_first_in_the_chart_with_cpu_and_memory() {
    for (int i = 1; i <= 3; i++) {
      Cell cell = run("step(" + i + ")", i);
      cell.metadata().putObject("papermill").put("duration", (double) i);
      cell.metadata()
          .putObject("nightjar")
          .putObject("profile")
          .put("cpu_seconds", i / 2.0)
          .put("peak_memory_bytes", 5_000_000L);
    }

    Document page = page();
    assertThat(page.select(".nj-bars li").eachText())
        .containsExactly(
            "In [3] 3.0 s, 5 MB step(3)",
            "In [2] 2.0 s, 5 MB step(2)",
            "In [1] 1.0 s, 5 MB step(1)");
    assertThat(page.select(".nj-bars i").eachAttr("style")).containsOnly("width:50.0%");
    assertThat(page.select(".nj-numbers tbody tr")).hasSize(3);
    assertThat(page.select(".nj-time").eachText()).containsExactly("1.0 s", "2.0 s", "3.0 s");
  }

  @Test
  void the_contents_nest_as_the_headings_do() {
    cells.add(Cell.markdown("# A\n## A1\n### A11\n## A2"));
    cells.add(Cell.markdown("# B\n#### Deep\n## B1"));

    Document page = page();
    String list = "nav.nj-wide > ol ";
    assertThat(page.select(list + "> li > a").eachText()).containsExactly("A", "B");
    assertThat(page.select(list + "> li > ol > li > a").eachText())
        .containsExactly("A1", "A2", "Deep", "B1");
    assertThat(page.select("nav.nj-wide li")).hasSize(7);
    assertThat(page.select("[id]").eachAttr("id"))
        .contains("A", "A1", "A11", "A2", "B", "Deep", "B1");
  }

  @Test
  void streams_of_one_name_are_one_and_warnings_are_counted() {
    Cell cell = run("x", 1);
    stream(cell, "stdout", "a");
    stream(cell, "stdout", "b\n");
    stream(cell, "stderr", "x.py:1: UserWarning: w\n");
    stream(cell, "stdout", "c\n");

    Document page = page();
    assertThat(page.select("pre.nj-text").eachText())
        .containsExactly("ab", "x.py:1: UserWarning: w", "c");
    assertThat(page.select(".nj-summary").text()).contains("1 warning");
  }

  @Nested
  class OfTheRepresentationsOfAValue {
    @Test
    void html_that_shows_something_comes_first() {
      display(run("x", 1), "text/html", "<table><tr><td>1</td></tr></table>");
      assertThat(page().select(".nj-html td").text()).isEqualTo("1");
    }

    @Test
    void text_replaces_html_that_is_all_script() {
      display(run("x", 1), "text/html", "<div><script>draw()</script></div>");
      assertThat(page().select(".nj-output").text())
          .startsWith("PLAIN")
          .endsWith("Not shown: an interactive figure or table. This page runs no script.");
    }

    @Test
    void what_needs_a_script_is_named() {
      display(run("x", 1), "application/vnd.plotly.v1+json", "{}");
      assertThat(page().select(".nj-note").text()).contains("an interactive Plotly figure");
    }

    @Test
    void latex_is_mathematics() {
      display(run("x", 1), "text/latex", "$\\displaystyle \\frac{1}{2}$");
      assertThat(page().select(".nj-latex mfrac")).hasSize(1);
    }

    @Test
    void an_image_has_the_size_that_the_notebook_gives_it() {
      Cell cell = run("x", 1);
      output(
          cell,
          "{`output_type`:`display_data`,`data`:{`image/png`:`iVBORw0KGgo=\\n`,`text/plain`:`<Figure>`},`metadata`:{`image/png`:{`width`:300,`height`:200}}}");
      var image = page().select("img");
      assertThat(image.attr("src")).isEqualTo("data:image/png;base64,iVBORw0KGgo=");
      assertThat(image.attr("width") + "x" + image.attr("height")).isEqualTo("300x200");
      assertThat(image.attr("alt")).isEqualTo("Image output of In [1]");
    }

    @Test
    void an_image_that_is_not_base64_is_replaced_by_its_text() {
      display(run("x", 1), "image/png", "\"><script>alert(1)</script>");
      assertThat(page().select(".nj-output").text()).isEqualTo("PLAIN");
    }

    @Test
    void a_drawing_is_an_image() {
      display(run("x", 1), "image/svg+xml", "<svg onload=\"x()\"></svg>");
      assertThat(page().select("img[src^=data:image/svg+xml;base64,]")).hasSize(1);
    }

    @Test
    void a_pdf_can_be_downloaded() {
      display(run("x", 1), "application/pdf", "JVBERi0=");
      assertThat(page().select("a[download]").attr("href"))
          .isEqualTo("data:application/pdf;base64,JVBERi0=");
    }

    @Test
    void json_can_be_opened() {
      output(
          run("x", 1),
          "{`output_type`:`execute_result`,`execution_count`:1,`data`:{`application/json`:{`a`:[1]}},`metadata`:{}}");
      assertThat(page().select("details.nj-json pre").text()).contains("\"a\"");
    }
  }

  @Test
  void what_is_hidden_can_be_opened_and_what_is_removed_is_gone() {
    Cell hidden = run("hidden()", 1);
    hidden.metadata().putObject("jupyter").put("source_hidden", true).put("outputs_hidden", true);
    stream(hidden, "stdout", "out");
    Cell noInput = run("noInput()", 2);
    noInput.metadata().putArray("tags").add("remove_input");
    Cell noOutput = run("noOutput()", 3);
    noOutput.metadata().putArray("tags").add("remove_output");
    stream(noOutput, "stdout", "removed output");
    run("gone()", 4).metadata().putArray("tags").add("remove_cell");

    Document page = page();
    assertThat(page.select("details.nj-hidden:not([open]) pre").eachText())
        .containsExactly("hidden()", "out");
    assertThat(page.text())
        .contains("noOutput")
        .doesNotContain("noInput", "removed output", "gone");
  }

  @Test
  void a_long_output_scrolls() {
    stream(run("x", 1), "stdout", "line\n".repeat(201));
    assertThat(page().select(".nj-tall").attr("aria-label"))
        .isEqualTo("Output of In [1], 201 lines");
  }

  @Test
  void of_a_huge_output_head_and_tail_are_kept_whatever_its_length() {
    Cell cell = run("x", 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 600_000; i++) {
      text.append("line ").append(i).append('\n');
    }
    stream(cell, "stdout", text.toString());

    String html = html();
    assertThat(html).contains("line 0\n", "line 599999\n", "lines (", "are left out here");
    assertThat(html.length()).isLessThan(2 * LongText.KEPT + 40_000);
  }

  @Test
  void a_huge_table_is_cut_at_its_end() {
    display(
        run("x", 1), "text/html", "<table>" + "<tr><td>cell</td></tr>".repeat(60_000) + "</table>");
    Document page = page();
    assertThat(page.select(".nj-cut").text()).contains("is left out");
    assertThat(page.select(".nj-html tr").size()).isBetween(10_000, 59_000);
  }

  @Test
  void raw_cells_are_text() {
    Cell raw = Cell.markdown("<b>raw</b>");
    raw.json().put("cell_type", "raw");
    cells.add(raw);
    assertThat(page().select(".nj-raw").text()).isEqualTo("<b>raw</b>");
  }
}
