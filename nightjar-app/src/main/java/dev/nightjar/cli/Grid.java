package dev.nightjar.cli;

import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `--grid` gives: parameters with several values each, and all their combinations.
final class Grid {
  private static final String EXAMPLE = "--grid alpha=0.1,0.5,0.9";

  private final Map<String, List<ParameterValue>> values = new LinkedHashMap<>();

  /// @param definitions of the form `alpha=0.1,0.5,0.9`
  /// @throws UsageException if one is not, or two have the same name
  Grid(List<String> definitions) {
    for (String definition : definitions) {
      int equals = definition.indexOf('=');
      if (equals < 1) {
        throw wrong(definition, "it is not of the form NAME=VALUE,VALUE");
      }
      String name = definition.substring(0, equals);
      if (values.put(name, values(definition, equals + 1)) != null) {
        throw new UsageException(
            "'--grid' is given twice for '%s'. Put all values into one: --grid %s=a,b"
                .formatted(name, name));
      }
    }
  }

  /// The cartesian product: the first parameter changes most slowly.
  List<Parameters> combinations() {
    List<Parameters> combinations = List.of(Parameters.empty());
    for (var entry : values.entrySet()) {
      List<Parameters> longer = new ArrayList<>();
      for (Parameters combination : combinations) {
        for (ParameterValue value : entry.getValue()) {
          longer.add(combination.with(entry.getKey(), value));
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  /// People's words for a combination: `alpha=0.1 l1=0.2`.
  static String describe(Parameters combination) {
    List<String> parts = new ArrayList<>();
    combination.forEach((name, value) -> parts.add(name + "=" + value.str()));
    return String.join(" ", parts);
  }

  /// The values after the `=`: separated by commas; `\` takes the next character as it is; what
  /// stands in quotes is a string, commas and all. Others are inferred as `-p` does.
  private static List<ParameterValue> values(String definition, int start) {
    List<ParameterValue> values = new ArrayList<>();
    int at = start;
    do {
      StringBuilder text = new StringBuilder();
      char quote = at < definition.length() ? definition.charAt(at) : 0;
      boolean quoted = quote == '"' || quote == '\'';
      at = quoted ? quoted(definition, at, text) : plain(definition, at, text);
      if (quoted && at < definition.length() && definition.charAt(at) != ',') {
        throw wrong(definition, "something stands between a closing quote and the next comma");
      }
      if (!quoted && text.isEmpty()) {
        throw wrong(definition, "a value is missing; write \"\" for an empty string");
      }
      values.add(
          quoted ? ParameterValue.of(text.toString()) : ParameterValue.infer(text.toString()));
    } while (at++ < definition.length());
    return values;
  }

  private static int plain(String definition, int start, StringBuilder text) {
    int at = start;
    while (at < definition.length() && definition.charAt(at) != ',') {
      if (definition.charAt(at) == '\\' && at + 1 < definition.length()) {
        at++;
      }
      text.append(definition.charAt(at++));
    }
    return at;
  }

  private static int quoted(String definition, int start, StringBuilder text) {
    char quote = definition.charAt(start);
    int end = definition.indexOf(quote, start + 1);
    if (end < 0) {
      throw wrong(definition, "a quote is not closed");
    }
    text.append(definition, start + 1, end);
    return end + 1;
  }

  private static UsageException wrong(String definition, String why) {
    return new UsageException(
        "Invalid value for '--grid': '%s': %s. Example: %s".formatted(definition, why, EXAMPLE));
  }
}
