package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.store.ImportErrorStore;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.KeyedWorkflows;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.Transaction;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// `/dags` and `/dags/{dag_id}`, with their tasks.
final class DagApi {
  private static final int MOST_ACTIVE = 1_000;

  private static final Map<String, KeyedWorkflows.Order> ORDERS =
      Map.of(
          "dag_id", KeyedWorkflows.Order.KEY,
          "id", KeyedWorkflows.Order.KEY,
          "dag_display_name", KeyedWorkflows.Order.KEY,
          "is_paused", KeyedWorkflows.Order.PAUSED,
          "is_active", KeyedWorkflows.Order.PRESENT,
          "last_parsed_time", KeyedWorkflows.Order.UPDATED);

  private final AirflowServices services;
  private final Lookup lookup;
  private final KeyedWorkflows workflows = new KeyedWorkflows();
  private final ImportErrorStore errors = new ImportErrorStore();

  DagApi(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/dags", this::list);
    routes.patch(base + "/dags", this::patchAll);
    routes.get(base + "/dags/{dag_id}", this::show);
    routes.patch(base + "/dags/{dag_id}", this::patch);
    routes.delete(base + "/dags/{dag_id}", this::delete);
    routes.get(base + "/dags/{dag_id}/details", this::details);
    routes.get(base + "/dags/{dag_id}/tasks", this::tasks);
    routes.get(base + "/dags/{dag_id}/tasks/{task_id}", this::task);
  }

  private static KeyedWorkflows.Filter filter(Asked asked) {
    Boolean onlyActive = asked.flag("only_active");
    return new KeyedWorkflows.Filter(
        asked.text("dag_id_pattern"),
        asked.texts("tags"),
        asked.flag("paused"),
        Boolean.FALSE.equals(onlyActive) ? null : true);
  }

  private record Found(List<KeyedWorkflow> dags, DagView view, long total) {}

  private void list(Context request) {
    var asked = new Asked(request);
    Asked.Order<KeyedWorkflows.Order> order = asked.order(ORDERS, KeyedWorkflows.Order.KEY);
    answer(request, asked, find(filter(asked), order, asked.limit(), asked.offset()));
  }

  private Found find(
      KeyedWorkflows.Filter filter,
      Asked.Order<KeyedWorkflows.Order> order,
      int limit,
      long offset) {
    return services
        .database()
        .read(
            transaction -> {
              List<KeyedWorkflow> dags =
                  workflows.list(
                      transaction, filter, order.by(), order.descending(), limit, offset);
              return new Found(dags, view(transaction, dags), workflows.count(transaction, filter));
            });
  }

  private static void answer(Context request, Asked asked, Found found) {
    ObjectNode answer = Json.object();
    var dags = answer.putArray("dags");
    found.dags().forEach(dag -> dags.add(asked.fields(found.view().of(dag))));
    Requests.answer(request, answer.put("total_entries", found.total()));
  }

  private DagView view(Transaction transaction, List<KeyedWorkflow> dags) {
    Set<String> broken =
        errors.list(transaction).stream()
            .map(ImportErrorStore.ImportError::file)
            .collect(Collectors.toSet());
    Map<String, DataInterval> latest =
        workflows.latestIntervals(
            transaction,
            dags.stream()
                .filter(dag -> dag.intervals() != null)
                .map(dag -> dag.stored().id())
                .toList());
    return new DagView(broken, latest, services.now());
  }

  /// How one DAG is shown.
  DagView view(KeyedWorkflow dag) {
    return services.database().read(transaction -> view(transaction, List.of(dag)));
  }

  private KeyedWorkflow find(Context request) {
    return lookup.dag(
        request.pathParam("dag_id"), "DAG not found", "The DAG with dag_id: %s was not found");
  }

  private void show(Context request) {
    KeyedWorkflow dag = find(request);
    Requests.answer(request, new Asked(request).fields(view(dag).of(dag)));
  }

  private void details(Context request) {
    KeyedWorkflow dag = find(request);
    Requests.answer(request, new Asked(request).fields(view(dag).details(dag)));
  }

