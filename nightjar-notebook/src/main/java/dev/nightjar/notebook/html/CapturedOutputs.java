package dev.nightjar.notebook.html;

import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What Jupyter's output widgets hold, which needs no script to be shown.
///
/// @param models the states of all widgets, by id
record CapturedOutputs(JsonNode models) {
  private static final String VIEW = "application/vnd.jupyter.widget-view+json";
  private static final String STATE = "application/vnd.jupyter.widget-state+json";
  private static final String REFERENCE = "IPY_MODEL_";

  static CapturedOutputs of(Notebook notebook) {
    return new CapturedOutputs(notebook.metadata().path("widgets").path(STATE).path("state"));
  }

  /// These outputs: in place of an output widget what it holds, after a widget with others in it
  /// what those hold.
  List<Output> shownIn(List<Output> outputs) {
    if (models.isEmpty()) {
      return outputs;
    }
    List<Output> shown = new ArrayList<>();
    outputs.forEach(output -> add(output, shown, new HashSet<>()));
    return shown;
  }

  private void add(Output output, List<Output> shown, Set<String> seen) {
    String model =
        switch (output) {
          case Output.DisplayData(JsonNode data, _) -> modelIn(data);
          case Output.ExecuteResult(_, JsonNode data, _) -> modelIn(data);
          case Output.Stream _, Output.ErrorOutput _, Output.Unknown _ -> "";
        };
    if (!isOutputWidget(model)) {
      shown.add(output);
    }
    addHeld(model, shown, seen);
  }

  private static String modelIn(JsonNode data) {
    return data.path(VIEW).path("model_id").asString("");
  }

  private boolean isOutputWidget(String model) {
    return models.path(model).path("model_name").asString("").equals("OutputModel");
  }

  /// @param seen the widgets that were shown already; none is shown twice
  private void addHeld(String model, List<Output> shown, Set<String> seen) {
    if (model.isEmpty() || !seen.add(model)) {
      return;
    }
    JsonNode state = models.path(model).path("state");
    if (isOutputWidget(model)) {
      state.path("outputs").forEach(held -> add(Output.of(held), shown, seen));
    }
    for (JsonNode child : state.path("children")) {
      addHeld(child.asString("").replace(REFERENCE, ""), shown, seen);
    }
  }
}
