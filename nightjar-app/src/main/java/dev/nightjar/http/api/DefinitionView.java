package dev.nightjar.http.api;

import dev.nightjar.json.Json;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.WorkflowVersions;
import tools.jackson.databind.node.ObjectNode;

/// Definitions as JSON.
final class DefinitionView {
  private DefinitionView() {}

  static ObjectNode of(StoredWorkflow stored) {
    ObjectNode json = Json.object();
    json.put("id", stored.id()).put("name", stored.workflow().name());
    json.put("version", stored.number());
    json.put("paused", stored.timing().paused());
    json.put("next_due", ScheduleView.text(stored.timing().next()));
    json.set("schedule", ScheduleView.of(stored.timing().timetable()));
    json.put("created_at", stored.origin().created().toString());
    json.put("updated_at", stored.origin().updated().toString());
    json.put("created_by", stored.origin().by());
    json.set("parameters", Values.write(stored.workflow().parameters()));
    WorkflowView.add(json, stored.workflow());
    return json;
  }

  static ObjectNode of(WorkflowVersions.Version version) {
    ObjectNode json = Json.object();
    json.put("version", version.number()).put("name", version.workflow().name());
    json.put("created_at", version.created().toString());
    json.set("parameters", Values.write(version.workflow().parameters()));
    WorkflowView.add(json, version.workflow());
    return json;
  }
}
