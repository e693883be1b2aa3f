package dev.nightjar.http.api;

import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.scheduler.Waits;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.ValueStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Jobs as JSON.
final class JobView {
  private static final List<String> PROGRESS =
      List.of("state", "cell", "cells", "kernel", "started_at", "updated_at");

  private final Services services;

  JobView(Services services) {
    this.services = services;
  }

  /// As lists have it.
  static ObjectNode of(Run run) {
    ObjectNode json = Json.object();
    json.put("id", run.id()).put("name", run.workflow().name());
    Run.Status status = run.status();
    json.put("state", status.state().name()).put("message", status.message());
    json.put("created_at", status.created().toString());
    json.put("updated_at", status.updated().toString());
    json.put("started_at", ScheduleView.text(status.started()));
    json.put("ended_at", ScheduleView.text(status.ended()));
    json.put("definition_id", run.workflowId());
    json.put("trigger", run.cause().trigger().name().toLowerCase(Locale.ROOT));
    json.put("logical_time", run.cause().logicalTime().toString());
    json.put("created_by", run.cause().by());
    json.set("parameters", Values.write(run.parameters()));
    WorkflowView.add(json, run.workflow());
    return json;
  }

  /// With its attempts and what it left.
  ObjectNode of(
      Run run,
      Map<String, List<Attempt>> attempts,
      List<AttemptStore.Left> artifacts,
      List<ValueStore.Left> values) {
    ObjectNode json = of(run);
    Waits.reason(services.database(), run, services.clock().instant())
        .ifPresent(why -> json.put("message", why));
    ArrayNode tries = json.putArray("attempts");
    attempts.forEach(
        (task, some) -> some.forEach(attempt -> tries.add(attempt(run.id(), task, attempt))));
    ArrayNode left = json.putArray("artifacts");
    artifacts.forEach(one -> left.add(artifact(run.id(), one)));
    json.set("values", RunView.values(values));
    return json;
  }

  private ObjectNode attempt(String run, String task, Attempt attempt) {
    Outcome outcome = attempt.outcome();
    ObjectNode json =
        Json.object()
            .put("task", task)
            .put("number", attempt.number())
            .put("worker", attempt.worker())
            .put("started_at", attempt.startedAt().toString())
            .put("ended_at", ScheduleView.text(attempt.endedAt()))
            .put("outcome", outcome == null ? null : outcome.word())
            .put("message", outcome == null ? null : outcome.message())
            .put("details", outcome instanceof Outcome.Failed failed ? failed.details() : null);
    json.set("progress", progress(new TaskRunKey(run, task).folder(attempt.number())));
    return json;
  }

  /// How far it is, as its process says; null if that can't be seen from here.
  private @Nullable ObjectNode progress(String folder) {
    Path file = services.artifacts().resolve(folder).resolve("progress.json");
    try {
      JsonNode said = Json.parse(Files.readAllBytes(file));
      ObjectNode json = Json.object();
      PROGRESS.forEach(name -> json.set(name, said.get(name)));
      return json;
    } catch (IOException | JsonException e) {
      return null;
    }
  }

  private static ObjectNode artifact(String run, AttemptStore.Left left) {
    Artifact artifact = left.artifact();
    String path =
        Stream.of(artifact.path().split("/", -1))
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return Json.object()
        .put("kind", artifact.kind().name().toLowerCase(Locale.ROOT))
        .put("format", artifact.format())
        .put("path", artifact.path())
        .put("size", artifact.size())
        .put("attempt", left.attempt())
        .put("href", "/api/jobs/%s/artifacts/%s".formatted(run, path));
  }
}
