package dev.nightjar.notebook.parameters;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what the field name of a template means: `a`, `a[key]`, `a[0].real`.
final class Fields {
  private static final Pattern FIRST = Pattern.compile("[^.\\[]*");

  private final Parameters parameters;
  private final PathTemplate.Builtins pm;

  Fields(Parameters parameters, PathTemplate.Builtins pm) {
    this.parameters = parameters;
    this.pm = pm;
  }

  /// Python's `KeyError`; the message is the `repr()` of the key.
  static final class MissingKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingKey(String repr) {
      super(repr);
    }
  }

  Operand get(String field) {
    Matcher first = FIRST.matcher(field);
    String name = first.lookingAt() ? first.group() : "";
    if (name.isEmpty() || index(name) >= 0) {
      throw new FormatProblem(
          "'{%s}' has no name, and there are only named parameters".formatted(field));
    }
    Operand operand = named(name);
    int at = name.length();
    while (at < field.length()) {
      if (field.charAt(at) == '.') {
        Matcher attribute = FIRST.matcher(field).region(at + 1, field.length());
        String word = attribute.lookingAt() ? attribute.group() : "";
        requireName(word);
        operand = operand.attribute(word);
        at += 1 + word.length();
      } else if (field.charAt(at) == '[') {
        int close = field.indexOf(']', at);
        if (close < 0) {
          throw new FormatProblem("Missing ']' in format string");
        }
        String key = field.substring(at + 1, close);
        requireName(key);
        operand = item(operand, key);
        at = close + 1;
      } else {
        throw new FormatProblem("Only '.' or '[' may follow ']' in format field specifier");
      }
    }
    return operand;
  }

  private static void requireName(String name) {
    if (name.isEmpty()) {
      throw new FormatProblem("Empty attribute in format string");
    }
  }

  private Operand named(String name) {
    ParameterValue value = parameters.get(name);
    if (value != null) {
      return new Operand.Known(value);
    }
    if (name.equals("pm")) {
      return new Operand.Pm(pm);
    }
    throw new MissingKey(PythonRepr.quoted(name));
  }

  private static Operand item(Operand operand, String key) {
    long index = index(key);
    return switch (operand) {
      case Operand.Pm(var pm) -> Operand.of(pm, key, index);
      case Operand.Moment _ -> throw new FormatProblem("datetime can't be indexed");
      case Operand.Known(var value) -> new Operand.Known(item(value, key, index));
    };
  }

  private static ParameterValue item(ParameterValue value, String key, long index) {
    return switch (value) {
      case ParameterValue.Mapping mapping -> {
        ParameterValue wanted = index >= 0 ? ParameterValue.of(index) : ParameterValue.of(key);
        ParameterValue found = mapping.get(wanted);
        if (found == null) {
          throw new MissingKey(wanted.repr());
        }
        yield found;
      }
      case ParameterValue.Sequence(var elements) -> element(value, elements, key, index);
      case ParameterValue.Tuple(var elements) -> element(value, elements, key, index);
      case ParameterValue.Text(var text) ->
          element(
              value,
              text.codePoints().mapToObj(Character::toString).map(ParameterValue::of).toList(),
              key,
              index);
      case ParameterValue.Bytes(var latin1) ->
          element(
              value,
              latin1.chars().mapToObj(c -> ParameterValue.of((long) c)).toList(),
              key,
              index);
      case ParameterValue.None _,
          ParameterValue.Bool _,
          ParameterValue.Int _,
          ParameterValue.Floating _,
          ParameterValue.SetOf _ ->
          throw new FormatProblem(
              "'%s' object is not subscriptable ([%s])".formatted(value.typeName(), key));
    };
  }

  private static ParameterValue element(
      ParameterValue owner, List<ParameterValue> elements, String key, long index) {
    if (index < 0) {
      throw new FormatProblem(
          "%s indices must be integers, not '%s'".formatted(owner.typeName(), key));
    }
    if (index >= elements.size()) {
      throw new FormatProblem("%s index out of range: %d".formatted(owner.typeName(), index));
    }
    return elements.get((int) index);
  }

  /// The number that `text` is, in decimal digits of any script; -1 if it is none.
  static long index(String text) {
    long index = 0;
    for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
      int digit = PythonNumbers.decimal(text.codePointAt(at));
      if (digit < 0) {
        return -1;
      }
      if (index > (Long.MAX_VALUE - digit) / 10) {
        throw new FormatProblem("Too many decimal digits in format string");
      }
      index = 10 * index + digit;
    }
    return text.isEmpty() ? -1 : index;
  }
}
