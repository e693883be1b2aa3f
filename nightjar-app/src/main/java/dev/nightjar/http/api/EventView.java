package dev.nightjar.http.api;

import dev.nightjar.json.Json;
import dev.nightjar.run.Event;
import tools.jackson.databind.node.ObjectNode;

/// Events as JSON.
final class EventView {
  private EventView() {}

  static ObjectNode of(Event event) {
    return Json.object()
        .put("id", event.id())
        .put("at", event.at().toString())
        .put("definition_id", event.subject().workflow())
        .put("job_id", event.subject().run())
        .put("task", event.subject().task())
        .put("from", event.from())
        .put("to", event.to())
        .put("by", event.by())
        .put("reason", event.reason());
  }
}
