package dev.nightjar.engine;

import dev.nightjar.json.Json;
import dev.nightjar.kernel.KernelMessage;
import dev.nightjar.kernel.KernelMessage.Comm;
import dev.nightjar.notebook.Notebook;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The state of Jupyter widgets, gathered from comm messages and saved in the notebook's metadata,
/// as nbclient does; of output widgets we keep it ourselves. Not thread-safe.
final class WidgetState {
  private static final String MEDIA_TYPE = "application/vnd.jupyter.widget-state+json";

  private final Map<String, ObjectNode> states = new LinkedHashMap<>();
  private final Map<String, Map<JsonNode, JsonNode>> buffers = new LinkedHashMap<>();
  private final OutputWidgets outputs = new OutputWidgets();

  /// Takes up a comm message.
  ///
  /// @return a warning, if the comm is one that nobody handles
  Optional<String> accept(KernelMessage message, Comm comm) {
    if (comm.data().path("state") instanceof ObjectNode state) {
      ObjectNode known = states.computeIfAbsent(comm.commId(), _ -> Json.object());
      known.setAll(state);
      outputs.accept(message, comm, known);
      JsonNode paths = comm.data().path("buffer_paths");
      for (int i = 0; i < Math.min(paths.size(), message.buffers().size()); i++) {
        ObjectNode buffer = Json.object();
        buffer.put("data", Base64.getEncoder().encodeToString(message.buffers().get(i)));
        buffer.put("encoding", "base64").set("path", paths.get(i));
        buffers
            .computeIfAbsent(comm.commId(), _ -> new LinkedHashMap<>())
            .put(paths.get(i), buffer);
      }
    }
    boolean unknown = message.type().equals("comm_open") && !comm.target().equals("jupyter.widget");
    return unknown
        ? Optional.of("No handler found for comm target '%s'".formatted(comm.target()))
        : Optional.empty();
  }

  /// The widgets that take in outputs.
  OutputWidgets outputs() {
    return outputs;
  }

  /// Writes the state of all models into `metadata.widgets`.
  void save(Notebook notebook) {
    if (states.isEmpty()) {
      return;
    }
    ObjectNode bundle = Json.object();
    ObjectNode models = bundle.putObject("state");
    states.forEach(
        (id, state) -> {
          if (!state.has("_model_name")) {
            return;
          }
          ObjectNode model = models.putObject(id);
          model.set("model_name", state.get("_model_name"));
          model.set("model_module", state.get("_model_module"));
          model.set("model_module_version", state.get("_model_module_version"));
          model.set("state", state);
          if (buffers.containsKey(id)) {
            model.putArray("buffers").addAll(buffers.get(id).values());
          }
        });
    bundle.put("version_major", 2).put("version_minor", 0);
    notebook.metadata().putObject("widgets").set(MEDIA_TYPE, bundle);
  }
}
