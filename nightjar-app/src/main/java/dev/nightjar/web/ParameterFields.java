package dev.nightjar.web;

import dev.nightjar.json.JsonException;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterInspection;
import dev.nightjar.notebook.parameters.ParameterInspection.Inferred;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fields for the parameters that a notebook's cell tagged `parameters` has, and one for others. A
/// parameter that is left as the notebook has it is not handed in.
///
/// @param fields of the notebook's own parameters
/// @param verbatim whether values are source text, as jupyter-scheduler has them
record ParameterFields(List<Field> fields, boolean verbatim) {
  private static final String MORE = "more";
  private static final Pattern QUOTED = Pattern.compile("([\"'])([^\"'\\\\]*)\\1");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_.][A-Za-z0-9_.]*");

  private enum Kind {
    BOOL,
    INT,
    FLOAT,
    TEXT,
    OTHER
  }

  record Field(Inferred inferred, Kind kind, String initial) {
    static Field of(Inferred inferred) {
      String source = inferred.defaultValue();
      var quoted = QUOTED.matcher(source);
      boolean text = quoted.matches();
      Kind kind =
          switch (inferred.inferredTypeName()) {
            case "bool" -> Kind.BOOL;
            case "int" -> Kind.INT;
            case "float" -> Kind.FLOAT;
            case "str" -> text ? Kind.TEXT : Kind.OTHER;
            default ->
                source.equals("True") || source.equals("False")
                    ? Kind.BOOL
                    : Values.isInteger(source)
                        ? Kind.INT
                        : Values.isFloat(source) ? Kind.FLOAT : text ? Kind.TEXT : Kind.OTHER;
          };
      return new Field(inferred, kind, text ? quoted.group(2) : source);
    }

    String name() {
      return "p." + inferred.name();
    }

    /// As it is written, when a run has that value.
    String shown(@Nullable Object value) {
      return kind == Kind.TEXT && value instanceof String text ? text : Values.text(value);
    }

    Html of(Inputs inputs) {
      String hint = inferred.help().isEmpty() ? "" : inferred.help().replaceFirst("^#+\\s*", "");
      return switch (kind) {
        case BOOL -> {
          Map<String, String> choices = new LinkedHashMap<>();
          choices.put("True", "True");
          choices.put("False", "False");
          if (!choices.containsKey(initial)) {
            choices.put(initial, initial);
          }
          yield inputs.select(name(), inferred.name(), hint, choices);
        }
        case INT ->
            inputs.input(name(), inferred.name(), hint, Html.of(" type=\"number\" step=\"1\""));
        case FLOAT ->
            inputs.input(name(), inferred.name(), hint, Html.of(" type=\"number\" step=\"any\""));
        case TEXT -> inputs.text(name(), inferred.name(), hint);
        case OTHER ->
            inputs.input(
                name(),
                inferred.name(),
                hint,
                Html.of(" type=\"text\" class=\"code\" spellcheck=\"false\""));
      };
    }

    void read(Draft draft, Map<String, @Nullable Object> values) {
      String text = kind == Kind.TEXT ? draft.raw(name()) : draft.get(name());
      if (!draft.has(name()) || text.equals(initial) || kind != Kind.TEXT && text.isEmpty()) {
        return;
      }
      try {
        switch (kind) {
          case TEXT -> values.put(inferred.name(), text);
          case INT -> values.put(inferred.name(), Long.parseLong(text));
          case FLOAT -> values.put(inferred.name(), Double.parseDouble(text));
          case BOOL, OTHER -> values.put(inferred.name(), Values.of(text));
        }
      } catch (NumberFormatException e) {
        draft.problem(
            name(),
            "%s: '%s' is no %s."
                .formatted(inferred.name(), text, kind == Kind.INT ? "whole number" : "number"));
      } catch (JsonException e) {
        draft.problem(
            name(),
            "%s: write JSON, such as 3, \"text\", [1, 2] or {\"a\": 1}."
                .formatted(inferred.name()));
      }
    }
  }

  /// The parameters of a notebook; none where they can't be found out.
  static ParameterFields of(@Nullable Notebook notebook, boolean verbatim) {
    if (notebook == null || verbatim) {
      return new ParameterFields(List.of(), verbatim);
    }
    try {
      return new ParameterFields(
          ParameterInspection.inspect(notebook, null, null, _ -> {}).stream()
              .map(Field::of)
              .toList(),
          false);
    } catch (NotebookException e) {
      return new ParameterFields(List.of(), false);
    }
  }

  /// Writes into the draft what these values, and the notebook's own for all others, look like.
  void fill(Draft draft, Map<String, Object> values) {
    Map<String, Object> left = new LinkedHashMap<>(values);
    for (Field field : fields) {
      boolean given = left.containsKey(field.inferred().name());
      Object value = left.remove(field.inferred().name());
      draft.put(field.name(), given ? field.shown(value) : field.initial());
    }
    List<String> lines = new ArrayList<>();
    left.forEach(
        (name, value) ->
            lines.add(name + " = " + (verbatim ? String.valueOf(value) : Values.text(value))));
    draft.put(MORE, String.join("\n", lines));
  }

  Html of(Inputs inputs) {
    return Html.of(
        "{}{}",
        fields.stream().map(field -> field.of(inputs)).toList(),
        inputs.area(
            MORE,
            fields.isEmpty() ? "Parameters" : "Further parameters",
            verbatim
                ? "One a line: name = source text"
                : "One a line: name = value. Lists and the like as JSON."));
  }

  /// The values to hand in; that of None is null.
  @SuppressWarnings("NullAway") // Workflows hold None so, though their type does not say it.
  Map<String, Object> read(Draft draft) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    fields.forEach(field -> field.read(draft, values));
    for (String line : draft.get(MORE).lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      String name = equals < 0 ? "" : line.substring(0, equals).strip();
      if (line.isEmpty()) {
        continue;
      }
      if (!NAME.matcher(name).matches()) {
        draft.problem(MORE, "'%s': write name = value.".formatted(line));
        continue;
      }
      String text = line.substring(equals + 1).strip();
      try {
        values.put(name, verbatim ? text : Values.of(text));
      } catch (JsonException e) {
        draft.problem(MORE, "'%s': the value begins like JSON, and is none.".formatted(line));
      }
    }
    return values;
  }
}
