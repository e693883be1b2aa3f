package dev.nightjar.notebook.parameters;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterInspection.Inferred;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Puts parameters into a notebook as papermill's `parameterize_notebook` does: a cell tagged
/// `injected-parameters`, and the values in `metadata.papermill.parameters`. Stateless.
public final class InjectedParameters {
  static final String PARAMETERS_TAG = "parameters";
  private static final String INJECTED_TAG = "injected-parameters";

  private InjectedParameters() {}

  /// How to inject.
  ///
  /// @param reportMode whether readers are spared the source of the new cell
  /// @param kernelName replaces the kernel name that the notebook gives
  /// @param language replaces the language that the notebook gives
  /// @param comment the first line of the new cell
  public record Options(
      boolean reportMode, @Nullable String kernelName, @Nullable String language, String comment) {
    /// What papermill does when told nothing.
    public static final Options DEFAULT = new Options(false, null, null, "Parameters");
  }

  /// Adds the cell: in place of the first one that an earlier run injected, else after the first
  /// cell tagged `parameters`, else as the first of all. Without parameters the notebook is left as
  /// it is.
  ///
  /// @param warnings told of parameters that the notebook does not know, and of a missing tag
  /// @throws NotebookException if the kernel's name or the language is not known, or a value can't
  ///     be written in that language or saved; the notebook is unchanged then
  public static void inject(
      Notebook notebook, Parameters parameters, Options options, Consumer<String> warnings) {
    if (parameters.isEmpty()) {
      return;
    }
    warnOfUnknown(notebook, parameters, options, warnings);
    String kernelName = kernelName(notebook, options.kernelName());
    String language = language(notebook, options.language());
    String source =
        ParameterTranslators.find(kernelName, language).codify(parameters, options.comment());
    ObjectNode json = parameters.toJson();
    Cell cell = Cell.code(source);
    cell.metadata().set("tags", Json.array().add(INJECTED_TAG));
    if (options.reportMode()) {
      hideSource(cell);
    }
    place(cell, notebook.cells(), warnings);
    ObjectNode metadata = notebook.metadata();
    ObjectNode papermill =
        metadata.get("papermill") instanceof ObjectNode object
            ? object
            : metadata.putObject("papermill");
    papermill.set("parameters", json);
  }

  /// Marks the source of every code cell as hidden, which is papermill's report mode. What else the
  /// cell's `metadata.jupyter` held is lost, as it is there.
  public static void hideSources(Notebook notebook) {
    notebook.cells().stream().filter(Cell::isCode).forEach(InjectedParameters::hideSource);
  }

  private static void hideSource(Cell cell) {
    cell.metadata().putObject("jupyter").put("source_hidden", true);
  }

  private static void warnOfUnknown(
      Notebook notebook, Parameters parameters, Options options, Consumer<String> warnings) {
    Set<String> known =
        ParameterInspection.inspect(notebook, options.kernelName(), options.language(), warnings)
            .stream()
            .map(Inferred::name)
            .collect(Collectors.toSet());
    for (String name : parameters.names()) {
      if (!known.contains(name)) {
        warnings.accept("Passed unknown parameter: " + name);
      }
    }
  }

  private static void place(Cell cell, List<Cell> cells, Consumer<String> warnings) {
    int injected = firstTagged(cells, INJECTED_TAG);
    int tagged = firstTagged(cells, PARAMETERS_TAG);
    if (injected >= 0) {
      cells.set(injected, cell);
    } else if (tagged >= 0) {
      cells.add(tagged + 1, cell);
    } else {
      warnings.accept("Input notebook does not contain a cell with tag 'parameters'");
      cells.addFirst(cell);
    }
  }

  private static int firstTagged(List<Cell> cells, String tag) {
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i).hasTag(tag)) {
        return i;
      }
    }
    return -1;
  }

  /// The name of the kernel for a notebook.
  ///
  /// @param override wins if it is neither null nor empty
  /// @throws NotebookException if neither gives one
  public static String kernelName(Notebook notebook, @Nullable String override) {
    if (override != null && !override.isEmpty()) {
      return override;
    }
    return notebook
        .kernelName()
        .orElseThrow(
            () ->
                new NotebookException(
                    "No kernel name found in notebook and no override provided. Name a kernel with -k, or set metadata.kernelspec.name."));
  }

  /// The language of a notebook.
  ///
  /// @param override wins if it is neither null nor empty
  /// @throws NotebookException if neither gives one
  public static String language(Notebook notebook, @Nullable String override) {
    if (override != null && !override.isEmpty()) {
      return override;
    }
    return notebook
        .language()
        .orElseThrow(
            () ->
                new NotebookException(
                    "No language found in notebook and no override provided. Name one with -l, or set metadata.language_info.name."));
  }
}
