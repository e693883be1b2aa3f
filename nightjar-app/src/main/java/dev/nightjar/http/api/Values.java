package dev.nightjar.http.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Parameters: names with values of any JSON type.
final class Values {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JavaType MAP =
      MAPPER.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class);
  private static final Pattern NAME = Pattern.compile("[\\p{L}_.][\\p{L}\\p{N}_.]{0,199}");
  private static final int DEEPEST = 50;
  private static final int MOST = 1_000;
  private static final int LONGEST_INTEGER = 1_000;

  private Values() {}

  /// Null if something is wrong, which the body then knows.
  static @Nullable Map<String, Object> read(JsonNode value, String field, Body body) {
    if (!value.isObject() || value.size() > MOST) {
      body.fault(field, "must be an object of at most %,d names with values.".formatted(MOST));
      return null;
    }
    boolean fine = true;
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String fault =
          NAME.matcher(entry.getKey()).matches()
              ? fault(entry.getValue(), DEEPEST)
              : "is no name for a parameter: write letters, digits and _.";
      if (fault != null) {
        body.fault("%s.%s".formatted(field, shortened(entry.getKey())), fault);
        fine = false;
      }
    }
    return fine ? MAPPER.convertValue(value, MAP) : null;
  }

  private static String shortened(String name) {
    return name.length() > 50 ? name.substring(0, 50) + "…" : name;
  }

  private static @Nullable String fault(JsonNode value, int depth) {
    if (depth == 0) {
      return "is nested too deep: at most %d lists and objects in each other.".formatted(DEEPEST);
    }
    if (value.isString() && !Texts.isUnicode(value.stringValue())) {
      return "has half a character in it (an unpaired surrogate).";
    }
    if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
      return "is no number of JSON: write a finite one, or a string.";
    }
    if (value.isBigInteger() && value.bigIntegerValue().bitLength() > LONGEST_INTEGER) {
      return "is too large a number: write it as a string.";
    }
    for (String name : value.isObject() ? value.propertyNames() : java.util.List.<String>of()) {
      if (!Texts.isUnicode(name)) {
        return "has a name with half a character in it (an unpaired surrogate).";
      }
    }
    for (JsonNode inner : value) {
      String fault = fault(inner, depth - 1);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  static JsonNode write(Map<String, Object> values) {
    return MAPPER.valueToTree(values);
  }
}
