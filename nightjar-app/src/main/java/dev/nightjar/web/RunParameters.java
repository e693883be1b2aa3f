package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.json.JsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a run as fields of a form: one for each that its workflow has, of the kind of
/// its value, and one for others.
///
/// @param usual those of the workflow
record RunParameters(Map<String, Object> usual) {
  private static final String PREFIX = "p.";
  private static final String MORE = "parameters";

  /// The fields, filled in as the workflow has it.
  Html fields() {
    return Html.of(
        "{}{}",
        usual.entrySet().stream().map(one -> field(one.getKey(), one.getValue())).toList(),
        usual.isEmpty()
            ? more()
            : Html.of("<details><summary>Other parameters</summary>{}</details>", more()));
  }

  private static Html field(String name, @Nullable Object value) {
    return Html.of(
        "<label>{}{}</label>\n",
        name,
        switch (value) {
          case Boolean flag ->
              Html.of(
                  "<select name=\"{}{}\"><option{}>true</option><option{}>false</option></select>",
                  PREFIX,
                  name,
                  Html.when(flag, " selected"),
                  Html.when(!flag, " selected"));
          case Number number ->
              Html.of(
                  "<input type=\"number\" step=\"any\" name=\"{}{}\" value=\"{}\">",
                  PREFIX,
                  name,
                  number);
          case String text ->
              Html.of("<input type=\"text\" name=\"{}{}\" value=\"{}\">", PREFIX, name, text);
          case null, default ->
              Html.of(
                  "<input type=\"text\" class=\"code\" name=\"{}{}\" value=\"{}\" spellcheck=\"false\">",
                  PREFIX,
                  name,
                  Values.json(value));
        });
  }

  private static Html more() {
    return Html.of(
        "<label>Parameters, as JSON<textarea name=\"{}\" rows=\"2\" spellcheck=\"false\">{}</textarea></label>",
        MORE,
        "{}");
  }

  /// What a form gives that differs from what the workflow has.
  ///
  /// @throws HttpProblem naming a field in which something else is than its kind
  @SuppressWarnings("unchecked") // a value may be null, as in all parameters
  Map<String, Object> read(Visit visit) {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    usual.forEach(
        (name, value) -> {
          List<String> given = visit.fields(PREFIX + name);
          if (!given.isEmpty()) {
            own.put(name, value(name, given.getFirst(), value));
          }
        });
    own.putAll(others(visit.field(MORE)));
    own.entrySet()
        .removeIf(
            one ->
                usual.containsKey(one.getKey())
                    && Values.json(usual.get(one.getKey())).equals(Values.json(one.getValue())));
    return (Map<String, Object>) (Map<?, ?>) own;
  }

  private static @Nullable Object value(String name, String text, @Nullable Object usual) {
    if (usual instanceof String) {
      return text;
    }
    try {
      Object value = Values.of(text.strip());
      if (usual instanceof Number && !(value instanceof Number)) {
        throw HttpProblem.bad("Parameter %s: '%s' is no number.".formatted(name, text));
      }
      return value;
    } catch (JsonException e) {
      throw HttpProblem.bad("Parameter %s is not JSON: %s.".formatted(name, e.getMessage()));
    }
  }

  @SuppressWarnings("unchecked") // the names in a JSON object are strings
  private static Map<String, @Nullable Object> others(String text) {
    try {
      if (text.isBlank()) {
        return Map.of();
      }
      if (Values.of(text.strip()) instanceof Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
      }
    } catch (JsonException e) {
      throw HttpProblem.bad("The parameters are not JSON: %s.".formatted(e.getMessage()));
    }
    throw HttpProblem.bad("The parameters are no JSON object: write one, such as {\"limit\": 10}.");
  }
}
