package dev.nightjar.task;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.Output;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/// The values that a notebook recorded in its outputs: by scrapbook's `glue`, by papermill's old
/// `record`, or by a display of our own media type. The last one of a name counts.
///
/// Source of the first two: `models.py`, `schemas.py` and `encoders.py` of scrapbook.
final class RecordedValues {
  /// The media type of `{"name": …, "value": …}`.
  static final String OWN = "application/vnd.nightjar.record+json";

  /// No value is larger, in bytes of its JSON.
  static final int LARGEST = 1 << 20;

  /// Nor are all of a notebook together.
  static final int MOST = 16 << 20;

  private static final int LONGEST_NAME = 250;
  private static final String PAPERMILL = "application/papermill.record+json";
  private static final String GLUED = "application/scrapbook.scrap.";

  private final PrintStream log;
  private final Map<String, JsonNode> values = new LinkedHashMap<>();

  private RecordedValues(PrintStream log) {
    this.log = log;
  }

  /// Those of an executed notebook, by name.
  ///
  /// @param log is told of what can't be kept
  static Map<String, JsonNode> of(Notebook notebook, PrintStream log) {
    var recorded = new RecordedValues(log);
    for (Cell cell : notebook.cells()) {
      if (cell.isCode()) {
        cell.outputs().forEach(recorded::read);
      }
    }
    return recorded.kept();
  }

  /// As `outcome.json` has them.
  static void write(Map<String, JsonNode> values, ArrayNode list) {
    values.forEach((name, value) -> list.addObject().put("key", name).set("value", value));
  }

  private void read(Output output) {
    if (output instanceof Output.DisplayData(JsonNode data, JsonNode metadata)) {
      data.properties().forEach(shown -> read(shown.getKey(), shown.getValue()));
      JsonNode scrap = metadata.path("scrapbook");
      String name = scrap.path("name").asString("");
      if (scrap.path("display").asBoolean(false) && !name.isEmpty()) {
        // A picture and the data of one name belong together.
        values.putIfAbsent(name, NullNode.getInstance());
      }
    }
  }

  private void read(String mediaType, JsonNode content) {
    if (mediaType.equals(OWN)) {
      put(content.path("name"), content.path("value"));
    } else if (mediaType.equals(PAPERMILL)) {
      content.properties().forEach(one -> put(StringNode.valueOf(one.getKey()), one.getValue()));
    } else if (mediaType.startsWith(GLUED)) {
      put(
          content.path("name"),
          decoded(content.path("encoder").asString(""), content.path("data")));
    }
  }

  /// What only Python can decode, such as data frames, is known by its name alone.
  private static JsonNode decoded(String encoder, JsonNode data) {
    return switch (encoder) {
      case "text" -> data.isString() ? data : StringNode.valueOf(data.toString());
      case "json" -> data.isString() ? parsed(data) : data;
      default -> NullNode.getInstance();
    };
  }

  private static JsonNode parsed(JsonNode text) {
    try {
      return Json.parse(text.stringValue());
    } catch (JsonException e) {
      return text;
    }
  }

  private void put(JsonNode name, JsonNode value) {
    if (!name.isString() || name.stringValue().isEmpty()) {
      log.println("A recorded value has no name, and is not kept.");
    } else if (name.stringValue().length() > LONGEST_NAME
        || name.stringValue().chars().anyMatch(Character::isISOControl)) {
      log.println(
          "A recorded value is not kept: its name has a control character, or more than %d characters."
              .formatted(LONGEST_NAME));
    } else {
      values.put(name.stringValue(), value.isMissingNode() ? NullNode.getInstance() : value);
    }
  }

  private Map<String, JsonNode> kept() {
    Map<String, JsonNode> kept = new LinkedHashMap<>();
    long room = MOST;
    for (Map.Entry<String, JsonNode> one : values.entrySet()) {
      long size = one.getValue().toString().getBytes(StandardCharsets.UTF_8).length;
      if (size > LARGEST || size > room) {
        log.println(
            size > LARGEST
                ? "The recorded value '%s' has %,d bytes as JSON and is not kept: at most %,d. Write it to a file, and record its path."
                    .formatted(one.getKey(), size, LARGEST)
                : "The recorded value '%s' is not kept: all values of a notebook may have %,d bytes together."
                    .formatted(one.getKey(), MOST));
      } else {
        kept.put(one.getKey(), one.getValue());
        room -= size;
      }
    }
    return kept;
  }
}
