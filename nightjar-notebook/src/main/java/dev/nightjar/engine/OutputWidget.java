package dev.nightjar.engine;

import dev.nightjar.json.Json;
import dev.nightjar.kernel.KernelMessage.ClearOutput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A widget that takes in what a cell shows: ipywidgets' `Output`. It is for us to fill it, as for
/// any front end; its outputs are part of its state. Not thread-safe.
final class OutputWidget {
  private final ObjectNode state;
  private final StringBuilder text = new StringBuilder();
  private @Nullable ObjectNode growing;
  private boolean clearsNext;
  private boolean changed;

  /// @param state the widget's, in which its outputs are
  OutputWidget(ObjectNode state) {
    this.state = state;
  }

  /// Whether a widget that opens with this state is one.
  static boolean is(JsonNode state) {
    return state.path("_model_module").asString("").equals("@jupyter-widgets/output")
        && state.path("_model_name").asString("").equals("OutputModel");
  }

  /// Takes an output in. Text goes on where text of the same stream ended.
  void add(ObjectNode output) {
    if (clearsNext) {
      clear();
    }
    changed = true;
    String piece = output.path("text").asString("");
    if (growing != null && growing.path("name").equals(output.path("name"))) {
      text.append(piece);
      return;
    }
    endText();
    outputs().add(output);
    if (output.path("output_type").asString("").equals("stream")) {
      growing = output;
      text.append(piece);
    }
  }

  /// Clears now, or when the next output is there.
  void clear(ClearOutput clear) {
    if (clear.waits()) {
      clearsNext = true;
    } else {
      clear();
    }
  }

  private void clear() {
    endText();
    clearsNext = false;
    changed = true;
    state.putArray("outputs");
  }

  private void endText() {
    if (growing != null) {
      growing.put("text", text.toString());
      growing = null;
      text.setLength(0);
    }
  }

  private ArrayNode outputs() {
    return state.get("outputs") instanceof ArrayNode outputs ? outputs : state.putArray("outputs");
  }

  /// Brings the state up to date.
  ///
  /// @return what to tell the kernel, if something changed since the last time
  Optional<ObjectNode> update() {
    endText();
    if (!changed) {
      return Optional.empty();
    }
    changed = false;
    ObjectNode update = Json.object().put("method", "update");
    update.putObject("state").set("outputs", outputs());
    update.putArray("buffer_paths");
    return Optional.of(update);
  }
}
