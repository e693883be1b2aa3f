package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.parameters.ParameterInspection.Inferred;
import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Python.
final class PythonTranslator extends LanguageTranslator {
  PythonTranslator() {
    super("python", "pysparkkernel");
  }

  @Override
  String none() {
    return "None";
  }

  @Override
  String bool(boolean value) {
    return value ? "True" : "False";
  }

  @Override
  String floating(double value) {
    String text = super.floating(value);
    return Double.isFinite(value) ? text : "float('" + text + "')";
  }

  @Override
  String list(List<ParameterValue> elements) {
    return "[" + joined(elements, ", ") + "]";
  }

  @Override
  String mapping(List<Entry> entries) {
    return "{" + joined(entries, "%s: %s", ", ") + "}";
  }

  @Override
  public Optional<List<Inferred>> inspect(String source, Consumer<String> warnings) {
    return Optional.of(PythonAssignments.read(source, warnings));
  }
}
