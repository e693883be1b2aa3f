package dev.nightjar.http.jupyter;

import dev.nightjar.workflow.NotebookWork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Parameters as jupyter-scheduler has them: text that stands behind `name = ` in a cell.
final class PythonSource {
  private PythonSource() {}

  /// The parameters of a job; typed values are written as Python writes them.
  static Map<String, Object> of(Map<String, Object> parameters, NotebookWork work) {
    if (work.verbatimParameters()) {
      return parameters;
    }
    Map<String, Object> sources = new LinkedHashMap<>();
    parameters.forEach((name, value) -> sources.put(name, source(value)));
    return sources;
  }

  private static String source(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean flag -> flag ? "True" : "False";
      case String text -> quoted(text);
      case List<?> list ->
          list.stream().map(PythonSource::source).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> source(entry.getKey()) + ": " + source(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> Objects.toString(value);
    };
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }
}
