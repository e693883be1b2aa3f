package dev.nightjar.notebook.parameters;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What Python 3.11 did, recorded by `src/test/python/record_parameters.py`.
final class PythonRecordings {
  private static final JsonNode ALL = load();

  private PythonRecordings() {}

  private static JsonNode load() {
    try (InputStream in = PythonRecordings.class.getResourceAsStream("python.json")) {
      return Json.parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode of(String name) {
    return ALL.get(name);
  }

  /// The value behind `[type, value]`.
  static ParameterValue value(JsonNode typed) {
    JsonNode value = typed.get(1);
    return switch (typed.get(0).stringValue()) {
      case "NoneType" -> new ParameterValue.None();
      case "bool" -> new ParameterValue.Bool(value.booleanValue());
      case "int" -> new ParameterValue.Int(new BigInteger(value.stringValue()));
      case "float" ->
          new ParameterValue.Floating(
              switch (value.stringValue()) {
                case "nan" -> Double.NaN;
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(value.stringValue());
              });
      case "str" -> new ParameterValue.Text(value.stringValue());
      case "bytes" -> new ParameterValue.Bytes(value.stringValue());
      case "list" -> new ParameterValue.Sequence(values(value));
      case "tuple" -> new ParameterValue.Tuple(values(value));
      case "set" -> new ParameterValue.SetOf(values(value));
      default -> {
        List<Entry> entries = new ArrayList<>();
        value.forEach(entry -> entries.add(new Entry(value(entry.get(0)), value(entry.get(1)))));
        yield new ParameterValue.Mapping(entries);
      }
    };
  }

  private static List<ParameterValue> values(JsonNode typed) {
    List<ParameterValue> values = new ArrayList<>();
    typed.forEach(element -> values.add(value(element)));
    return values;
  }
}