  private static boolean paused(Context request) {
    List<String> mask = new Asked(request).texts("update_mask");
    if (!mask.isEmpty() && !mask.equals(List.of("is_paused"))) {
      throw AirflowProblem.bad("Only `is_paused` field can be updated through the REST API");
    }
    Given given = Given.of(request);
    boolean paused = given.flag("is_paused", false);
    if (!given.has("is_paused")) {
      given.fault("is_paused", "Missing data for required field.");
    }
    given.check();
    return paused;
  }

  private void patch(Context request) {
    boolean paused = paused(request);
    String id = request.pathParam("dag_id");
    KeyedWorkflow dag = lookup.dag(id, "Dag with id: '%s' not found", null);
    services.dags().pause(dag.key(), paused, Requests.who(request));
    show(request);
  }

  private void patchAll(Context request) {
    boolean paused = paused(request);
    var asked = new Asked(request);
    Asked.Order<KeyedWorkflows.Order> order = asked.order(ORDERS, KeyedWorkflows.Order.KEY);
    KeyedWorkflows.Filter filter = filter(asked);
    if (filter.key() == null) {
      throw AirflowProblem.bad("Missing query parameter 'dag_id_pattern'");
    }
    Found found = find(filter, order, asked.limit(), asked.offset());
    String who = Requests.who(request);
    found.dags().forEach(dag -> services.dags().pause(dag.key(), paused, who));
    List<KeyedWorkflow> after =
        found.dags().stream().flatMap(dag -> lookup.dag(dag.key()).stream()).toList();
    answer(request, asked, new Found(after, found.view(), found.total()));
  }

  private void delete(Context request) {
    String id = request.pathParam("dag_id");
    KeyedWorkflow dag = lookup.dag(id, "Dag with id: '%s' not found", null);
    // of one whose file is gone, what runs is stopped
    boolean runs =
        dag.present()
            && services
                .database()
                .<List<StoredTaskRun>>read(transaction -> active(transaction, dag))
                .stream()
                .map(taskRun -> taskRun.standing().state())
                .anyMatch(state -> state == TaskRunState.RUNNING || state == TaskRunState.STOPPING);
    if (runs) {
      throw new AirflowProblem(
          409, "Conflict", "Task instances of dag with id: '%s' are still running".formatted(id));
    }
    services.dags().delete(dag.key(), Requests.who(request));
    request.status(204);
  }

  private static List<StoredTaskRun> active(Transaction transaction, KeyedWorkflow dag) {
    List<String> runs =
        new RunLists()
            .newest(transaction, RunFilter.active(dag.stored().id()), null, MOST_ACTIVE).stream()
                .map(Run::id)
                .toList();
    return new TaskRunLists().ofRuns(transaction, runs);
  }

  private void tasks(Context request) {
    KeyedWorkflow dag = lookup.dag(request.pathParam("dag_id"), "DAG not found", null);
    var asked = new Asked(request);
    List<ObjectNode> all =
        dag.stored().workflow().tasks().stream().map(task -> TaskView.of(dag, task)).toList();
    Asked.Order<String> order =
        asked.order(
            Map.of(
                "task_id", "task_id",
                "owner", "owner",
                "start_date", "start_date",
                "end_date", "end_date",
                "trigger_rule", "trigger_rule",
                "priority_weight", "priority_weight"),
            "task_id");
    Comparator<ObjectNode> sorter =
        Comparator.comparing(task -> task.path(order.by()).asString(""));
    ObjectNode answer = Json.object();
    var tasks = answer.putArray("tasks");
    all.stream().sorted(order.descending() ? sorter.reversed() : sorter).forEach(tasks::add);
    Requests.answer(request, answer.put("total_entries", all.size()));
  }

  private void task(Context request) {
    KeyedWorkflow dag = lookup.dag(request.pathParam("dag_id"), "DAG not found", null);
    ObjectNode task =
        dag.stored()
            .workflow()
            .task(request.pathParam("task_id"))
            .map(found -> TaskView.of(dag, found))
            .orElseThrow(() -> new AirflowProblem(404, "Task not found", null));
    Requests.answer(request, task);
  }
}
