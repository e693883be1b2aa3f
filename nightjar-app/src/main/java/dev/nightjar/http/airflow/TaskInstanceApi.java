package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Deadlines;
import dev.nightjar.store.Deadlines.Deadline;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.Transaction;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `…/taskInstances`. `~` stands for all runs of a DAG, or of all DAGs.
final class TaskInstanceApi {
  private static final int SOME = 200;
  private static final String ALL = "~";

  private final AirflowServices services;
  private final Lookup lookup;
  private final KeyedRuns runs = new KeyedRuns();
  private final TaskRunLists taskRuns = new TaskRunLists();

  TaskInstanceApi(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  void addTo(RoutesConfig routes, String base) {
    String all = base + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances";
    routes.get(all, this::list);
    routes.get(all + "/{task_id}", this::show);
  }

  private void show(Context request) {
    String dag = request.pathParam("dag_id");
    String run = request.pathParam("dag_run_id");
    StoredTaskRun found =
        lookup.requireTask(dag, run, request.pathParam("task_id"), "Task instance not found");
    KeyedRun of = lookup.requireRun(dag, run);
    Deadline deadline = deadlines(List.of(of.run().id())).get(found.key());
    Requests.answer(request, TaskInstanceView.of(of, found, deadline));
  }

  private void list(Context request) {
    var asked = new Asked(request);
    String dag = request.pathParam("dag_id");
    String key = request.pathParam("dag_run_id");
    var bounds = RunApi.bounds(asked);
    Filter filter = Filter.of(asked);
    int limit = asked.limit();
    int offset = asked.offset();
    Optional<KeyedWorkflow> workflow = dag.equals(ALL) ? Optional.empty() : lookup.dag(dag);
    if (!dag.equals(ALL) && workflow.isEmpty()) {
      answer(request, new Page(0, 0));
      return;
    }
    Page page = new Page(limit, offset);
    if (!key.equals(ALL)) {
      lookup.run(dag, key).ifPresent(run -> add(page, filter, List.of(run)));
    } else {
      List<String> ids = workflow.map(found -> List.of(found.stored().id())).orElse(List.of());
      bounds.keySet().removeIf(bound -> !bound.name().startsWith("LOGICAL"));
      var wanted = new KeyedRuns.Filter(ids, Set.of(), bounds);
      for (long from = 0; ; from += SOME) {
        long start = from;
        List<KeyedRun> some =
            services
                .database()
                .read(
                    transaction ->
                        runs.list(transaction, wanted, KeyedRuns.Order.ID, false, SOME, start));
        add(page, filter, some);
        if (some.size() < SOME) {
          break;
        }
      }
    }
    answer(request, page);
  }

  private void add(Page page, Filter filter, List<KeyedRun> some) {
    Map<String, KeyedRun> byId = new HashMap<>();
    some.forEach(run -> byId.put(run.run().id(), run));
    Map<TaskRunKey, Deadline> deadlines = deadlines(byId.keySet());
    services
        .database()
        .<List<StoredTaskRun>>read(
            (Transaction transaction) ->
                taskRuns.ofRuns(transaction, byId.keySet()).stream()
                    .flatMap(one -> expanded(transaction, require(byId, one).run(), one).stream())
                    .toList())
        .forEach(
            taskRun ->
                page.add(
                    filter,
                    TaskInstanceView.of(
                        require(byId, taskRun), taskRun, deadlines.get(taskRun.key()))));
  }

  private static KeyedRun require(Map<String, KeyedRun> byId, StoredTaskRun taskRun) {
    return Objects.requireNonNull(byId.get(taskRun.key().run()));
  }

  /// The points of a mapped task, once it has them, stand for it.
  private List<StoredTaskRun> expanded(Transaction transaction, Run run, StoredTaskRun taskRun) {
    if (run.task(taskRun.key().task()).traits().grid() == null) {
      return List.of(taskRun);
    }
    List<StoredTaskRun> points = taskRuns.ofGrid(transaction, taskRun.key());
    return points.isEmpty() ? List.of(taskRun) : points;
  }

  private Map<TaskRunKey, Deadline> deadlines(Collection<String> some) {
    Map<TaskRunKey, Deadline> found = new HashMap<>();
    for (Deadline one :
        services.database().read(transaction -> new Deadlines().ofRuns(transaction, some))) {
      if (one.task() != null) {
        found.put(new TaskRunKey(one.run(), one.task()), one);
      }
    }
    return found;
  }

  private static void answer(Context request, Page page) {
    ObjectNode answer = Json.object();
    var items = answer.putArray("task_instances");
    page.items.forEach(items::add);
    Requests.answer(request, answer.put("total_entries", page.total));
  }

  /// The part of a list that is asked for, and how long the list is.
  private static final class Page {
    private final int limit;
    private final int offset;
    private final List<ObjectNode> items = new ArrayList<>();
    private int total;

    Page(int limit, int offset) {
      this.limit = limit;
      this.offset = offset;
    }

    void add(Filter filter, ObjectNode item) {
      if (filter.lets(item)) {
        if (total >= offset && items.size() < limit) {
          items.add(item);
        }
        total++;
      }
    }
  }

  /// Which task instances are asked for.
  private record Filter(
      List<String> states,
      List<String> pools,
      List<String> queues,
      @Nullable Double longest,
      @Nullable Double shortest,
      Map<String, String> times) {
    private static final List<String> STATES =
        List.of(
            "none",
            "queued",
            "running",
            "restarting",
            "success",
            "failed",
            "upstream_failed",
            "skipped",
            "up_for_retry",
            "up_for_reschedule",
            "deferred",
            "scheduled",
            "removed");

    static Filter of(Asked asked) {
      List<String> states = asked.texts("state");
      for (String state : states) {
        if (!STATES.contains(state)) {
          throw AirflowProblem.bad(
              "'%s' is not one of %s"
                  .formatted(
                      state.substring(0, Math.min(50, state.length())),
                      ParameterValue.of(Described.json(STATES)).repr()));
        }
      }
      Map<String, String> times = new HashMap<>();
      for (String name :
          List.of("start_date_gte", "start_date_lte", "end_date_gte", "end_date_lte")) {
        var time = asked.time(name);
        if (time != null) {
          times.put(name, Moments.text(time));
        }
      }
      return new Filter(
          states,
          asked.texts("pool"),
          asked.texts("queue"),
          asked.number("duration_lte"),
          asked.number("duration_gte"),
          times);
    }

    boolean lets(ObjectNode item) {
      String state = item.path("state").asString("none");
      double duration = item.path("duration").asDouble(Double.NaN);
      return (states.isEmpty() || states.contains(state))
          && (pools.isEmpty() || pools.contains(item.path("pool").asString("")))
          && (queues.isEmpty() || queues.contains(item.path("queue").asString("")))
          && (longest == null || duration <= longest)
          && (shortest == null || duration >= shortest)
          && times.entrySet().stream().allMatch(one -> lets(item, one.getKey(), one.getValue()));
    }

    private static boolean lets(ObjectNode item, String name, String bound) {
      String time = item.path(name.substring(0, name.length() - 4)).asString("");
      int order = time.compareTo(bound);
      return !time.isEmpty() && (name.endsWith("gte") ? order >= 0 : order <= 0);
    }
  }
}
