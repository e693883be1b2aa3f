package dev.nightjar.http.jupyter;

import dev.nightjar.http.HttpProblem;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a request's body. What is wrong with them is collected, and said in the words that
/// pydantic has for it, since jupyter-scheduler's front end shows those.
final class Fields {
  private final String model;
  private final ObjectNode body;
  private final List<String> problems = new ArrayList<>();

  Fields(String model, ObjectNode body) {
    this.model = model;
    this.body = body;
  }

  /// Whether there is a value.
  boolean has(String name) {
    return body.hasNonNull(name);
  }

  String required(String name) {
    if (!has(name)) {
      problems.add(name + "\n  field required (type=value_error.missing)");
      return "";
    }
    String text = text(name);
    return text == null ? "" : text;
  }

  @Nullable String text(String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (value.isContainer()) {
      problems.add(name + "\n  str type expected (type=type_error.str)");
      return null;
    }
    return python(value);
  }

  @Nullable Boolean flag(String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isBoolean()) {
      problems.add(name + "\n  value could not be parsed to a boolean (type=type_error.bool)");
      return null;
    }
    return value.booleanValue();
  }

  @Nullable List<String> texts(String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    if (!value.isArray()) {
      problems.add(name + "\n  value is not a valid list (type=type_error.list)");
      return texts;
    }
    for (JsonNode one : value) {
      if (one.isContainer() || one.isNull()) {
        problems.add(name + "\n  str type expected (type=type_error.str)");
      } else {
        texts.add(python(one));
      }
    }
    return texts;
  }

  /// Values as Python writes them: 41 is "41", true is "True".
  @Nullable Map<String, Object> parameters(String name) {
    return map(name, Fields::python);
  }

  /// Values as they are.
  @Nullable Map<String, Object> values(String name) {
    return map(
        name,
        value ->
            value.isBoolean()
                ? value.booleanValue()
                : value.isIntegralNumber()
                    ? (Object) value.bigIntegerValue()
                    : value.isNumber() ? (Object) value.doubleValue() : value.asString());
  }

  /// Files in base64, by their paths; empty where there are none.
  Map<String, byte[]> files(String name) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    body.path(name)
        .properties()
        .forEach(
            entry -> {
              try {
                files.put(
                    entry.getKey(), Base64.getDecoder().decode(entry.getValue().asString("?")));
              } catch (IllegalArgumentException e) {
                problems.add(
                    "%s -> %s\n  base64 text expected (type=value_error)"
                        .formatted(name, entry.getKey()));
              }
            });
    return files;
  }

  private interface Reading {
    Object read(JsonNode value);
  }

  private @Nullable Map<String, Object> map(String name, Reading reading) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    if (!value.isObject()) {
      problems.add(name + "\n  value is not a valid dict (type=type_error.dict)");
      return map;
    }
    value
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isContainer() || entry.getValue().isNull()) {
                problems.add(
                    "%s -> %s\n  str type expected (type=type_error.str)"
                        .formatted(name, entry.getKey()));
              } else {
                map.put(entry.getKey(), reading.read(entry.getValue()));
              }
            });
    return map;
  }

  private static String python(JsonNode value) {
    return value.isBoolean() ? (value.booleanValue() ? "True" : "False") : value.asString();
  }

  /// Says all that is wrong.
  ///
  /// @throws HttpProblem 422 if something is
  void check() {
    if (!problems.isEmpty()) {
      throw new HttpProblem(
          422,
          "%d validation error%s for %s\n%s"
              .formatted(
                  problems.size(),
                  problems.size() == 1 ? "" : "s",
                  model,
                  String.join("\n", problems)));
    }
  }
}
