package dev.nightjar.http.api;

import dev.nightjar.engine.NotebookEngine;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.RunState;
import dev.nightjar.scheduler.Presence;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.RunMarks;
import dev.nightjar.task.RuntimeEnvironment;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/status` and `/api/environments`.
final class StatusApi {
  private static final Duration LATELY = Duration.ofDays(1);
  private static final int SOON = 5;

  private final Services services;
  private final RunLists runs = new RunLists();
  private final RunMarks marks = new RunMarks();

  StatusApi(Services services) {
    this.services = services;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/status", this::status),
        Operation.get("/api/environments", this::environments));
  }

  private void status(Context request) {
    Instant now = services.clock().instant();
    ObjectNode json = Json.object();
    json.put("version", NotebookEngine.VERSION).put("time", now.toString());
    ArrayNode servers = json.putArray("servers");
    Presence.all(services.database(), now)
        .forEach(
            server ->
                servers
                    .addObject()
                    .put("id", server.id())
                    .put("host", server.host())
                    .put("version", server.version())
                    .put("started_at", server.started().toString())
                    .put("seen_at", server.seen().toString())
                    .put("running", server.running())
                    .put("capacity", server.capacity())
                    .put("memory", server.memory()));
    ArrayNode next = Json.array();
    ObjectNode lately = Json.object();
    services
        .database()
        .read(
            transaction -> {
              Map<RunState, Long> open = runs.open(transaction);
              for (RunState state :
                  EnumSet.of(RunState.QUEUED, RunState.RUNNING, RunState.STOPPING)) {
                json.put(state.name().toLowerCase(Locale.ROOT), open.getOrDefault(state, 0L));
              }
              Map<RunState, Long> ended = runs.endedSince(transaction, now.minus(LATELY));
              for (RunState state :
                  EnumSet.of(RunState.SUCCESS, RunState.FAILED, RunState.STOPPED)) {
                lately.put(state.name().toLowerCase(Locale.ROOT), ended.getOrDefault(state, 0L));
              }
              next.removeAll();
              marks
                  .due(transaction, SOON)
                  .forEach(
                      due ->
                          next.addObject()
                              .put("definition_id", due.workflow())
                              .put("name", due.name())
                              .put("due_at", due.at().toString()));
              return json;
            });
    json.set("last_day", lately);
    json.set("next_due", next);
    Requests.answer(request, json);
  }

  private void environments(Context request) {
    ObjectNode answer = Json.object();
    ArrayNode items = answer.putArray("items");
    for (RuntimeEnvironment one : services.environments().get()) {
      ObjectNode item =
          items
              .addObject()
              .put("name", one.name())
              .put("label", one.label())
              .put("description", one.description())
              .put("language", one.language());
      ArrayNode formats = item.putArray("output_formats");
      one.formats()
          .forEach(
              format ->
                  formats.addObject().put("name", format.name()).put("label", format.label()));
    }
    Requests.answer(request, answer);
  }
}
