package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedRuns.Bound;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.RunClears;
import dev.nightjar.store.RunClears.Selection;
import dev.nightjar.store.RunVerdicts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What clears task instances, and says how they ended.
final class TaskChangeApi {
  private static final List<String> STATES = List.of("success", "failed", "skipped");
  private static final int SOME = 100;

  private final AirflowServices services;
  private final Lookup lookup;
  private final KeyedRuns runs = new KeyedRuns();
  private final RunClears clears = new RunClears();
  private final RunVerdicts verdicts = new RunVerdicts();

  TaskChangeApi(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  void addTo(RoutesConfig routes, String base) {
    routes.post(base + "/dags/{dag_id}/clearTaskInstances", this::clear);
    routes.post(base + "/dags/{dag_id}/updateTaskInstancesState", this::update);
    routes.patch(base + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}", this::patch);
  }

  private void clear(Context request) {
    Given given = Given.of(request);
    boolean dry = given.flag("dry_run", true);
    Clear clear = Clear.of(given);
    given.check();
    String id = request.pathParam("dag_id");
    KeyedWorkflow dag = lookup.dag(id, "Dag id %s not found", null);
    Requests.answer(request, clear(dag, clear, dry, Requests.who(request)));
  }

  /// Which task instances are cleared.
  ///
  /// @param run the key of their run; null for runs by their times
  /// @param further which runs beside it
  record Clear(
      Selection tasks,
      @Nullable String run,
      @Nullable Instant start,
      @Nullable Instant end,
      Further further) {
    static Clear of(Given given) {
      List<String> tasks = given.texts("task_ids");
      boolean onlyFailed = given.flag("only_failed", true);
      boolean onlyRunning = given.flag("only_running", false);
      if (onlyFailed && onlyRunning) {
        given.fault("_schema", "only_failed and only_running both are set to True");
      }
      OffsetDateTime start = given.time("start_date");
      OffsetDateTime end = given.time("end_date");
      if (start != null && end != null && end.isBefore(start)) {
        given.fault("_schema", "end_date is sooner than start_date");
      }
      for (String name : List.of("include_subdags", "include_parentdag", "reset_dag_runs")) {
        given.flag(name, false);
      }
      return new Clear(
          new Selection(
              Objects.requireNonNullElse(tasks, List.of()),
              given.flag("include_upstream", false),
              given.flag("include_downstream", false),
              onlyFailed,
              onlyRunning),
          given.name("dag_run_id"),
          start == null ? null : start.toInstant(),
          end == null ? null : end.toInstant(),
          Further.of(given));
    }
  }

  /// Which runs beside one.
  record Further(boolean past, boolean future) {
    static Further of(Given given) {
      return new Further(given.flag("include_past", false), given.flag("include_future", false));
    }
  }

  /// Clears what is asked for.
  ///
  /// @param dry whether to do no more than to tell what would be cleared
  ObjectNode clear(KeyedWorkflow dag, Clear clear, boolean dry, String who) {
    Map<Bound, Instant> bounds = new EnumMap<>(Bound.class);
    if (clear.start() != null) {
      bounds.put(Bound.LOGICAL_FROM, clear.start());
    }
    if (clear.end() != null) {
      bounds.put(Bound.LOGICAL_TO, clear.end());
    }
    List<KeyedRun> some =
        clear.run() == null
            ? all(dag, bounds)
            : around(find(dag, clear.run()), dag, clear.further());
    ObjectNode answer = Json.object();
    ArrayNode items = answer.putArray("task_instances");
    for (KeyedRun run : some) {
      String id = run.run().id();
      List<String> tasks =
          dry
              ? services.database().read(transaction -> clears.find(transaction, id, clear.tasks()))
              : services
                  .database()
                  .write(
                      transaction ->
                          clears.clear(transaction, id, clear.tasks(), who, services.now()));
      tasks.forEach(task -> items.add(TaskInstanceView.reference(run, task)));
    }
    if (!dry) {
      services.dags().edited();
    }
    return answer;
  }

  private KeyedRun find(KeyedWorkflow dag, String key) {
    return lookup
        .run(dag.key(), key)
        .orElseThrow(
            () ->
                new AirflowProblem(
                    404, "Dag Run id %s not found in dag %s".formatted(key, dag.key()), null));
  }

  /// A run with those before or after it.
  private List<KeyedRun> around(KeyedRun run, KeyedWorkflow dag, Further further) {
    if (!further.past() && !further.future()) {
      return List.of(run);
    }
    Map<Bound, Instant> bounds = new EnumMap<>(Bound.class);
    if (!further.past()) {
      bounds.put(Bound.LOGICAL_FROM, run.run().cause().logicalTime());
    }
    if (!further.future()) {
      bounds.put(Bound.LOGICAL_TO, run.run().cause().logicalTime());
    }
    return all(dag, bounds);
  }

  private List<KeyedRun> all(KeyedWorkflow dag, Map<Bound, Instant> bounds) {
    var filter = new KeyedRuns.Filter(List.of(dag.stored().id()), Set.of(), bounds);
    List<KeyedRun> all = new ArrayList<>();
    List<KeyedRun> some;
    do {
      long from = all.size();
      some =
          services
              .database()
              .read(
                  transaction ->
                      runs.list(transaction, filter, KeyedRuns.Order.LOGICAL, false, SOME, from));
      all.addAll(some);
    } while (some.size() == SOME);
    return all;
  }

  private static TaskRunState state(Given given) {
    String word = given.required("new_state");
    if (!word.isEmpty() && !STATES.contains(word)) {
      given.fault("new_state", "Must be one of: success, failed, skipped.");
    }
    given.check();
    return TaskRunState.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private void update(Context request) {
    Given given = Given.of(request);
    boolean dry = given.flag("dry_run", true);
    String task = given.required("task_id");
    String key = given.name("dag_run_id");
    OffsetDateTime logical = given.time("execution_date");
    var selection =
        new Selection(
            List.of(task),
            given.flag("include_upstream", false),
            given.flag("include_downstream", false),
            false,
            false);
    Further further = Further.of(given);
    if ((key == null) == (logical == null)) {
      given.fault("_schema", "Exactly one of execution_date or dag_run_id must be provided");
    }
    TaskRunState state = state(given);
    String id = request.pathParam("dag_id");
    KeyedWorkflow dag = lookup.dag(id, "Dag ID %s not found", "Dag ID %s not found");
    if (dag.stored().workflow().task(task).isEmpty()) {
      String said = "Task ID %s not found".formatted(task);
      throw new AirflowProblem(404, said, said);
    }
    KeyedRun run = logical == null ? find(dag, String.valueOf(key)) : at(dag, logical, task);
    ObjectNode answer = Json.object();
    ArrayNode items = answer.putArray("task_instances");
    for (KeyedRun one : around(run, dag, further)) {
      mark(one, selection, state, dry, Requests.who(request))
          .forEach(changed -> items.add(TaskInstanceView.reference(one, changed)));
    }
    Requests.answer(request, answer);
  }

  private KeyedRun at(KeyedWorkflow dag, OffsetDateTime logical, String task) {
    return services
        .database()
        .read(transaction -> runs.find(transaction, dag.stored().id(), logical.toInstant()))
        .orElseThrow(
            () ->
                new AirflowProblem(
                    404,
                    "Task instance not found for task %s on execution_date %s"
                        .formatted(
                            ParameterValue.of(task).repr(), Moments.spaced(logical.toInstant())),
                    null));
  }

  private List<String> mark(
      KeyedRun run, Selection selection, TaskRunState state, boolean dry, String who) {
    String id = run.run().id();
    if (dry) {
      return services
          .database()
          .read(transaction -> verdicts.find(transaction, id, selection, state));
    }
    List<String> changed =
        services
            .database()
            .write(
                transaction ->
                    verdicts.tasks(transaction, id, selection, state, who, services.now()));
    services.dags().edited();
    return changed;
  }

  private void patch(Context request) {
    Given given = Given.of(request);
    boolean dry = given.flag("dry_run", true);
    TaskRunState state = state(given);
    String dag = request.pathParam("dag_id");
    String key = request.pathParam("dag_run_id");
    String task = request.pathParam("task_id");
    lookup.requireTask(
        dag,
        key,
        task,
        "Task instance not found for task %s on DAG run with ID %s"
            .formatted(ParameterValue.of(task).repr(), ParameterValue.of(key).repr()));
    KeyedRun run = lookup.requireRun(dag, key);
    var selection = new Selection(List.of(task), false, false, false, false);
    mark(run, selection, state, dry, Requests.who(request));
    Requests.answer(request, TaskInstanceView.reference(run, task));
  }
}
