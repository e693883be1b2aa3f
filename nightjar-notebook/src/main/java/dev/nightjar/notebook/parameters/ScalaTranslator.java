package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.math.BigInteger;
import java.util.List;

/// Scala.
final class ScalaTranslator extends LanguageTranslator {
  ScalaTranslator() {
    super("scala", "sparkkernel");
  }

  @Override
  String none() {
    return "None";
  }

  @Override
  String integer(BigInteger value) {
    return integerOrLong(value);
  }

  @Override
  String list(List<ParameterValue> elements) {
    return "Seq(" + joined(elements, ", ") + ")";
  }

  @Override
  String mapping(List<Entry> entries) {
    return "Map(" + joined(entries, "%s -> %s", ", ") + ")";
  }

  @Override
  public String assign(String name, String expression) {
    return "val " + super.assign(name, expression);
  }

  @Override
  public String comment(String text) {
    return PythonBlanks.strip("// " + text);
  }
}
