package dev.nightjar.notebook.html;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole notebooks of other people; see notebooks/SOURCE.md.
class NotebookPagesTest {
  private static Notebook read(String name) throws IOException {
    try (InputStream in =
        requireNonNull(NotebookPagesTest.class.getResourceAsStream("/notebooks/" + name))) {
      return NotebookFormat.read(in.readAllBytes(), name);
    }
  }

  private static Document page(Notebook notebook) {
    var out = new ByteArrayOutputStream();
    HtmlExport.write(notebook, "title", out);
    return Jsoup.parse(out.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Errors-and-Exceptions.ipynb",
        "IRkernel-Comm-Demo.ipynb",
        "Pokemon.ipynb",
        "RationalPi.ipynb"
      })
  void all_code_is_there_and_all_links_lead_somewhere(String name) throws IOException {
    Notebook notebook = read(name);
    Document page = page(notebook);

    assertThat(page.select(".nj-input pre.nj-code").eachText())
        .hasSize(
            (int)
                notebook.cells().stream().filter(c -> c.isCode() && !c.source().isBlank()).count());
    String text = page.select(".nj-input pre.nj-code").text();
    for (Cell cell : notebook.cells()) {
      if (cell.isCode()) {
        assertThat(text).contains(cell.source().lines().findFirst().orElse("").strip());
      }
    }
    assertThat(page.select("script")).isEmpty();
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    assertThat(page.select("[id]").eachAttr("id"))
        .containsAll(
            page.select("nav a, a.nj-prompt").eachAttr("href").stream()
                .map(href -> href.substring(1))
                .toList());
  }

  @ParameterizedTest
  @CsvSource({"Errors-and-Exceptions.ipynb,.nj-error", "Pokemon.ipynb,.nj-html table.dataframe"})
  void outputs_are_there(String name, String selector) throws IOException {
    assertThat(page(read(name)).select(selector)).isNotEmpty();
  }
}
