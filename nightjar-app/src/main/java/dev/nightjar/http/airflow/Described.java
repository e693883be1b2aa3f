package dev.nightjar.http.airflow;

import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the shim told of a DAG or a task, as JSON; what it did not tell has a sensible value.
record Described(JsonNode json) {
  private static final JsonMapper MAPPER = new JsonMapper();

  static Described of(Map<String, Object> description) {
    return new Described(MAPPER.valueToTree(description));
  }

  /// A value of any kind as JSON.
  static JsonNode json(@Nullable Object value) {
    return MAPPER.valueToTree(value);
  }

  /// The fields of a JSON object as values.
  @SuppressWarnings("unchecked")
  static Map<String, Object> values(ObjectNode object) {
    return MAPPER.convertValue(object, Map.class);
  }

  @Nullable String text(String name) {
    JsonNode value = json.path(name);
    return value.isString() ? value.stringValue() : null;
  }

  String text(String name, String otherwise) {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode value = json.path(name);
    return value.isBoolean() ? value.booleanValue() : otherwise;
  }

  double number(String name, double otherwise) {
    JsonNode value = json.path(name);
    return value.isNumber() ? value.doubleValue() : otherwise;
  }

  /// A value as it is; JSON's null if there is none.
  JsonNode value(String name) {
    JsonNode value = json.path(name);
    return value.isMissingNode() ? MAPPER.nullNode() : value;
  }

  /// A time in UTC, as Python writes it.
  @Nullable String time(String name) {
    String text = text(name);
    OffsetDateTime time = text == null ? null : Moments.parse(text);
    return time == null ? text : Moments.text(time.toInstant());
  }

  /// Seconds as a TimeDelta; JSON's null if there are none.
  JsonNode delta(String name) {
    JsonNode value = json.path(name);
    return value.isNumber() ? delta(value.doubleValue()) : MAPPER.nullNode();
  }

  /// A TimeDelta as Airflow writes it.
  static ObjectNode delta(double seconds) {
    long micros = Math.round(seconds * 1_000_000);
    long day = 86_400_000_000L;
    long rest = Math.floorMod(micros, day);
    return MAPPER
        .createObjectNode()
        .put("days", Math.floorDiv(micros, day))
        .put("microseconds", rest % 1_000_000)
        .put("seconds", rest / 1_000_000)
        .put("__type", "TimeDelta");
  }

  /// Parameters, as Airflow writes them.
  ObjectNode params() {
    ObjectNode params = MAPPER.createObjectNode();
    json.path("params")
        .properties()
        .forEach(
            one -> {
              boolean told = one.getValue().isObject() && one.getValue().has("value");
              JsonNode value = told ? one.getValue().path("value") : one.getValue();
              JsonNode description = told ? one.getValue().path("description") : MAPPER.nullNode();
              JsonNode schema = told ? one.getValue().path("schema") : MAPPER.createObjectNode();
              params
                  .putObject(one.getKey())
                  .put("__class", "airflow.models.param.Param")
                  .set("description", description)
                  .set("schema", schema)
                  .set("value", value);
            });
    return params;
  }
}
