package dev.nightjar.notebook.parameters;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The value of a parameter, of one of the types that Python gives it: what papermill's `-p` infers
/// and what PyYAML's `SafeLoader` makes. Immutable, thread-safe.
public sealed interface ParameterValue {
  /// Python's `None`.
  record None() implements ParameterValue {}

  /// Python's `True` or `False`.
  ///
  /// @param value which of the two
  record Bool(boolean value) implements ParameterValue {}

  /// Python's `int`.
  ///
  /// @param value an integer of any size
  record Int(BigInteger value) implements ParameterValue {}

  /// Python's `float`.
  ///
  /// @param value a float, NaN and the infinities included
  record Floating(double value) implements ParameterValue {}

  /// Python's `str`.
  ///
  /// @param value a string
  record Text(String value) implements ParameterValue {}

  /// Python's `bytes`.
  ///
  /// @param latin1 bytes, each as the character of its number
  record Bytes(String latin1) implements ParameterValue {
    /// The value with these bytes.
    public static Bytes of(byte[] bytes) {
      return new Bytes(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  /// Python's `list`.
  ///
  /// @param elements the elements of a list
  record Sequence(List<ParameterValue> elements) implements ParameterValue {
    /// Copies the elements.
    public Sequence {
      elements = List.copyOf(elements);
    }
  }

  /// Python's `tuple`.
  ///
  /// @param elements the elements of a tuple, which YAML's `!!omap` and `!!pairs` make
  record Tuple(List<ParameterValue> elements) implements ParameterValue {
    /// Copies the elements.
    public Tuple {
      elements = List.copyOf(elements);
    }
  }

  /// A set. It can't be saved in a notebook: [#toJson()] fails.
  ///
  /// @param elements the elements, each once
  record SetOf(List<ParameterValue> elements) implements ParameterValue {
    /// Drops repeated elements.
    public SetOf {
      elements = PythonKeys.distinct(elements);
    }
  }

  /// A dict. Keys that are equal in Python (`1`, `1.0` and `True`) are one key: its first spelling
  /// and place, its last value.
  ///
  /// @param entries in the order of first insertion
  record Mapping(List<Entry> entries) implements ParameterValue {
    /// Joins entries of equal keys.
    public Mapping {
      entries = PythonKeys.joined(entries);
    }

    /// The value of the key that equals `key` in Python, or null.
    public @Nullable ParameterValue get(ParameterValue key) {
      Object wanted = PythonKeys.identity(key);
      for (Entry entry : entries) {
        if (PythonKeys.identity(entry.key()).equals(wanted)) {
          return entry.value();
        }
      }
      return null;
    }
  }

  /// One entry of a dict.
  ///
  /// @param key a scalar
  /// @param value any value
  record Entry(ParameterValue key, ParameterValue value) {}

  /// A string.
  static ParameterValue of(String value) {
    return new Text(value);
  }

  /// An integer.
  static ParameterValue of(long value) {
    return new Int(BigInteger.valueOf(value));
  }

  /// A float.
  static ParameterValue of(double value) {
    return new Floating(value);
  }

  /// A boolean.
  static ParameterValue of(boolean value) {
    return new Bool(value);
  }

  /// The value that Python's `json.loads` makes of the same JSON.
  static ParameterValue of(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> {
        List<Entry> entries = new ArrayList<>();
        json.forEachEntry((name, value) -> entries.add(new Entry(of(name), of(value))));
        yield new Mapping(entries);
      }
      case ARRAY -> {
        List<ParameterValue> elements = new ArrayList<>();
        json.forEach(element -> elements.add(of(element)));
        yield new Sequence(elements);
      }
      case STRING -> new Text(json.stringValue());
      case NUMBER ->
          json.isFloatingPointNumber()
              ? new Floating(json.doubleValue())
              : new Int(json.bigIntegerValue());
      case BOOLEAN -> new Bool(json.booleanValue());
      case NULL, MISSING, BINARY, POJO -> new None();
    };
  }

  /// The value that papermill's `-p NAME text` gives: `True`, `False` and `None`, then what
  /// Python's `int()` accepts, then what its `float()` accepts, else the text itself.
  static ParameterValue infer(String text) {
    return switch (text) {
      case "True" -> new Bool(true);
      case "False" -> new Bool(false);
      case "None" -> new None();
      default -> {
        BigInteger integer = PythonNumbers.integer(text);
        if (integer != null) {
          yield new Int(integer);
        }
        Double floating = PythonNumbers.floating(text);
        yield floating != null ? new Floating(floating) : new Text(text);
      }
    };
  }

  /// The name of the Python type: `int`, `NoneType`, …
  default String typeName() {
    return switch (this) {
      case None _ -> "NoneType";
      case Bool _ -> "bool";
      case Int _ -> "int";
      case Floating _ -> "float";
      case Text _ -> "str";
      case Bytes _ -> "bytes";
      case Sequence _ -> "list";
      case Tuple _ -> "tuple";
      case SetOf _ -> "set";
      case Mapping _ -> "dict";
    };
  }

  /// Python's `repr()`: a string in quotes, with escapes.
  default String repr() {
    return PythonRepr.repr(this);
  }

  /// Python's `str()`: a string as it is, everything else as [#repr()].
  default String str() {
    return this instanceof Text(var value) ? value : repr();
  }

  /// The JSON that a notebook's metadata holds for it, as nbformat's `json.dumps(…,
  /// sort_keys=True)`: keys that are no strings become strings, bytes become text.
  ///
  /// @throws dev.nightjar.notebook.NotebookException if Python can't write it: a set, bytes beyond
  ///     ASCII, a dict with keys that can't be compared with each other
  default JsonNode toJson() {
    return ParameterJson.of(this, "The value " + PythonRepr.brief(this));
  }
}
