package dev.nightjar.notebook.parameters;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes parameters as source text of one language.
///
/// A further language is added as a `java.util.ServiceLoader` provider of this interface; a
/// provider comes before the built-in translator of the same name. Implementations are stateless.
public interface ParameterTranslator {
  /// The names that it answers to: of kernels, or of languages as notebooks name them.
  List<String> names();

  /// A value as an expression.
  ///
  /// @throws dev.nightjar.notebook.NotebookException if the language, or this translator, has no
  ///     way to write it
  String translate(ParameterValue value);

  /// The line that gives a name the value of an expression.
  String assign(String name, String expression);

  /// A comment of one line.
  String comment(String text);

  /// The source of a cell that sets all parameters, each line ended by LF.
  ///
  /// @param comment its first line
  default String codify(Parameters parameters, String comment) {
    StringBuilder source = new StringBuilder(comment(comment)).append('\n');
    parameters.forEach((name, value) -> source.append(assign(name, translate(value))).append('\n'));
    return source.toString();
  }

  /// The parameters that a cell's source sets, or empty if this translator can't read its language.
  ///
  /// @param warnings told of every line that can't be understood
  default Optional<List<ParameterInspection.Inferred>> inspect(
      String source, Consumer<String> warnings) {
    return Optional.empty();
  }
}
