package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.util.List;
import java.util.stream.Collectors;

/// MATLAB.
final class MatlabTranslator extends LanguageTranslator {
  MatlabTranslator() {
    super("matlab");
  }

  @Override
  String none() {
    return "NaN";
  }

  @Override
  String string(String value) {
    return '"' + PythonRepr.unicodeEscaped(value).replace("\"", "\"\"") + '"';
  }

  @Override
  String list(List<ParameterValue> elements) {
    return "{" + joined(elements, ", ") + "}";
  }

  @Override
  String mapping(List<Entry> entries) {
    String keys =
        entries.stream().map(entry -> characters(entry.key())).collect(Collectors.joining(", "));
    String values = joined(entries.stream().map(Entry::value).toList(), ", ");
    return "containers.Map({%s}, {%s})".formatted(keys, values);
  }

  private static String characters(ParameterValue key) {
    return key instanceof ParameterValue.Text(var text)
        ? "'" + PythonRepr.unicodeEscaped(text).replace("'", "''") + "'"
        : "'" + key.str() + "'";
  }

  @Override
  public String assign(String name, String expression) {
    return super.assign(name, expression) + ";";
  }

  @Override
  public String comment(String text) {
    return PythonBlanks.strip("% " + text);
  }
}
