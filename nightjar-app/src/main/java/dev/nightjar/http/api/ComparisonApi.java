package dev.nightjar.http.api;

import dev.nightjar.comparison.NotebookComparison;
import dev.nightjar.comparison.RunComparison;
import dev.nightjar.comparison.RunComparisons;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.StoredTaskRun;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/runs/{id}/compare/{other}`: two runs of a workflow side by side.
final class ComparisonApi {
  private final Services services;

  ComparisonApi(Services services) {
    this.services = services;
  }

  List<Operation> operations() {
    return List.of(Operation.get("/api/runs/{id}/compare/{other}", this::show));
  }

  private void show(Context request) {
    KeyedRun a = run(Ids.run(request));
    KeyedRun b = run(Ids.run(request, "other"));
    new Query(request).check();
    if (!a.workflow().equals(b.workflow())) {
      throw HttpProblem.bad(
          "The runs are of different workflows, '%s' and '%s': name two runs of one."
              .formatted(a.workflow(), b.workflow()));
    }
    Requests.answer(
        request, view(new RunComparisons(services.database(), services.artifacts()).of(a, b)));
  }

  private KeyedRun run(String id) {
    return services.database().read(transaction -> RunApi.require(transaction, id));
  }

  private static ObjectNode view(RunComparison comparison) {
    ObjectNode json = Json.object();
    json.set("a", RunView.of(comparison.a()));
    json.set("b", RunView.of(comparison.b()));
    json.set("parameters", pairs(comparison.parameters()));
    ArrayNode tasks = json.putArray("tasks");
    for (RunComparison.TaskPair task : comparison.tasks()) {
      ObjectNode one = tasks.addObject();
      one.put("name", task.name()).put("differs", task.differs());
      one.set("a", side(task.a()));
      one.set("b", side(task.b()));
      one.set("values", pairs(task.values()));
      one.set("notebook", notebook(task.notebook()));
    }
    return json;
  }

  private static ArrayNode pairs(List<RunComparison.ValuePair> pairs) {
    ArrayNode list = Json.array();
    for (RunComparison.ValuePair pair : pairs) {
      ObjectNode one = list.addObject();
      one.put("name", pair.name()).put("differs", pair.differs());
      if (pair.a() != null) {
        one.set("a", pair.a());
      }
      if (pair.b() != null) {
        one.set("b", pair.b());
      }
    }
    return list;
  }

  private static @Nullable ObjectNode side(@Nullable StoredTaskRun task) {
    return task == null
        ? null
        : Json.object()
            .put("state", task.standing().state().name())
            .put("reason", task.standing().reason())
            .put("reused_from", task.standing().reusedFrom())
            .put("tries", task.tries().number())
            .put("started_at", ScheduleView.text(task.times().started()))
            .put("ended_at", ScheduleView.text(task.times().ended()));
  }

  private static @Nullable ObjectNode notebook(@Nullable NotebookComparison notebook) {
    if (notebook == null) {
      return null;
    }
    ObjectNode json = Json.object();
    ArrayNode cells = json.putArray("cells");
    for (NotebookComparison.CellPair cell : notebook.cells()) {
      ObjectNode one = cells.addObject().put("a", cell.a()).put("b", cell.b());
      cell.source().forEach(one.putArray("source")::add);
      cell.outputs().forEach(one.putArray("outputs")::add);
    }
    return json.put("more", notebook.more());
  }
}
