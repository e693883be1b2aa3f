package dev.nightjar.notebook;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.json.PythonText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings a version 3 document (IPython 1 to 2) to version 4, as nbformat's `v4/convert.py`:
/// worksheets flattened, headings to markdown, outputs to media types.
final class Version3 {
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "text", "text/plain",
          "html", "text/html",
          "svg", "image/svg+xml",
          "png", "image/png",
          "jpeg", "image/jpeg",
          "latex", "text/latex",
          "json", "application/json",
          "javascript", "application/javascript");
  private static final Set<String> NOT_DATA = Set.of("output_type", "execution_count", "metadata");

  /// Markdown knows six levels; what is beyond is kept as it is, within reason.
  private static final int DEEPEST_HEADING = 100;

  private Version3() {}

  /// Rewrites `root` in place; what can't be understood is added to `problems`.
  static void upgrade(ObjectNode root, List<String> problems) {
    root.put("nbformat", 4).put("nbformat_minor", 0);
    root.remove(List.of("orig_nbformat", "orig_nbformat_minor"));
    if (root.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("name", "signature"));
    }
    ArrayNode cells = Json.array();
    JsonNode worksheets = root.path("worksheets");
    root.remove("worksheets");
    for (JsonNode worksheet : worksheets) {
      if (!worksheet.path("cells").isArray()) {
        problems.add(
            "field \"worksheets.cells\": expected a list, found "
                + NotebookFormat.kind(worksheet.path("cells")));
        return;
      }
      for (JsonNode cell : worksheet.path("cells")) {
        if (cell instanceof ObjectNode object) {
          cell(object);
        }
        cells.add(cell);
      }
    }
    root.set("cells", cells);
  }

  private static void cell(ObjectNode cell) {
    cell.remove("trusted");
    switch (cell.path("cell_type").asString("")) {
      case "code" -> {
        cell.remove("language");
        JsonNode collapsed = cell.path("collapsed");
        if (!collapsed.isMissingNode()) {
          cell.remove("collapsed");
          ObjectNode metadata =
              cell.path("metadata") instanceof ObjectNode object
                  ? object
                  : cell.putObject("metadata");
          metadata.set("collapsed", collapsed);
        }
        rename(cell, "input", "source");
        rename(cell, "prompt_number", "execution_count");
        for (JsonNode output : cell.path("outputs")) {
          if (output instanceof ObjectNode object) {
            output(object);
          }
        }
      }
      case "heading" -> {
        int level = cell.path("level").asInt(1);
        cell.remove("level");
        String text = NotebookCheck.joined(cell.path("source")).asString("");
        cell.put("cell_type", "markdown")
            .put(
                "source",
                "#".repeat(Math.clamp(level, 0, DEEPEST_HEADING))
                    + " "
                    + PythonText.onOneLine(text));
      }
      case "html" -> cell.put("cell_type", "markdown");
      default -> {} // markdown and raw cells are the same in both versions
    }
  }

  private static void output(ObjectNode output) {
    switch (output.path("output_type").asString("")) {
      case "pyout" -> {
        output.put("output_type", "execute_result");
        output.putNull("execution_count");
        rename(output, "prompt_number", "execution_count");
        data(output);
      }
      case "display_data" -> data(output);
      case "pyerr" -> output.put("output_type", "error");
      case "stream" -> {
        JsonNode name = output.path("stream");
        output.remove("stream");
        output.put("name", name.asString("stdout"));
      }
      default -> {} // not of version 3: kept
    }
  }

  private static void data(ObjectNode output) {
    ObjectNode data = Json.object();
    for (String field : List.copyOf(output.propertyNames())) {
      if (!NOT_DATA.contains(field)) {
        data.set(MEDIA_TYPES.getOrDefault(field, field), NotebookCheck.joined(output.get(field)));
        output.remove(field);
      }
    }
    JsonNode json = data.path("application/json");
    if (json.isString()) {
      try {
        data.set("application/json", Json.parse(json.stringValue()));
      } catch (JsonException e) {
        data.set("text/plain", json); // not JSON after all: keep the text
        data.remove("application/json");
      }
    }
    if (output.path("metadata") instanceof ObjectNode metadata) {
      MEDIA_TYPES.forEach(
          (alias, type) -> {
            if (metadata.has(alias)) {
              rename(metadata, alias, type);
            }
          });
    }
    output.set("data", data);
  }

  private static void rename(ObjectNode object, String from, String to) {
    JsonNode value = object.path(from);
    object.remove(from);
    if (!value.isMissingNode()) {
      object.set(to, value);
    }
  }
}
