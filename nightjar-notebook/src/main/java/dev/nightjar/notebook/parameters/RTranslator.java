package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.util.List;

/// R; a name can't begin with `_` there, so leading ones are dropped.
final class RTranslator extends LanguageTranslator {
  RTranslator() {
    super("R", "sparkrkernel");
  }

  @Override
  String none() {
    return "NULL";
  }

  @Override
  String bool(boolean value) {
    return value ? "TRUE" : "FALSE";
  }

  @Override
  String list(List<ParameterValue> elements) {
    return "list(" + joined(elements, ", ") + ")";
  }

  @Override
  String mapping(List<Entry> entries) {
    return "list(" + joined(entries, "%s = %s", ", ") + ")";
  }

  @Override
  public String assign(String name, String expression) {
    return super.assign(name.replaceFirst("^_+", ""), expression);
  }
}
