package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.GridTable;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.Transaction;
import io.javalin.http.Context;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/runs/{id}/tasks/{task}/grid`: the points of a grid.
final class GridApi {
  private final Services services;

  GridApi(Services services) {
    this.services = services;
  }

  List<Operation> operations() {
    return List.of(Operation.get("/api/runs/{id}/tasks/{task}/grid", this::show));
  }

  private void show(Context request) {
    String id = Ids.run(request);
    String task = request.pathParam("task");
    Requests.answer(request, services.database().read(transaction -> view(transaction, id, task)));
  }

  private static ObjectNode view(Transaction transaction, String id, String task) {
    Run run = RunApi.require(transaction, id).run();
    if (run.workflow().task(task).filter(one -> one.traits().grid() != null).isEmpty()) {
      throw HttpProblem.missing("The run has no such task, or it has no grid.");
    }
    GridTable table = GridTable.read(transaction, new TaskRunKey(id, task));
    ObjectNode json = Json.object();
    json.put("task", task).put("best", table.best());
    ArrayNode points = json.putArray("points");
    table.rows().forEach(row -> points.add(point(row)));
    return json;
  }

  private static ObjectNode point(GridTable.Row row) {
    StoredTaskRun run = row.taskRun();
    ObjectNode json = Json.object();
    json.put("point", row.point().index()).put("task", run.key().task());
    json.put("state", run.standing().state().name()).put("reason", run.standing().reason());
    json.put("tries", run.tries().number());
    json.put("started_at", ScheduleView.text(run.times().started()));
    json.put("ended_at", ScheduleView.text(run.times().ended()));
    json.set("parameters", Values.write(row.point().values()));
    ObjectNode values = json.putObject("values");
    row.values().forEach((name, value) -> values.set(name, RunView.json(value)));
    return json;
  }
}
