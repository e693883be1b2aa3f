package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What parameters a notebook takes, read from its first cell tagged `parameters`; papermill's
/// `inspect_notebook` and `--help-notebook`. Stateless.
public final class ParameterInspection {
  /// Where the help of a parameter begins.
  private static final int HELP_COLUMN = 34;

  /// The longest definition with its help on the same line.
  private static final int LONGEST_DEFINITION = 30;

  private ParameterInspection() {}

  /// A parameter as the notebook's author wrote it.
  ///
  /// @param name its name
  /// @param inferredTypeName the annotated type, or [#UNKNOWN_TYPE]
  /// @param defaultValue the source of its value
  /// @param help the comment behind it; may be empty
  public record Inferred(String name, String inferredTypeName, String defaultValue, String help) {
    /// The type name of a parameter without annotation.
    public static final String UNKNOWN_TYPE = "None";
  }

  /// The parameters of a notebook in order; none if no cell is tagged.
  ///
  /// @param kernelName replaces the kernel name that the notebook gives
  /// @param language replaces the language that the notebook gives
  /// @param warnings told what could not be understood
  /// @throws dev.nightjar.notebook.NotebookException if a cell is tagged, but kernel or language is
  ///     unknown
  public static List<Inferred> inspect(
      Notebook notebook,
      @Nullable String kernelName,
      @Nullable String language,
      Consumer<String> warnings) {
    for (Cell cell : notebook.cells()) {
      if (cell.hasTag(InjectedParameters.PARAMETERS_TAG)) {
        String kernel = InjectedParameters.kernelName(notebook, kernelName);
        String named = InjectedParameters.language(notebook, language);
        return ParameterTranslators.find(kernel, named)
            .inspect(cell.source(), warnings)
            .orElseGet(
                () -> {
                  warnings.accept(
                      "Translator for '%s' language does not support parameter introspection."
                          .formatted(named));
                  return List.of();
                });
      }
    }
    return List.of();
  }

  /// Writes what `--help-notebook` shows, line by line, so that what is known is out before an
  /// unknown language stops it.
  ///
  /// @param usage the first line: `Usage: …`
  /// @param path how the user called the notebook
  /// @param lines takes each line, without its end
  /// @param warnings as for [#inspect]
  /// @return whether a cell is tagged `parameters`
  /// @throws dev.nightjar.notebook.NotebookException as for [#inspect]
  public static boolean help(
      String usage,
      String path,
      Notebook notebook,
      Consumer<String> lines,
      Consumer<String> warnings) {
    lines.accept(usage);
    lines.accept("");
    lines.accept("Parameters inferred for notebook '%s':".formatted(path));
    if (notebook.cells().stream()
        .noneMatch(cell -> cell.hasTag(InjectedParameters.PARAMETERS_TAG))) {
      lines.accept("");
      lines.accept("  No cell tagged 'parameters'");
      return false;
    }
    List<Inferred> inferred = inspect(notebook, null, null, warnings);
    if (inferred.isEmpty()) {
      lines.accept("");
      lines.accept(
          "  Can't infer anything about this notebook's parameters. It may not have any parameter defined.");
    }
    inferred.forEach(parameter -> help(parameter, lines));
    return true;
  }

  private static void help(Inferred parameter, Consumer<String> lines) {
    String type = parameter.inferredTypeName();
    String definition =
        "  %s: %s (default %s)"
            .formatted(
                parameter.name(),
                type.equals(Inferred.UNKNOWN_TYPE) ? "Unknown type" : type,
                parameter.defaultValue());
    int length = definition.codePointCount(0, definition.length());
    if (length <= LONGEST_DEFINITION) {
      lines.accept(definition + " ".repeat(HELP_COLUMN - length) + parameter.help());
    } else {
      lines.accept(definition);
      if (!parameter.help().isEmpty()) {
        lines.accept(" ".repeat(HELP_COLUMN) + parameter.help());
      }
    }
  }
}
