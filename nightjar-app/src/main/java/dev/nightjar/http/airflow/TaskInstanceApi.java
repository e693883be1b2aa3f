package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.json.Json;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Deadlines.Deadline;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedRuns.Bound;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Task;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `…/taskInstances`. `~` stands for all runs of a DAG, or of all DAGs.
final class TaskInstanceApi {
  private static final int MOST = 100;
  private static final String ALL = "~";
  private static final String MISSING = "Task instance not found";

  private static final Map<String, String> POINT_ORDERS =
      Map.of(
          "map_index", "map_index",
          "state", "state",
          "duration", "duration",
          "start_date", "start_date",
          "end_date", "end_date");

  private final AirflowServices services;
  private final Lookup lookup;
  private final TaskRunLists taskRuns = new TaskRunLists();

  TaskInstanceApi(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  void addTo(RoutesConfig routes, String base) {
    String all = base + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances";
    routes.post(base + "/dags/~/dagRuns/~/taskInstances/list", this::search, Role.VIEWER);
    routes.get(all, this::list);
    routes.get(all + "/{task_id}", this::show);
    routes.get(all + "/{task_id}/links", this::links);
    routes.get(all + "/{task_id}/listMapped", this::points);
    routes.get(all + "/{task_id}/{map_index}", this::point);
  }

  private StoredTaskRun find(Context request, String task) {
    return lookup.requireTask(
        request.pathParam("dag_id"), request.pathParam("dag_run_id"), task, MISSING);
  }

  private List<StoredTaskRun> pointsOf(StoredTaskRun taskRun) {
    return services.database().read(transaction -> taskRuns.ofGrid(transaction, taskRun.key()));
  }

  private void answer(Context request, StoredTaskRun found) {
    KeyedRun run = lookup.requireRun(request.pathParam("dag_id"), request.pathParam("dag_run_id"));
    Requests.answer(request, TaskInstanceView.of(run, found, deadlines(run).get(found.key())));
  }

  private Map<TaskRunKey, Deadline> deadlines(KeyedRun run) {
    return TaskInstances.deadlines(services, List.of(run.run().id()));
  }

  private void show(Context request) {
    StoredTaskRun found = find(request, request.pathParam("task_id"));
    if (!pointsOf(found).isEmpty()) {
      throw new AirflowProblem(
          404, MISSING, "Task instance is mapped, add the map_index value to the URL");
    }
    answer(request, found);
  }

  private void point(Context request) {
    String index = request.pathParam("map_index");
    if (!index.matches("-?\\d{1,9}")) {
      throw AirflowProblem.bad("Wrong type, expected 'integer' for path parameter 'map_index'");
    }
    String task = request.pathParam("task_id");
    if (Integer.parseInt(index) < 0) {
      show(request);
    } else {
      answer(request, find(request, Grid.point(task, Integer.parseInt(index))));
    }
  }

  private void points(Context request) {
    var asked = new Asked(request);
    String dag = request.pathParam("dag_id");
    String task = request.pathParam("task_id");
    Asked.Order<String> order = asked.order(POINT_ORDERS, "map_index");
    var page =
        new TaskInstances(services, TaskInstanceFilter.of(asked), asked.limit(), asked.offset());
    Task mapped =
        lookup
            .dag(dag, "DAG %s not found", null)
            .stored()
            .workflow()
            .task(task)
            .orElseThrow(
                () -> new AirflowProblem(404, "Task id %s not found".formatted(task), null));
    if (mapped.traits().grid() == null) {
      throw new AirflowProblem(404, "Task id %s is not mapped".formatted(task), null);
    }
    Optional<KeyedRun> run = lookup.run(dag, request.pathParam("dag_run_id"));
    if (run.isPresent()) {
      Map<TaskRunKey, Deadline> deadlines = deadlines(run.get());
      Comparator<ObjectNode> sorter =
          Comparator.comparing(item -> item.path(order.by()).asString(""));
      if (!order.by().equals("state") && !order.by().endsWith("_date")) {
        sorter = Comparator.comparingDouble(item -> item.path(order.by()).asDouble(0));
      }
      pointsOf(find(request, task)).stream()
          .map(one -> TaskInstanceView.of(run.get(), one, deadlines.get(one.key())))
          .sorted(order.descending() ? sorter.reversed() : sorter)
          .forEach(page::add);
    }
    page.answer(request);
  }

  private void links(Context request) {
    String dag = request.pathParam("dag_id");
    String run = request.pathParam("dag_run_id");
    String task = request.pathParam("task_id");
    Task found =
        lookup
            .dag(dag, "DAG not found", "DAG with ID = \"%s\" not found")
            .stored()
            .workflow()
            .task(task)
            .orElseThrow(
                () ->
                    new AirflowProblem(
                        404, "Task not found", "Task with ID = \"%s\" not found".formatted(task)));
    if (lookup.run(dag, run).isEmpty()) {
      throw new AirflowProblem(
          404, "DAG Run not found", "DAG Run with ID = \"%s\" not found".formatted(run));
    }
    // where a link leads, only the code of its operator knows
    ObjectNode links = Json.object();
    TaskView.described(found)
        .value("extra_links")
        .forEach(link -> links.putNull(link.path("name").asString("")));
    Requests.answer(request, links);
  }

  private void list(Context request) {
    var asked = new Asked(request);
    String dag = request.pathParam("dag_id");
    String key = request.pathParam("dag_run_id");
    Map<Bound, Instant> bounds = RunApi.bounds(asked);
    var page =
        new TaskInstances(services, TaskInstanceFilter.of(asked), asked.limit(), asked.offset());
    Optional<KeyedWorkflow> workflow = dag.equals(ALL) ? Optional.empty() : lookup.dag(dag);
    if (!key.equals(ALL)) {
      lookup.run(dag, key).ifPresent(run -> page.add(List.of(run)));
    } else if (dag.equals(ALL) || workflow.isPresent()) {
      List<String> ids = workflow.map(found -> List.of(found.stored().id())).orElse(List.of());
      page.addAll(runs(ids, bounds), _ -> true);
    }
    page.answer(request);
  }

  /// Runs by the time that they stand for: the other times are those of their tasks.
  private static KeyedRuns.Filter runs(List<String> workflows, Map<Bound, Instant> bounds) {
    bounds.keySet().removeIf(bound -> !bound.name().startsWith("LOGICAL"));
    return new KeyedRuns.Filter(workflows, Set.of(), bounds);
  }

  private void search(Context request) {
    Given given = Given.of(request);
    TaskInstanceFilter filter = TaskInstanceFilter.of(given);
    List<String> dags = Objects.requireNonNullElse(given.texts("dag_ids"), List.of());
    List<String> keys = Objects.requireNonNullElse(given.texts("dag_run_ids"), List.of());
    Map<Bound, Instant> bounds = RunApi.bounds(given);
    Integer limit = given.whole("page_limit");
    Integer offset = given.whole("page_offset");
    given.check();
    var page =
        new TaskInstances(
            services,
            filter,
            limit == null || limit < 1 ? MOST : Math.min(limit, MOST),
            offset == null ? 0 : Math.max(0, offset));
    page.addAll(runs(lookup.ids(dags), bounds), run -> keys.isEmpty() || keys.contains(run.key()));
    page.answer(request);
  }
}
