package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.ValueStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `…/taskInstances/{task_id}/xcomEntries`: the values that tasks leave. `~` stands for all tasks
/// of a run.
final class XcomApi {
  private final AirflowServices services;
  private final Lookup lookup;
  private final ValueStore values = new ValueStore();

  XcomApi(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  void addTo(RoutesConfig routes, String base) {
    String all = base + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/xcomEntries";
    routes.get(all, this::list);
    routes.get(all + "/<key>", this::show);
  }

  private void list(Context request) {
    var asked = new Asked(request);
    String task = request.pathParam("task_id");
    String key = asked.text("xcom_key");
    Optional<KeyedRun> run =
        lookup.run(request.pathParam("dag_id"), request.pathParam("dag_run_id"));
    List<ObjectNode> found =
        run.map(
                one ->
                    services
                        .database()
                        .<List<ValueStore.Left>>read(
                            transaction -> values.ofRun(transaction, one.run().id()))
                        .stream()
                        .filter(left -> task.equals("~") || left.taskRun().task().equals(task))
                        .filter(left -> key == null || left.value().key().equals(key))
                        .map(left -> entry(one, left))
                        .toList())
            .orElse(List.of());
    int limit = asked.limit();
    ObjectNode answer = Json.object();
    var items = answer.putArray("xcom_entries");
    found.stream().skip(asked.offset()).limit(limit).forEach(items::add);
    Requests.answer(request, answer.put("total_entries", found.size()));
  }

  private static ObjectNode entry(KeyedRun run, ValueStore.Left left) {
    return Json.object()
        .put("key", left.value().key())
        .put("timestamp", Moments.text(left.created()))
        .put("execution_date", Moments.text(Moments.logical(run.run())))
        .put("map_index", -1)
        .put("task_id", left.taskRun().task())
        .put("dag_id", run.workflow());
  }

  private void show(Context request) {
    String dag = request.pathParam("dag_id");
    String key = request.pathParam("dag_run_id");
    var asked = new Asked(request);
    asked.flag("deserialize");
    StoredTaskRun taskRun = lookup.requireTask(dag, key, asked.task(), "XCom entry not found");
    String name = request.pathParam("key");
    KeyedRun run = lookup.requireRun(dag, key);
    ValueStore.Left left =
        Optional.of(name)
            .filter(Given::isStorable)
            .flatMap(
                given ->
                    services
                        .database()
                        .read(transaction -> values.find(transaction, taskRun.key(), given)))
            .orElseThrow(() -> new AirflowProblem(404, "XCom entry not found", null));
    ObjectNode entry = entry(run, left).put("value", text(left.value().json()));
    StoredTaskRun.Point point = taskRun.point();
    if (point != null) {
      entry.put("task_id", point.grid()).put("map_index", point.index());
    }
    Requests.answer(request, entry);
  }

  private static String text(String json) {
    try {
      return ParameterValue.of(Json.parse(json)).str();
    } catch (JsonException e) {
      return json;
    }
  }
}
