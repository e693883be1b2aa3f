package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;

/// What papermill's translators have in common; a language overrides where it differs.
abstract class LanguageTranslator implements ParameterTranslator {
  private static final BigInteger INT_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);

  private final List<String> names;

  LanguageTranslator(String... names) {
    this.names = List.of(names);
  }

  @Override
  public final List<String> names() {
    return names;
  }

  @Override
  public final String translate(ParameterValue value) {
    return switch (value) {
      case ParameterValue.None _ -> none();
      case ParameterValue.Bool(var bool) -> bool(bool);
      case ParameterValue.Int(var integer) -> integer(integer);
      case ParameterValue.Floating(var number) -> floating(number);
      case ParameterValue.Text(var text) -> string(text);
      case ParameterValue.Sequence(var elements) -> list(elements);
      case ParameterValue.Mapping(var entries) -> mapping(entries);
      case ParameterValue.Bytes _, ParameterValue.Tuple _, ParameterValue.SetOf _ ->
          stringOfOther(value);
    };
  }

  abstract String none();

  String bool(boolean value) {
    return value ? "true" : "false";
  }

  String integer(BigInteger value) {
    return value.toString();
  }

  /// An integer of a language where those beyond 32 bits end in `L`.
  static String integerOrLong(BigInteger value) {
    return value.compareTo(INT_MIN) < 0 || value.compareTo(INT_MAX) > 0 ? value + "L" : "" + value;
  }

  String floating(double value) {
    return ParameterValue.of(value).str();
  }

  String string(String value) {
    return '"' + PythonRepr.unicodeEscaped(value).replace("\"", "\\\"") + '"';
  }

  /// A value of a type that has no form of its own: its Python text, in quotes but not escaped.
  String stringOfOther(ParameterValue value) {
    return '"' + value.str() + '"';
  }

  abstract String list(List<ParameterValue> elements);

  abstract String mapping(List<Entry> entries);

  /// The elements, translated, with `separator` between them.
  final String joined(List<ParameterValue> elements, String separator) {
    return elements.stream().map(this::translate).collect(Collectors.joining(separator));
  }

  /// The entries as `pair` formats a translated key and value, with `separator` between them.
  final String joined(List<Entry> entries, String pair, String separator) {
    return entries.stream()
        .map(entry -> pair.formatted(key(entry.key()), translate(entry.value())))
        .collect(Collectors.joining(separator));
  }

  /// A key: a string, whatever its type.
  String key(ParameterValue key) {
    return key instanceof ParameterValue.Text(var text) ? string(text) : stringOfOther(key);
  }

  @Override
  public String assign(String name, String expression) {
    return name + " = " + expression;
  }

  @Override
  public String comment(String text) {
    return PythonBlanks.strip("# " + text);
  }

  final NotebookException impossible(String what, String remedy) {
    return new NotebookException(
        "Parameters for %s can't hold %s. %s".formatted(names.getFirst(), what, remedy));
  }
}
