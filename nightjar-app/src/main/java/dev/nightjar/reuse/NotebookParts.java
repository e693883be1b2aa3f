package dev.nightjar.reuse;

import dev.nightjar.executor.PreparationException;
import dev.nightjar.json.JsonException;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.run.Fingerprint.Kind;
import dev.nightjar.run.Fingerprint.Part;
import dev.nightjar.task.KernelContents;
import dev.nightjar.workflow.NotebookWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a notebook task depends on but for its parameters: the sources of its code cells, its
/// kernel, and what it is to be exported as. Outputs, text and metadata do not count.
///
/// @param snapshot the folder in which the notebook is
record NotebookParts(NotebookWork work, Path snapshot) {
  /// @param interpreter whether what the kernel's interpreter has installed counts as well
  /// @param variables say where kernels are
  List<Part> of(boolean interpreter, Map<String, String> variables) {
    Path file = snapshot.resolve(work.notebook());
    try {
      Notebook notebook = NotebookFormat.read(Files.readAllBytes(file), work.notebook());
      List<Part> parts = new ArrayList<>(cells(notebook));
      parts.add(Part.of(Kind.WORK, "outputs", String.join(",", work.outputFormats())));
      String kernel =
          work.environment() == null ? notebook.kernelName().orElse("") : work.environment();
      parts.add(Part.shown(Kind.ENVIRONMENT, "kernel", kernel));
      if (interpreter) {
        KernelContents.of(notebook, work.environment(), variables)
            .forEach((what, content) -> parts.add(Part.of(Kind.ENVIRONMENT, what, content)));
      }
      return parts;
    } catch (IOException e) {
      throw new PreparationException("%s can't be read: %s".formatted(file, e.getMessage()));
    } catch (NotebookException | JsonException | KernelException e) {
      throw new PreparationException(String.valueOf(e.getMessage()));
    }
  }

  private static List<Part> cells(Notebook notebook) {
    List<Part> parts = new ArrayList<>();
    List<Cell> cells = notebook.cells();
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i).isCode()) {
        parts.add(Part.of(Kind.CELL, Integer.toString(i + 1), cells.get(i).source()));
      }
    }
    return parts;
  }
}
