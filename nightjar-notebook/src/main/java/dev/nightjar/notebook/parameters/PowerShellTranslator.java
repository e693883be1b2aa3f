package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.util.List;

/// PowerShell of .NET Interactive.
final class PowerShellTranslator extends LanguageTranslator {
  PowerShellTranslator() {
    super(".net-powershell");
  }

  @Override
  String none() {
    return "$Null";
  }

  @Override
  String bool(boolean value) {
    return value ? "$True" : "$False";
  }

  @Override
  String floating(double value) {
    return Double.isNaN(value)
        ? "[double]::NaN"
        : Double.isInfinite(value)
            ? value < 0 ? "[double]::NegativeInfinity" : "[double]::PositiveInfinity"
            : super.floating(value);
  }

  @Override
  String string(String value) {
    return "\"" + PythonRepr.unicodeEscaped(value).replace("\"", "`\"") + "\"";
  }

  @Override
  String list(List<ParameterValue> elements) {
    return "@(" + joined(elements, ", ") + ")";
  }

  @Override
  String mapping(List<Entry> entries) {
    return "@{" + joined(entries, "%s = %s", "\n ") + "}";
  }

  @Override
  public String assign(String name, String expression) {
    return "$" + super.assign(name, expression);
  }
}
