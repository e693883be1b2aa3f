package dev.nightjar.json;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A JSON object that is written in the order in which its fields were added. It stands for a
/// Python dict whose keys are numbers: `json.dumps(…, sort_keys=True)` sorts them as numbers,
/// before they become strings. Not thread-safe.
public final class OrderedObject extends ObjectNode {
  private static final long serialVersionUID = 1L;

  /// An empty object.
  public OrderedObject() {
    super(JsonNodeFactory.instance);
  }
}
