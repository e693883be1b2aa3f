package dev.nightjar.http.jupyter;

import dev.nightjar.files.Snapshot;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.workflow.NotebookWork;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A run as jupyter-scheduler's Job.
final class JobJson {
  private final Services services;
  private final Downloads downloads;

  JobJson(Services services, Downloads downloads) {
    this.services = services;
    this.downloads = downloads;
  }

  /// All keys, with nulls.
  ObjectNode of(Run run, List<AttemptStore.Left> left, @Nullable String failure) {
    NotebookWork work = run.workflow().onlyNotebook();
    ObjectNode job = Json.object();
    job.put("input_filename", work.notebook());
    job.put("runtime_environment_name", work.environment());
    job.set("runtime_environment_parameters", map(work.environmentParameters()));
    job.set("output_formats", texts(work.outputFormats()));
    job.put("idempotency_token", run.cause().idempotencyToken());
    job.put("job_definition_id", run.workflowId());
    job.set("parameters", map(PythonSource.of(run.parameters(), work)));
    job.set("tags", run.workflow().tags().isEmpty() ? null : texts(run.workflow().tags()));
    job.put("name", run.workflow().name());
    job.put("output_filename_template", work.outputName());
    job.put("compute_type", work.computeType());
    job.put("job_id", run.id());
    List<String> packaged = packaged(run, work, left);
    ArrayNode files = files(run, work, left);
    job.set("job_files", files);
    job.put("url", "/jobs/" + run.id());
    job.put("create_time", run.status().created().toEpochMilli());
    job.put("update_time", run.status().updated().toEpochMilli());
    job.put("start_time", millis(run.status().started()));
    job.put("end_time", millis(run.status().ended()));
    JobStatus status = JobStatus.of(run.status().state());
    job.put("status", status.name());
    String message = failure == null ? run.status().message() : failure;
    job.put("status_message", status == JobStatus.COMPLETED ? null : message);
    job.put("downloaded", downloaded(run, work, files, packaged));
    job.put("package_input_folder", work.packageFolder() ? Boolean.TRUE : null);
    job.set("packaged_files", texts(packaged));
    return job;
  }

  /// What the front end shows when it failed: the error, then where it came from.
  static @Nullable String failure(@Nullable Outcome outcome) {
    return outcome instanceof Outcome.Failed(String message, String details, _) && details != null
        ? message + "\n" + details
        : null;
  }

  private ArrayNode files(Run run, NotebookWork work, List<AttemptStore.Left> left) {
    ArrayNode files = Json.array();
    for (String format : work.outputFormats()) {
      String name =
          left.stream()
              .map(AttemptStore.Left::artifact)
              .filter(one -> one.kind() == Artifact.Kind.OUTPUT && one.format().equals(format))
              .map(Downloads::name)
              .findFirst()
              .orElse(null);
      files.add(
          file(Labels.of(format), format, name == null ? null : downloads.find(run, work, name)));
    }
    files.add(file("Input", "input", downloads.find(run, work, work.notebook())));
    if (work.packageFolder()) {
      files.add(file("Files", "files", downloads.findFolder(run, work)));
    }
    return files;
  }

  private static ObjectNode file(String label, String format, @Nullable String path) {
    return Json.object()
        .put("display_name", label)
        .put("file_format", format)
        .put("file_path", path);
  }

  private List<String> packaged(Run run, NotebookWork work, List<AttemptStore.Left> left) {
    TreeSet<String> packaged = new TreeSet<>();
    if (work.packageFolder()) {
      packaged.addAll(services.snapshots().files(new Snapshot(run.snapshot(), work.notebook())));
      packaged.remove(work.notebook());
    }
    left.stream()
        .map(AttemptStore.Left::artifact)
        .filter(one -> one.kind() == Artifact.Kind.FILE)
        .map(Downloads::name)
        .forEach(packaged::add);
    return List.copyOf(packaged);
  }

  private boolean downloaded(Run run, NotebookWork work, ArrayNode files, List<String> packaged) {
    for (JsonNode file : files) {
      if (file.path("file_path").isNull()) {
        return false;
      }
    }
    Path folder = services.root().path().resolve(downloads.folder(run, work));
    return !work.packageFolder()
        || packaged.stream().allMatch(file -> Files.exists(folder.resolve(file)));
  }

  static ArrayNode texts(List<String> texts) {
    ArrayNode array = Json.array();
    texts.forEach(array::add);
    return array;
  }

  /// Null where it is empty, as jupyter-scheduler has it for what was not given.
  static @Nullable ObjectNode map(Map<String, Object> values) {
    if (values.isEmpty()) {
      return null;
    }
    ObjectNode object = Json.object();
    values.forEach((name, value) -> object.set(name, json(value)));
    return object;
  }

  private static JsonNode json(Object value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (value) {
      case String text -> json.stringNode(text);
      case Boolean flag -> json.booleanNode(flag);
      case Integer number -> json.numberNode(number);
      case Long number -> json.numberNode(number);
      case BigInteger number -> json.numberNode(number);
      case Double number -> json.numberNode(number);
      default -> json.stringNode(value.toString());
    };
  }

  static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  /// Without the keys whose values are null, here and in what it holds, as lists have it.
  static ObjectNode withoutNulls(ObjectNode object) {
    List<String> empty = new ArrayList<>();
    object
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNull()) {
                empty.add(entry.getKey());
              }
              for (JsonNode inner : entry.getValue()) {
                if (entry.getValue().isArray() && inner instanceof ObjectNode below) {
                  withoutNulls(below);
                }
              }
            });
    empty.forEach(object::remove);
    return object;
  }
}
