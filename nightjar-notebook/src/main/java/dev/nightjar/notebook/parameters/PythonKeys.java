package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Equality of dict keys in Python, where `1 == 1.0 == True`.
final class PythonKeys {
  private PythonKeys() {}

  /// An object that is equal for equal keys.
  ///
  /// @throws NotebookException if the key is of a type that Python can't hash
  static Object identity(ParameterValue key) {
    return switch (key) {
      case ParameterValue.Bool(var value) -> value ? BigInteger.ONE : BigInteger.ZERO;
      case ParameterValue.Int(var value) -> value;
      case ParameterValue.Floating(var value) ->
          value == Math.rint(value) && !Double.isInfinite(value)
              ? new BigDecimal(value).toBigInteger()
              : (Object) value;
      case ParameterValue.Text(var value) -> value;
      case ParameterValue.None _, ParameterValue.Bytes _ -> key;
      case ParameterValue.Tuple(var elements) ->
          elements.stream().map(PythonKeys::identity).toList();
      case ParameterValue.Sequence _, ParameterValue.SetOf _, ParameterValue.Mapping _ ->
          throw new NotebookException(
              "%s is a %s, which can't be the key of a mapping; use a string"
                  .formatted(PythonRepr.brief(key), key.typeName()));
    };
  }

  static List<ParameterValue> distinct(List<ParameterValue> elements) {
    Map<Object, ParameterValue> seen = new LinkedHashMap<>();
    elements.forEach(element -> seen.putIfAbsent(identity(element), element));
    return List.copyOf(seen.values());
  }

  static List<Entry> joined(List<Entry> entries) {
    Map<Object, Integer> places = new LinkedHashMap<>();
    List<Entry> joined = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      Integer place = places.putIfAbsent(identity(entry.key()), joined.size());
      if (place == null) {
        joined.add(entry);
      } else {
        joined.set(place, new Entry(joined.get(place).key(), entry.value()));
      }
    }
    return List.copyOf(joined);
  }
}
