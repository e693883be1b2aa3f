package dev.nightjar.app;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.notebook.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the cells of an attempt's notebook printed, and the values that they showed as text.
final class CellTexts {
  private CellTexts() {}

  /// Empty if the attempt left no notebook.
  ///
  /// @param folder of the attempt
  static String of(Path folder) throws IOException {
    Path outputs = folder.resolve("outputs");
    if (!Files.isDirectory(outputs)) {
      return "";
    }
    List<Path> notebooks;
    try (Stream<Path> all = Files.list(outputs)) {
      notebooks = all.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
    var text = new StringBuilder();
    for (Path notebook : notebooks) {
      NotebookFormat.read(Files.readAllBytes(notebook), notebook.toString()).cells().stream()
          .filter(Cell::isCode)
          .flatMap(cell -> cell.outputs().stream())
          .map(CellTexts::text)
          .forEach(text::append);
    }
    return text.toString();
  }

  private static String text(Output output) {
    return switch (output) {
      case Output.Stream(_, String text) -> text;
      case Output.ExecuteResult(_, var data, _) -> data.path("text/plain").asString("") + "\n";
      case Output.DisplayData(var data, _) -> data.path("text/plain").asString("") + "\n";
      case Output.ErrorOutput(String name, String value, _) -> "%s: %s\n".formatted(name, value);
      case Output.Unknown _ -> "";
    };
  }
}
