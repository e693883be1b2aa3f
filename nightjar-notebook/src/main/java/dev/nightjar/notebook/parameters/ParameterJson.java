package dev.nightjar.notebook.parameters;

import dev.nightjar.json.Json;
import dev.nightjar.json.OrderedObject;
import dev.nightjar.json.PythonFloat;
import dev.nightjar.json.PythonJson;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Values as nbformat writes them: `json.dumps(…, sort_keys=True)`, with bytes decoded as ASCII.
final class ParameterJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ParameterJson() {}

  /// @param owner how a message begins: what holds the value
  static JsonNode of(ParameterValue value, String owner) {
    return switch (value) {
      case ParameterValue.None _ -> NODES.nullNode();
      case ParameterValue.Bool(var bool) -> NODES.booleanNode(bool);
      case ParameterValue.Int(var integer) -> integer(integer);
      case ParameterValue.Floating(var number) -> NODES.numberNode(number);
      case ParameterValue.Text(var text) -> NODES.stringNode(text);
      case ParameterValue.Bytes(var latin1) -> {
        if (latin1.chars().anyMatch(c -> c > 0x7f)) {
          throw unwritable(owner, "bytes beyond ASCII: " + PythonRepr.brief(value), "a string");
        }
        yield NODES.stringNode(latin1);
      }
      case ParameterValue.Sequence(var elements) -> array(elements, owner);
      case ParameterValue.Tuple(var elements) -> array(elements, owner);
      case ParameterValue.SetOf _ ->
          throw unwritable(owner, "a set: " + PythonRepr.brief(value), "a list");
      case ParameterValue.Mapping(var entries) -> object(entries, owner);
    };
  }

  private static JsonNode integer(BigInteger value) {
    return value.bitLength() < 32
        ? NODES.numberNode(value.intValue())
        : value.bitLength() < 64 ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
  }

  private static ArrayNode array(List<ParameterValue> elements, String owner) {
    ArrayNode array = Json.array();
    elements.forEach(element -> array.add(of(element, owner)));
    return array;
  }

  private static ObjectNode object(List<Entry> entries, String owner) {
    ObjectNode object = isNumbered(entries) ? new OrderedObject() : Json.object();
    for (Entry entry : sorted(entries, owner)) {
      object.set(name(entry.key(), owner), of(entry.value(), owner));
    }
    return object;
  }

  private static List<Entry> sorted(List<Entry> entries, String owner) {
    if (entries.size() < 2) {
      return entries;
    }
    List<Entry> sorted = new ArrayList<>(entries);
    if (entries.stream().allMatch(entry -> entry.key() instanceof ParameterValue.Text)) {
      sorted.sort(Comparator.comparing(entry -> entry.key().str(), PythonJson.BY_CODE_POINT));
    } else if (isNumbered(entries)) {
      sorted.sort((a, b) -> compareNumbers(a.key(), b.key()));
    } else {
      throw unwritable(
          owner,
          "a mapping with keys of several types: "
              + PythonRepr.brief(new ParameterValue.Mapping(entries)),
          "strings for all its keys");
    }
    return sorted;
  }

  private static boolean isNumbered(List<Entry> entries) {
    return !entries.isEmpty() && entries.stream().allMatch(entry -> isNumber(entry.key()));
  }

  private static boolean isNumber(ParameterValue key) {
    return key instanceof ParameterValue.Int
        || key instanceof ParameterValue.Bool
        || key instanceof ParameterValue.Floating;
  }

  private static int compareNumbers(ParameterValue a, ParameterValue b) {
    double x = approximate(a);
    double y = approximate(b);
    return x != y || Double.isNaN(x) || Double.isInfinite(x)
        ? Double.compare(x, y)
        : exact(a).compareTo(exact(b));
  }

  private static double approximate(ParameterValue number) {
    return number instanceof ParameterValue.Floating(var value)
        ? value
        : ((BigInteger) PythonKeys.identity(number)).doubleValue();
  }

  private static BigDecimal exact(ParameterValue number) {
    return number instanceof ParameterValue.Floating(var value)
        ? new BigDecimal(value)
        : new BigDecimal((BigInteger) PythonKeys.identity(number));
  }

  private static String name(ParameterValue key, String owner) {
    return switch (key) {
      case ParameterValue.Text(var text) -> text;
      case ParameterValue.None _ -> "null";
      case ParameterValue.Bool(var bool) -> bool ? "true" : "false";
      case ParameterValue.Int(var integer) -> integer.toString();
      case ParameterValue.Floating(var number) ->
          Double.isNaN(number)
              ? "NaN"
              : Double.isInfinite(number)
                  ? number > 0 ? "Infinity" : "-Infinity"
                  : PythonFloat.repr(number);
      case ParameterValue.Bytes _,
          ParameterValue.Sequence _,
          ParameterValue.Tuple _,
          ParameterValue.SetOf _,
          ParameterValue.Mapping _ ->
          throw unwritable(
              owner, "a mapping with the key " + PythonRepr.brief(key), "strings for all its keys");
    };
  }

  private static NotebookException unwritable(String owner, String found, String remedy) {
    return new NotebookException(
        "%s can't be saved in a notebook: it holds %s. Use %s.".formatted(owner, found, remedy));
  }
}
