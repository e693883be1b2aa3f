package dev.nightjar.notebook;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.json.PythonJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads nbformat 3 and 4 and writes 4.5, byte for byte as Python's nbformat does: sorted keys, an
/// indent of one, texts as lists of lines, no newline at the end of the file.
///
/// Follows <https://nbformat.readthedocs.io/en/latest/format_description.html> and nbformat's
/// `v4/rwbase.py`. Stateless.
public final class NotebookFormat {
  private static final Set<String> FRAME =
      Set.of("cells", "metadata", "nbformat", "nbformat_minor");

  private NotebookFormat() {}

  /// The notebook in `utf8`, brought to format 4.5: cells get the ids they lack, repeated ids are
  /// replaced, missing fields filled in.
  ///
  /// @param name how messages call the document: its path
  /// @throws NotebookException if it is no notebook of a known version, or one that can't be
  ///     mended; the message names cell and field
  public static Notebook read(byte[] utf8, String name) {
    JsonNode json;
    try {
      json = Json.parse(utf8);
    } catch (JsonException e) {
      throw new NotebookException(
          "%s is not a notebook: not JSON: %s".formatted(name, e.getMessage()), e);
    }
    return read(json, name);
  }

  /// The notebook that `json` is; see [#read(byte[], String)]. Takes the tree over.
  public static Notebook read(JsonNode json, String name) {
    if (!(json instanceof ObjectNode root)) {
      throw new NotebookException(
          "%s is not a notebook: it holds %s, not an object".formatted(name, kind(json)));
    }
    JsonNode version = root.path("nbformat");
    if (version.isMissingNode()) {
      throw new NotebookException(
          "%s is not a notebook: it has no field \"nbformat\"".formatted(name));
    }
    if (!version.isInt() || version.intValue() != 3 && version.intValue() != 4) {
      throw new NotebookException(
          "%s has nbformat %s; versions 3 and 4 can be read".formatted(name, brief(version)));
    }
    String writtenAs = version.intValue() + "." + root.path("nbformat_minor").asInt(0);
    List<String> problems = new ArrayList<>();
    if (version.intValue() == 3) {
      Version3.upgrade(root, problems);
    }
    if (problems.isEmpty()) {
      NotebookCheck.check(root, problems);
    }
    if (!problems.isEmpty()) {
      throw new NotebookException(
          "%s is not a valid notebook: %s".formatted(name, String.join("; ", problems)));
    }
    return assemble(root, writtenAs);
  }

  /// Replaces cells by those with the same id, given as a notebook's file has them.
  ///
  /// @throws NotebookException if one of them is no cell
  public static void replaceCells(Notebook notebook, Map<String, JsonNode> byId) {
    ObjectNode document = Json.object();
    ArrayNode list = document.putArray("cells");
    byId.values().forEach(list::add);
    document.putObject("metadata");
    document.put("nbformat", 4).put("nbformat_minor", 5);
    Map<String, Cell> cells = new HashMap<>();
    read(document, "the journal").cells().forEach(cell -> cells.put(cell.id(), cell));
    notebook.cells().replaceAll(cell -> cells.getOrDefault(cell.id(), cell));
  }

