package dev.nightjar.notebook.html;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A notebook as one HTML page for people: how the run ended, its parameters and timings, then
/// text, code and outputs.
///
/// The page is safe to serve although notebooks are not: it has no script and loads nothing, says
/// so in a Content-Security-Policy of its own, and holds of the notebook's HTML only what passed a
/// list of harmless elements, attributes and styles. Mathematics is MathML, code is coloured here.
/// A stream of any length is cut to two million characters, with a note.
///
/// Follows nbformat 4.5 for outputs, papermill's metadata for the run, nbconvert's tags
/// `remove_cell`, `remove_input` and `remove_output`. Stateless, thread-safe.
public final class HtmlExport {
  /// Whether it is worth while to look for a heading of level 1.
  private static final Pattern TITLE = Pattern.compile("(?mi)^ {0,3}(#\\s|=+\\s*$)|<h1");

  private HtmlExport() {}

  /// Writes the page as UTF-8, flushes, leaves the stream open. Writes as it goes: the memory
  /// needed besides the notebook is that of its text and its largest output.
  ///
  /// @param notebook read only; must not change meanwhile
  /// @param title the page's title and first heading, such as the name of the notebook
  /// @throws UncheckedIOException if the stream fails
  public static void write(Notebook notebook, String title, OutputStream out) {
    var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    new NotebookPage(notebook, new PageWriter(writer)).write(title);
  }

  /// The title that the notebook gives itself: its first heading of level 1.
  public static Optional<String> title(Notebook notebook) {
    Markdown markdown = new Markdown();
    for (Cell cell : notebook.cells()) {
      if (cell.type().equals("markdown") && TITLE.matcher(cell.source()).find()) {
        List<Markdown.Heading> headings = new ArrayList<>();
        markdown.cell(cell.source(), cell.json().path("attachments"), headings::add);
        for (Markdown.Heading heading : headings) {
          if (heading.level() == 1 && !heading.text().isBlank()) {
            return Optional.of(heading.text().strip());
          }
        }
      }
    }
    return Optional.empty();
  }
}
