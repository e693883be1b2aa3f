package dev.nightjar.web;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Values of parameters as people write them into fields.
final class Values {
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(?:\\d+\\.\\d*|\\.\\d+|\\d+)(?:[eE][+-]?\\d+)?");

  private Values() {}

  /// What a text means: `True`, numbers, JSON lists, objects and strings, else the text itself.
  ///
  /// @throws JsonException if it begins like JSON, and is none
  static @Nullable Object of(String text) {
    return switch (text) {
      case "True", "true" -> true;
      case "False", "false" -> false;
      case "None", "null" -> null;
      default -> {
        if (!text.isEmpty() && "[{\"".indexOf(text.charAt(0)) >= 0) {
          yield value(Json.parse(text));
        }
        yield isInteger(text)
            ? (Object) Long.parseLong(text)
            : isFloat(text) ? (Object) Double.parseDouble(text) : text;
      }
    };
  }

  static boolean isInteger(String text) {
    return INTEGER.matcher(text).matches();
  }

  static boolean isFloat(String text) {
    return FLOAT.matcher(text).matches();
  }

  private static @Nullable Object value(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        json.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        json.forEach(element -> list.add(value(element)));
        yield list;
      }
      case STRING -> json.stringValue();
      case BOOLEAN -> json.booleanValue();
      case NUMBER ->
          json.isFloatingPointNumber()
              ? (Object) json.doubleValue()
              : json.canConvertToLong() ? (Object) json.longValue() : json.bigIntegerValue();
      case NULL, MISSING, BINARY, POJO -> null;
    };
  }

  /// A text that means the value, for which [#of(String)] gives it back.
  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean flag -> flag ? "True" : "False";
      case String text -> isPlain(text) ? text : written(text);
      default -> written(value);
    };
  }

  private static boolean isPlain(String text) {
    try {
      return text.equals(of(text)) && text.equals(text.strip()) && !text.contains("\n");
    } catch (JsonException e) {
      return false;
    }
  }

  /// A value as JSON; null for null.
  static String json(@Nullable Object value) {
    return value == null ? "null" : written(value);
  }

  private static String written(Object value) {
    return switch (value) {
      case String text ->
          '"'
              + text.replace("\\", "\\\\")
                  .replace("\"", "\\\"")
                  .replace("\n", "\\n")
                  .replace("\r", "\\r")
                  .replace("\t", "\\t")
              + '"';
      case List<?> list -> "[" + String.join(", ", list.stream().map(Values::json).toList()) + "]";
      case Map<?, ?> map ->
          "{"
              + String.join(
                  ", ",
                  map.entrySet().stream()
                      .map(
                          entry ->
                              json(String.valueOf(entry.getKey())) + ": " + json(entry.getValue()))
                      .toList())
              + "}";
      default -> Objects.toString(value);
    };
  }
}
