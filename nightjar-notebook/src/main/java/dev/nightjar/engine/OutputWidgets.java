package dev.nightjar.engine;

import dev.nightjar.kernel.KernelMessage;
import dev.nightjar.kernel.KernelMessage.Comm;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The output widgets of a run, and which of them take in what a request shows. A widget asks for
/// the outputs of a request by its `msg_id`; of several the last one gets them, as in nbclient.
///
/// nbclient tells the kernel of each output. A kernel reads that only after the cell, so it is told
/// there, once. Not thread-safe.
final class OutputWidgets {
  private final Map<String, OutputWidget> widgets = new LinkedHashMap<>();
  private final Map<String, Deque<OutputWidget>> takers = new HashMap<>();
  private final Map<String, String> taken = new HashMap<>();

  /// Takes up a comm message.
  ///
  /// @param state all that is known of the widget's state
  void accept(KernelMessage message, Comm comm, ObjectNode state) {
    String id = comm.commId();
    switch (message.type()) {
      case "comm_open" -> {
        if (comm.target().equals("jupyter.widget") && OutputWidget.is(state)) {
          widgets.put(id, new OutputWidget(state));
        }
      }
      case "comm_msg" -> {
        OutputWidget widget = widgets.get(id);
        JsonNode request = comm.data().path("state").path("msg_id");
        if (widget != null && request.isString()) {
          take(id, widget, request.stringValue());
        }
      }
      default -> {} // a closed widget is shown on
    }
  }

  /// @param request whose outputs the widget wants from now on; empty for none
  private void take(String id, OutputWidget widget, String request) {
    String before = request.isEmpty() ? taken.remove(id) : taken.put(id, request);
    if (before != null) {
      takers.getOrDefault(before, new ArrayDeque<>()).removeFirstOccurrence(widget);
    }
    if (!request.isEmpty()) {
      takers.computeIfAbsent(request, _ -> new ArrayDeque<>()).push(widget);
    }
  }

  /// The widget that takes in what this request shows now.
  Optional<OutputWidget> taker(String request) {
    return Optional.ofNullable(takers.getOrDefault(request, new ArrayDeque<>()).peek());
  }

  /// Brings all states up to date.
  ///
  /// @param kernel is told the id of each widget that changed, and its update
  void update(BiConsumer<String, JsonNode> kernel) {
    widgets.forEach((id, widget) -> widget.update().ifPresent(news -> kernel.accept(id, news)));
  }
}
