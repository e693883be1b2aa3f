package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.notebook.parameters.ParameterValue;
import io.javalin.http.Context;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of the JSON object in a request, refused in the words of Airflow's schemas. For one
/// thread.
final class Given {
  private static final int LARGEST = 1 << 20;
  private static final int LONGEST = 250;

  private final ObjectNode json;
  private final Set<String> asked = new TreeSet<>();
  private final Map<String, String> faults = new LinkedHashMap<>();

  private Given(ObjectNode json) {
    this.json = json;
  }

  /// That of a request; one without a body counts as `{}`.
  static Given of(Context request) {
    byte[] bytes = request.bodyAsBytes();
    if (bytes.length > LARGEST) {
      throw new AirflowProblem(
          413, "Request Entity Too Large", "The body has more than %d bytes.".formatted(LARGEST));
    }
    JsonNode body;
    try {
      body = bytes.length == 0 ? Json.object() : Json.parse(bytes);
    } catch (JsonException e) {
      throw AirflowProblem.bad("Request body is not valid JSON: " + e.getMessage());
    }
    if (body instanceof ObjectNode object) {
      return new Given(object);
    }
    throw AirflowProblem.bad("%s is not of type 'object'".formatted(shown(body)));
  }

  private static String shown(JsonNode value) {
    String text = ParameterValue.of(value).repr();
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  boolean has(String name) {
    asked.add(name);
    return json.has(name);
  }

  void fault(String name, String what) {
    faults.putIfAbsent(name, what);
  }

  private @Nullable JsonNode value(String name) {
    asked.add(name);
    JsonNode value = json.path(name);
    return value.isMissingNode() || value.isNull() ? null : value;
  }

  /// A text of any length; null for none.
  @Nullable String text(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      fault(name, "Not a valid string.");
      return null;
    }
    return value.stringValue();
  }

  /// A name: a text that every database can store as a key. Null for none.
  @Nullable String name(String name) {
    String text = text(name);
    if (text != null && (text.isBlank() || !isStorable(text))) {
      fault(name, "Length must be between 1 and 250, without control characters.");
      return null;
    }
    return text;
  }

  /// Whether it can be a key in the database.
  static boolean isStorable(String text) {
    return text.length() <= LONGEST
        && text.codePoints()
            .noneMatch(
                c ->
                    Character.isISOControl(c)
                        || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /// A name that must be there.
  String required(String name) {
    String text = name(name);
    if (text == null && !faults.containsKey(name)) {
      fault(name, "Missing data for required field.");
    }
    return text == null ? "" : text;
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode value = value(name);
    if (value != null && !value.isBoolean()) {
      fault(name, "Not a valid boolean.");
    }
    return value != null && value.isBoolean() ? value.booleanValue() : otherwise;
  }

  /// A number of at most nine digits; null for none.
  @Nullable Integer whole(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || Math.abs((long) value.intValue()) > 999_999_999) {
      fault(name, "Not a valid integer.");
      return null;
    }
    return value.intValue();
  }

  /// A number; null for none.
  @Nullable Double number(String name) {
    JsonNode value = value(name);
    if (value != null && !value.isNumber()) {
      fault(name, "Not a valid number.");
      return null;
    }
    return value == null ? null : (Double) value.doubleValue();
  }

  @Nullable OffsetDateTime time(String name) {
    String text = text(name);
    OffsetDateTime time = text == null ? null : Moments.parse(text);
    if (text != null && time == null) {
      fault(name, "Not a valid datetime.");
    }
    return time;
  }

  /// Names; null for none.
  @Nullable List<String> texts(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(one -> texts.add(one.isString() ? one.stringValue() : ""));
    }
    if (!value.isArray() || texts.contains("") || texts.size() > 10_000) {
      fault(name, "Not a valid list.");
    }
    return texts;
  }

  /// An object's fields as values, empty for none.
  Map<String, Object> values(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof ObjectNode object) {
      return Described.values(object);
    }
    fault(name, "Not a valid mapping type.");
    return Map.of();
  }

  /// The time by which one run is found: `execution_date` is the old name of `logical_date`.
  @Nullable OffsetDateTime logical() {
    OffsetDateTime logical = time("logical_date");
    OffsetDateTime execution = time("execution_date");
    if (logical != null
        && execution != null
        && !logical.toInstant().equals(execution.toInstant())) {
      throw AirflowProblem.bad(
          "logical_date conflicts with execution_date: '%s' != '%s'"
              .formatted(Moments.text(logical.toInstant()), Moments.text(execution.toInstant())));
    }
    return logical == null ? execution : logical;
  }

  /// Says all that is wrong.
  ///
  /// @throws AirflowProblem 400 if something is
  void check() {
    for (String name : json.propertyNames()) {
      if (!asked.contains(name)) {
        fault(name.length() > 50 ? name.substring(0, 50) + "…" : name, "Unknown field.");
      }
    }
    if (!faults.isEmpty()) {
      throw AirflowProblem.bad(
          faults.entrySet().stream()
              .map(
                  one ->
                      "%s: [%s]"
                          .formatted(
                              ParameterValue.of(one.getKey()).repr(),
                              ParameterValue.of(one.getValue()).repr()))
              .collect(Collectors.joining(", ", "{", "}")));
    }
  }
}
