package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.util.List;

/// Julia.
final class JuliaTranslator extends LanguageTranslator {
  JuliaTranslator() {
    super("julia");
  }

  @Override
  String none() {
    return "nothing";
  }

  @Override
  String list(List<ParameterValue> elements) {
    return "[" + joined(elements, ", ") + "]";
  }

  @Override
  String mapping(List<Entry> entries) {
    return "Dict(" + joined(entries, "%s => %s", ", ") + ")";
  }
}
