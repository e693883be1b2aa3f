package dev.nightjar.notebook;

import dev.nightjar.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A Jupyter notebook, nbformat 4.5: cells and metadata. Fields that this version does not know are
/// kept.
///
/// Mutable, as a notebook that is being executed changes cell by cell. Not thread-safe.
public final class Notebook {
  private final List<Cell> cells;
  private final ObjectNode metadata;
  private final ObjectNode otherFields;
  private final String writtenAs;

  /// @param cells a mutable list; the notebook's own from now on
  /// @param metadata the notebook's metadata; its own from now on
  public Notebook(List<Cell> cells, ObjectNode metadata) {
    this(cells, metadata, Json.object(), "4.5");
  }

  Notebook(List<Cell> cells, ObjectNode metadata, ObjectNode otherFields, String writtenAs) {
    this.writtenAs = writtenAs;
    this.cells = cells;
    this.metadata = metadata;
    this.otherFields = otherFields;
  }

  /// The cells in order; the live list.
  public List<Cell> cells() {
    return cells;
  }

  /// The notebook's metadata; the live object.
  public ObjectNode metadata() {
    return metadata;
  }

  /// The name of the kernel that the notebook asks for (`metadata.kernelspec.name`).
  public Optional<String> kernelName() {
    return text(metadata.path("kernelspec").path("name"));
  }

  /// The language of its code: `metadata.language_info.name`, else `metadata.kernelspec.language`.
  public Optional<String> language() {
    return text(metadata.path("language_info").path("name"))
        .or(() -> text(metadata.path("kernelspec").path("language")));
  }

  /// The version of nbformat in which the document was that this was read from, such as `4.2`.
  public String writtenAs() {
    return writtenAs;
  }

  /// Top-level fields besides cells, metadata, nbformat and nbformat_minor.
  ObjectNode otherFields() {
    return otherFields;
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() && !node.stringValue().isEmpty()
        ? Optional.of(node.stringValue())
        : Optional.empty();
  }
}
