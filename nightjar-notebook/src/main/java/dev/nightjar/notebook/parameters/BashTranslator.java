package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.util.List;
import java.util.regex.Pattern;

/// Bash: words, quoted as Python's `shlex.quote`.
final class BashTranslator extends LanguageTranslator {
  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_@%+=:,./-]+");

  BashTranslator() {
    super("bash");
  }

  @Override
  String none() {
    return "";
  }

  @Override
  String string(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\"'\"'") + "'";
  }

  @Override
  String stringOfOther(ParameterValue value) {
    return string(value.str());
  }

  @Override
  String list(List<ParameterValue> elements) {
    return "(" + joined(elements, " ") + ")";
  }

  @Override
  String mapping(List<Entry> entries) {
    throw impossible("a mapping", "Pass its entries as parameters of their own, or as text.");
  }

  @Override
  public String assign(String name, String expression) {
    return name + "=" + expression;
  }
}
