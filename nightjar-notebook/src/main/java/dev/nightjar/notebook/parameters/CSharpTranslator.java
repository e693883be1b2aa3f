package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.math.BigInteger;
import java.util.List;

/// C# of .NET Interactive.
final class CSharpTranslator extends LanguageTranslator {
  CSharpTranslator() {
    super(".net-csharp");
  }

  @Override
  String none() {
    throw impossible(
        "None (null): 'var' gives it no type", "Leave it out, or choose another value.");
  }

  @Override
  String integer(BigInteger value) {
    return integerOrLong(value);
  }

  @Override
  String list(List<ParameterValue> elements) {
    return "new [] { " + joined(elements, ", ") + " }";
  }

  @Override
  String mapping(List<Entry> entries) {
    return "new Dictionary<string,Object>{ " + joined(entries, "{ %s , %s }", ", ") + " }";
  }

  @Override
  public String assign(String name, String expression) {
    return "var " + super.assign(name, expression) + ";";
  }

  @Override
  public String comment(String text) {
    return PythonBlanks.strip("// " + text);
  }
}
