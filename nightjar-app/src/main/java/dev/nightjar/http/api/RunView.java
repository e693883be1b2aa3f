package dev.nightjar.http.api;

import dev.nightjar.http.Reasons;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.store.Deadlines;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.ValueStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Runs of workflows as JSON.
final class RunView {
  private RunView() {}

  /// As lists have it.
  static ObjectNode of(KeyedRun keyed) {
    Run run = keyed.run();
    Run.Status status = run.status();
    DataInterval interval = run.cause().interval();
    ObjectNode json = Json.object();
    json.put("id", run.id()).put("workflow", keyed.workflow()).put("key", keyed.key());
    json.put("state", status.state().name()).put("message", status.message());
    json.put("trigger", run.cause().trigger().name().toLowerCase(Locale.ROOT));
    json.put("logical_time", run.cause().logicalTime().toString());
    json.put("interval_start", interval == null ? null : interval.start().toString());
    json.put("interval_end", interval == null ? null : interval.end().toString());
    json.put("created_at", status.created().toString());
    json.put("updated_at", status.updated().toString());
    json.put("started_at", ScheduleView.text(status.started()));
    json.put("ended_at", ScheduleView.text(status.ended()));
    json.put("created_by", run.cause().by());
    json.put("note", keyed.note());
    json.set("parameters", Values.write(run.parameters()));
    return json;
  }

  /// With its tasks.
  ///
  /// @param values all that they left
  /// @param deadlines all that it has
  static ObjectNode of(
      KeyedRun keyed,
      List<StoredTaskRun> tasks,
      Map<String, List<Attempt>> attempts,
      List<ValueStore.Left> values,
      List<Deadlines.Deadline> deadlines) {
    ObjectNode json = of(keyed);
    ArrayNode due = json.putArray("deadlines");
    for (Deadlines.Deadline one : deadlines) {
      due.addObject()
          .put("task", one.task())
          .put("due_at", one.due().toString())
          .put("missed_at", ScheduleView.text(one.missed()));
    }
    ArrayNode list = json.putArray("tasks");
    Map<String, TaskRunState> states =
        tasks.stream()
            .collect(Collectors.toMap(task -> task.key().task(), task -> task.standing().state()));
    for (StoredTaskRun task : tasks) {
      String name = task.key().task();
      List<Attempt> tried = attempts.getOrDefault(name, List.of());
      String why = Reasons.of(keyed.run(), task, states, tried);
      ObjectNode one = list.addObject();
      one.put("name", name).put("kind", keyed.run().task(name).work().kind());
      one.put("state", task.standing().state().name()).put("reason", why.isEmpty() ? null : why);
      one.put("reused_from", task.standing().reusedFrom());
      one.put("tries", task.tries().number()).put("worker", task.worker());
      one.put("queued_at", ScheduleView.text(task.times().queued()));
      one.put("started_at", ScheduleView.text(task.times().started()));
      one.put("ended_at", ScheduleView.text(task.times().ended()));
      one.set("rendered", json(task.rendered()));
      one.set(
          "values",
          values(values.stream().filter(value -> value.taskRun().equals(task.key())).toList()));
      ArrayNode tries = one.putArray("attempts");
      tried.forEach(attempt -> tries.add(attempt(attempt)));
    }
    return json;
  }

  /// Values of one task, by their names.
  static ObjectNode values(List<ValueStore.Left> left) {
    ObjectNode values = Json.object();
    left.forEach(value -> values.set(value.value().key(), json(value.value().json())));
    return values;
  }

  /// JSON that was stored as text; what is none stays text.
  static JsonNode json(@Nullable String text) {
    if (text == null) {
      return NullNode.getInstance();
    }
    try {
      return Json.parse(text);
    } catch (JsonException e) {
      return StringNode.valueOf(text);
    }
  }

  private static ObjectNode attempt(Attempt attempt) {
    Outcome outcome = attempt.outcome();
    return Json.object()
        .put("number", attempt.number())
        .put("worker", attempt.worker())
        .put("started_at", attempt.startedAt().toString())
        .put("ended_at", ScheduleView.text(attempt.endedAt()))
        .put("outcome", outcome == null ? null : outcome.word())
        .put("message", outcome == null ? null : outcome.message())
        .put("details", outcome instanceof Outcome.Failed failed ? failed.details() : null);
  }
}
