package dev.nightjar.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The part of JSON Schema that `openapi.json` uses.
record JsonSchema(JsonNode document) {
  /// What is wrong with a value, one line each.
  List<String> faults(JsonNode schema, JsonNode value) {
    List<String> faults = new ArrayList<>();
    check(schema, value, "$", faults);
    return faults;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<String> faults) {
    if (schema.has("$ref")) {
      check(document.at(schema.path("$ref").stringValue().substring(1)), value, path, faults);
      return;
    }
    for (String choice : List.of("anyOf", "oneOf")) {
      if (schema.has(choice)
          && schema.path(choice).valueStream().noneMatch(one -> faults(one, value).isEmpty())) {
        faults.add("%s fits none of %s: %s".formatted(path, choice, value));
      }
    }
    if (schema.has("type") && !hasType(schema.path("type"), value)) {
      faults.add("%s is no %s: %s".formatted(path, schema.path("type"), value));
      return;
    }
    if (schema.has("enum")
        && schema.path("enum").valueStream().noneMatch(one -> one.equals(value))) {
      faults.add("%s is none of %s: %s".formatted(path, schema.path("enum"), value));
    }
    if (value.isString()) {
      checkFormat(schema.path("format").asString(""), value.stringValue(), path, faults);
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.path("items"), value.get(i), path + "[" + i + "]", faults);
      }
    }
    if (value.isObject()) {
      checkObject(schema, value, path, faults);
    }
  }

  private void checkObject(JsonNode schema, JsonNode value, String path, List<String> faults) {
    schema
        .path("required")
        .valueStream()
        .map(JsonNode::stringValue)
        .filter(name -> !value.has(name))
        .forEach(name -> faults.add("%s.%s is missing".formatted(path, name)));
    value
        .properties()
        .forEach(
            field -> {
              JsonNode below = schema.path("properties").path(field.getKey());
              if (!below.isMissingNode()) {
                check(below, field.getValue(), path + "." + field.getKey(), faults);
              } else if (!schema.path("additionalProperties").asBoolean(true)) {
                faults.add("%s.%s is not documented".formatted(path, field.getKey()));
              }
            });
  }

  private static void checkFormat(String format, String text, String path, List<String> faults) {
    try {
      switch (format) {
        case "date-time" -> Instant.parse(text);
        case "duration" -> Duration.parse(text);
        default -> {}
      }
    } catch (java.time.DateTimeException e) {
      faults.add("%s is no %s: %s".formatted(path, format, text));
    }
  }

  private static boolean hasType(JsonNode types, JsonNode value) {
    if (types.isArray()) {
      return types.valueStream().anyMatch(one -> hasType(one, value));
    }
    return switch (types.stringValue()) {
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      case "null" -> value.isNull();
      default -> false;
    };
  }
}
