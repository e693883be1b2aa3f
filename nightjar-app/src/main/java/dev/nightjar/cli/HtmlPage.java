package dev.nightjar.cli;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.html.HtmlExport;
import dev.nightjar.storage.NotebookStorages;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The HTML page of a notebook, and where it goes.
///
/// @param path path or URI that is written, wholly or not at all
record HtmlPage(String path, NotebookStorages storages) {
  private static final Pattern NAME = Pattern.compile("([^/?#]+?)(\\.ipynb)?/*([?#].*)?$");

  /// Where the page of this notebook goes if nobody says where: beside a file, into the working
  /// directory for what comes from elsewhere.
  static String pathFor(String notebook) {
    if (notebook.startsWith("-")) {
      return "-";
    }
    return notebook.contains("://")
        ? nameOf(notebook) + ".html"
        : notebook.replaceFirst("\\.ipynb$", "") + ".html";
  }

  /// Writes it.
  ///
  /// @param notebookPath names the page of a notebook without a title
  void write(Notebook notebook, String notebookPath) {
    String title = HtmlExport.title(notebook).orElseGet(() -> nameOf(notebookPath));
    storages
        .of(path)
        .write(
            path,
            out -> {
              try {
                HtmlExport.write(notebook, title, out);
              } catch (UncheckedIOException e) {
                throw e.getCause();
              }
            });
  }

  /// Writes the page of a notebook that could not be run, which says why.
  void writeNotRun(Notebook notebook, String notebookPath, String why) {
    List<Cell> cells = new ArrayList<>(notebook.cells());
    cells.addFirst(Cell.markdown("**This notebook was not run:**\n\n    " + Ansi.line(why)));
    write(new Notebook(cells, notebook.metadata()), notebookPath);
  }

  private static String nameOf(String path) {
    Matcher name = NAME.matcher(path);
    return path.startsWith("-") || !name.find() ? "Notebook" : name.group(1);
  }
}
