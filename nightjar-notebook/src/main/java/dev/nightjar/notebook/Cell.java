package dev.nightjar.notebook;

import dev.nightjar.json.Json;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A cell of a notebook: a view of its JSON object, so that fields we do not know survive. Text
/// that nbformat's files hold as a list of lines is one string here.
///
/// Mutable, not thread-safe.
public final class Cell {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ObjectNode json;

  Cell(ObjectNode json) {
    this.json = json;
  }

  /// A code cell that was not run, with a new id.
  public static Cell code(String source) {
    Cell cell = of("code", source);
    cell.json.putNull("execution_count");
    cell.json.set("outputs", Json.array());
    return cell;
  }

  /// A markdown cell with a new id.
  public static Cell markdown(String source) {
    return of("markdown", source);
  }

  private static Cell of(String type, String source) {
    ObjectNode json = Json.object();
    json.put("cell_type", type).put("id", newId()).put("source", source);
    json.set("metadata", Json.object());
    return new Cell(json);
  }

  /// Eight hexadecimal digits, as nbformat makes ids.
  static String newId() {
    byte[] bytes = new byte[4];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// The whole cell as nbformat has it; the live object.
  public ObjectNode json() {
    return json;
  }

  /// The id, unique in its notebook.
  public String id() {
    return json.path("id").asString("");
  }

  /// `code`, `markdown`, `raw`, or what a newer format calls it.
  public String type() {
    return json.path("cell_type").asString("");
  }

  /// Whether a kernel runs this cell.
  public boolean isCode() {
    return type().equals("code");
  }

  /// The text of the cell.
  public String source() {
    return json.path("source").asString("");
  }

  /// The metadata; the live object.
  public ObjectNode metadata() {
    return json.get("metadata") instanceof ObjectNode object ? object : json.putObject("metadata");
  }

  /// The tags in order.
  public List<String> tags() {
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : json.path("metadata").path("tags")) {
      if (tag.isString()) {
        tags.add(tag.stringValue());
      }
    }
    return tags;
  }

  /// Whether the cell carries this tag.
  public boolean hasTag(String tag) {
    return tags().contains(tag);
  }

  /// The number the kernel gave to the cell's last execution, if it was run.
  public OptionalInt executionCount() {
    JsonNode count = json.path("execution_count");
    return count.isInt() ? OptionalInt.of(count.intValue()) : OptionalInt.empty();
  }

  /// The outputs of a code cell as typed values, in order; empty for other cells.
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    for (JsonNode output : json.path("outputs")) {
      outputs.add(Output.of(output));
    }
    return outputs;
  }

  /// The outputs of a code cell as nbformat has them; the live array.
  public ArrayNode outputsJson() {
    return json.get("outputs") instanceof ArrayNode array ? array : json.putArray("outputs");
  }
}
