package dev.nightjar.notebook.html;

import dev.nightjar.notebook.Notebook;
import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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
}
