package dev.nightjar.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// The part of JSON Schema that `openapi.json` and `workflow.schema.json` use.
public record JsonSchema(JsonNode document) {
  /// What is wrong with a value, one line each.
  public List<String> faults(JsonNode schema, JsonNode value) {
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
      long fitting =
          schema.path(choice).valueStream().filter(one -> faults(one, value).isEmpty()).count();
      if (schema.has(choice) && (fitting == 0 || fitting > 1 && choice.equals("oneOf"))) {
        faults.add("%s fits %d of %s: %s".formatted(path, fitting, choice, value));
      }
    }
    if (schema.has("const") && !schema.path("const").equals(value)) {
      faults.add("%s is not %s: %s".formatted(path, schema.path("const"), value));
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
      String pattern = schema.path("pattern").asString("");
      if (!Pattern.compile(pattern).matcher(value.stringValue()).find()) {
        faults.add("%s is not like %s: %s".formatted(path, pattern, value));
      }
      if (value.stringValue().length() < schema.path("minLength").asInt(0)) {
        faults.add("%s is too short: %s".formatted(path, value));
      }
    }
    if (value.isNumber()
        && (value.doubleValue() < schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
            || value.doubleValue() > schema.path("maximum").asDouble(Double.POSITIVE_INFINITY))) {
      faults.add("%s is out of range: %s".formatted(path, value));
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
    if (value.size() < schema.path("minProperties").asInt(0)) {
      faults.add("%s has too few names".formatted(path));
    }
    value
        .properties()
        .forEach(
            field -> {
              String name = path + "." + field.getKey();
              check(schema.path("propertyNames"), StringNode.valueOf(field.getKey()), name, faults);
              JsonNode below = schema.path("properties").path(field.getKey());
              if (!below.isMissingNode()) {
                check(below, field.getValue(), name, faults);
              } else if (schema.path("additionalProperties").isObject()) {
                check(schema.path("additionalProperties"), field.getValue(), name, faults);
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
