package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.math.BigInteger;
import java.util.List;

/// F# of .NET Interactive.
final class FSharpTranslator extends LanguageTranslator {
  FSharpTranslator() {
    super(".net-fsharp");
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
    return "[ " + joined(elements, "; ") + " ]";
  }

  @Override
  String mapping(List<Entry> entries) {
    return "[ " + joined(entries, "(%s, %s :> IComparable)", "; ") + " ] |> Map.ofList";
  }

  @Override
  public String assign(String name, String expression) {
    return "let " + super.assign(name, expression);
  }

  @Override
  public String comment(String text) {
    return "(* " + text + " *)";
  }
}