  /// Writes the whole notebook as UTF-8, flushes, leaves the stream open.
  ///
  /// @throws UncheckedIOException if the stream fails
  public static void write(Notebook notebook, OutputStream out) {
    try {
      PythonJson json = new PythonJson(out);
      Frame frame = frame(notebook);
      out.write(frame.before());
      String separator = "";
      for (Cell cell : notebook.cells()) {
        json.ascii(separator);
        writeCell(cell, json);
        separator = Frame.SEPARATOR;
      }
      json.flush();
      out.write(frame.after());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes one cell as it stands in a notebook's file: indented for its place, without separator.
  public static void writeCell(Cell cell, PythonJson out) throws IOException {
    ObjectNode json = cell.json();
    out.newline(2);
    String separator = "{";
    for (String name : PythonJson.sortedNames(json)) {
      JsonNode value = json.get(name);
      out.ascii(separator);
      out.newline(3);
      out.string(name);
      out.ascii(": ");
      switch (name) {
        case "source" -> text(value, 3, out);
        case "outputs" -> array(value, 3, out, NotebookFormat::output);
        case "attachments" ->
            object(value, 3, out, (_, bundle, depth, to) -> mimeBundle(bundle, depth, to));
        default -> out.value(value, 3);
      }
      separator = ",";
    }
    out.newline(2);
    out.ascii("}");
  }

  /// What stands around the cells in the notebook's file. With the cells' own texts, joined by
  /// [Frame#SEPARATOR], it is the whole file; so a cell that did not change need not be written
  /// anew.
  public static Frame frame(Notebook notebook) {
    ObjectNode root = notebook.otherFields().deepCopy();
    root.set("cells", Json.array());
    ObjectNode metadata = notebook.metadata().deepCopy();
    metadata.remove(List.of("orig_nbformat", "orig_nbformat_minor", "signature"));
    root.set("metadata", metadata);
    root.put("nbformat", 4).put("nbformat_minor", 5);
    var before = new ByteArrayOutputStream();
    var after = new ByteArrayOutputStream();
    try {
      PythonJson out = new PythonJson(before);
      String separator = "{";
      for (String name : PythonJson.sortedNames(root)) {
        out.ascii(separator);
        out.newline(1);
        out.string(name);
        out.ascii(": ");
        if (name.equals("cells")) {
          out.ascii("[");
          out.flush();
          out = new PythonJson(after);
          if (!notebook.cells().isEmpty()) {
            out.newline(1);
          }
          out.ascii("]");
        } else {
          out.value(root.get(name), 1);
        }
        separator = ",";
      }
      out.newline(0);
      out.ascii("}");
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Frame(before.toByteArray(), after.toByteArray());
  }

  /// A notebook's file without its cells.
  ///
  /// @param before from the file's start to the bracket that opens the cells
  /// @param after from the bracket that closes them to the end
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way to a file, never compared
  public record Frame(byte[] before, byte[] after) {
    /// Stands between two cells.
    public static final String SEPARATOR = ",";
  }

  private static Notebook assemble(ObjectNode root, String writtenAs) {
    List<Cell> cells = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    boolean keepsIds = root.path("nbformat_minor").asInt(0) >= 5;
    for (JsonNode element : root.get("cells")) {
      Cell cell = new Cell((ObjectNode) element);
      if (!keepsIds || cell.id().isEmpty() || !ids.add(cell.id())) {
        cell.json().put("id", Cell.newId());
        ids.add(cell.id());
      }
      cell.metadata().remove("trusted");
      cells.add(cell);
    }
    ObjectNode metadata = (ObjectNode) root.get("metadata");
    metadata.remove(List.of("orig_nbformat", "orig_nbformat_minor", "signature"));
    root.remove(FRAME);
    return new Notebook(cells, metadata, root, writtenAs);
  }

  private static void text(JsonNode value, int depth, PythonJson out) throws IOException {
    if (value.isString()) {
      out.lines(value.stringValue(), depth);
    } else {
      out.value(value, depth);
    }
  }

  private static void output(JsonNode value, int depth, PythonJson out) throws IOException {
    switch (value.path("output_type").asString("")) {
      case "stream" ->
          object(
              value,
              depth,
              out,
              (name, field, at, to) -> {
                if (name.equals("text")) {
                  text(field, at, to);
                } else {
                  to.value(field, at);
                }
              });
      case "display_data", "execute_result" ->
          object(
              value,
              depth,
              out,
              (name, field, at, to) -> {
                if (name.equals("data")) {
                  mimeBundle(field, at, to);
                } else {
                  to.value(field, at);
                }
              });
      default -> out.value(value, depth);
    }
  }

  private static void mimeBundle(JsonNode bundle, int depth, PythonJson out) throws IOException {
    object(
        bundle,
        depth,
        out,
        (type, data, at, to) -> {
          if (type.startsWith("text/")
              || type.equals("image/svg+xml")
              || type.equals("application/javascript")) {
            text(data, at, to);
          } else {
            to.value(data, at);
          }
        });
  }

  private interface FieldWriter {
    void write(String name, JsonNode value, int depth, PythonJson out) throws IOException;
  }

  private interface ElementWriter {
    void write(JsonNode value, int depth, PythonJson out) throws IOException;
  }

  private static void object(JsonNode value, int depth, PythonJson out, FieldWriter writer)
      throws IOException {
    if (!value.isObject() || value.isEmpty()) {
      out.value(value, depth);
      return;
    }
    String separator = "{";
    for (String name : PythonJson.sortedNames(value)) {
      out.ascii(separator);
      out.newline(depth + 1);
      out.string(name);
      out.ascii(": ");
      writer.write(name, value.get(name), depth + 1, out);
      separator = ",";
    }
    out.newline(depth);
    out.ascii("}");
  }

  private static void array(JsonNode value, int depth, PythonJson out, ElementWriter writer)
      throws IOException {
    if (!value.isArray() || value.isEmpty()) {
      out.value(value, depth);
      return;
    }
    String separator = "[";
    for (JsonNode element : value) {
      out.ascii(separator);
      out.newline(depth + 1);
      writer.write(element, depth + 1, out);
      separator = ",";
    }
    out.newline(depth);
    out.ascii("]");
  }

  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case MISSING, BINARY, POJO -> "nothing";
    };
  }

  static String brief(JsonNode node) {
    String text =
        node.isContainer() || node.isMissingNode()
            ? kind(node)
            : node.isString() ? '"' + node.stringValue() + '"' : node.asString();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
