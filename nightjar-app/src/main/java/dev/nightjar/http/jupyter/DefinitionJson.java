package dev.nightjar.http.jupyter;

import dev.nightjar.files.Snapshot;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.workflow.NotebookWork;
import java.time.ZoneOffset;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A stored workflow as jupyter-scheduler's JobDefinition.
final class DefinitionJson {
  private final Services services;

  DefinitionJson(Services services) {
    this.services = services;
  }

  /// All keys, with nulls.
  ObjectNode of(StoredWorkflow stored) {
    NotebookWork work = stored.workflow().onlyNotebook();
    Timetable timetable = stored.timing().timetable();
    ObjectNode definition = Json.object();
    definition.put("input_filename", work.notebook());
    definition.put("runtime_environment_name", work.environment());
    definition.set("runtime_environment_parameters", JobJson.map(work.environmentParameters()));
    definition.set("output_formats", JobJson.texts(work.outputFormats()));
    definition.set(
        "parameters", JobJson.map(PythonSource.of(stored.workflow().parameters(), work)));
    List<String> tags = stored.workflow().tags();
    definition.set("tags", tags.isEmpty() ? null : JobJson.texts(tags));
    definition.put("name", stored.workflow().name());
    definition.put("output_filename_template", work.outputName());
    definition.put("compute_type", work.computeType());
    definition.put("schedule", timetable == null ? null : timetable.schedule().text());
    definition.put(
        "timezone",
        timetable == null || timetable.zone().equals(ZoneOffset.UTC)
            ? null
            : timetable.zone().getId());
    definition.put("job_definition_id", stored.id());
    definition.put("create_time", stored.origin().created().toEpochMilli());
    definition.put("update_time", stored.origin().updated().toEpochMilli());
    definition.put("active", !stored.timing().paused());
    definition.put("package_input_folder", work.packageFolder() ? Boolean.TRUE : null);
    List<String> packaged =
        work.packageFolder()
            ? services.snapshots().files(new Snapshot(stored.snapshot(), "")).stream()
                .filter(file -> !file.equals(work.notebook()))
                .toList()
            : List.of();
    definition.set("packaged_files", JobJson.texts(packaged));
    return definition;
  }
}
