package dev.nightjar.comparison;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Output;
import dev.nightjar.notebook.html.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The outputs of a cell as lines of text in which two runs of the same code agree: streams joined
/// by name, of a display its images by their size and its plain text, of an error name and message.
///
/// What no two runs share is replaced: memory addresses, the names that IPython gives to cells,
/// what `%time` and `%timeit` print, overwritten lines (`\r`), blanks at line ends, colours.
public final class ComparableOutputs {
  /// A pattern, and what stands for all its matches.
  private record Normalisation(Pattern pattern, String replacement) {
    Normalisation(String regex, String replacement) {
      this(Pattern.compile(regex), replacement);
    }
  }

  private static final List<Normalisation> NORMALISATIONS =
      List.of(
          new Normalisation("\\u001b\\[[0-9;?]*[ -/]*[@-~]", ""),
          new Normalisation("\\b0x[0-9a-fA-F]{4,}\\b", "0x…"),
          new Normalisation("(?:/[^\\s/:'\"]{1,100}){0,8}/ipykernel_\\d+/\\d+\\.py", "<cell>"),
          new Normalisation("<ipython-input-\\d+-[0-9a-f]+>", "<cell>"),
          new Normalisation("(?m)^CPU times: .*$", "CPU times: …"),
          new Normalisation("(?m)^Wall time: .*$", "Wall time: …"),
          new Normalisation(
              "(?m)^[\\d.]+ (?:h|min|s|ms|[µμu]s|ns)\\b.* per loop .*$", "… per loop"),
          new Normalisation("(?<![^\\n])[^\\n]*\\r(?=[^\\r\\n])", ""),
          new Normalisation("(?m)(?<![ \\t\\r])[ \\t\\r]++$", ""));

  private ComparableOutputs() {}

  /// The lines of a cell; none if it has no outputs.
  public static List<String> lines(Cell cell) {
    NavigableMap<String, StringBuilder> streams = new TreeMap<>();
    List<String> shown = new ArrayList<>();
    for (Output output : cell.outputs()) {
      switch (output) {
        case Output.Stream(String name, String text) ->
            streams.computeIfAbsent(name, _ -> new StringBuilder()).append(text);
        case Output.DisplayData(JsonNode data, _) -> display(data, shown);
        case Output.ExecuteResult(_, JsonNode data, _) -> display(data, shown);
        case Output.ErrorOutput(String ename, String evalue, _) ->
            add("error", ename + ": " + evalue, shown);
        case Output.Unknown(JsonNode json) -> add("unknown", json.toString(), shown);
      }
    }
    List<String> lines = new ArrayList<>();
    streams.descendingMap().forEach((name, text) -> add(name, text.toString(), lines));
    lines.addAll(shown);
    return lines;
  }

  private static void display(JsonNode data, List<String> lines) {
    List<String> images =
        data.propertyNames().stream().filter(type -> type.startsWith("image/")).sorted().toList();
    for (String type : images) {
      String size =
          ImageSize.of(data.path(type).asString(""))
              .map(image -> " %d×%d".formatted(image.width(), image.height()))
              .orElse("");
      lines.add("[%s%s]".formatted(type, size));
    }
    if (data.has("text/plain")) {
      add("out", data.path("text/plain").asString(""), lines);
    } else if (images.isEmpty()) {
      data.propertyNames().stream()
          .sorted()
          .forEach(
              type ->
                  add(type, type.startsWith("text/") ? data.path(type).asString("") : "", lines));
    }
  }

  private static void add(String what, String text, List<String> lines) {
    lines.add("[%s]".formatted(what));
    String normal = text;
    for (Normalisation one : NORMALISATIONS) {
      normal = one.pattern().matcher(normal).replaceAll(one.replacement());
    }
    normal.stripTrailing().lines().forEach(lines::add);
  }
}
