package dev.nightjar.engine;

import dev.nightjar.json.Json;
import dev.nightjar.kernel.KernelMessage.Display;
import dev.nightjar.kernel.KernelMessage.Raised;
import dev.nightjar.kernel.KernelMessage.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a kernel shows, as nbformat writes it.
final class OutputJson {
  private OutputJson() {}

  static ObjectNode of(Stream stream) {
    ObjectNode output = Json.object();
    return output
        .put("output_type", "stream")
        .put("name", stream.name())
        .put("text", stream.text());
  }

  /// @param type the message's type
  static ObjectNode of(String type, Display display) {
    ObjectNode output = Json.object();
    output.put("output_type", type);
    output.set("data", display.data());
    output.set("metadata", display.metadata());
    if (type.equals("execute_result")) {
      output.put(
          "execution_count",
          display.executionCount().isPresent() ? display.executionCount().getAsInt() : null);
    }
    return output;
  }

  static ObjectNode of(Raised raised) {
    ObjectNode output = Json.object();
    output.put("output_type", "error").put("ename", raised.ename()).put("evalue", raised.evalue());
    ArrayNode traceback = output.putArray("traceback");
    raised.traceback().forEach(traceback::add);
    return output;
  }
}
