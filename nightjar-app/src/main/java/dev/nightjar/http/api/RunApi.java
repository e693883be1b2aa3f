package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.Deadlines;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflows;
import dev.nightjar.store.ReuseDecisions;
import dev.nightjar.store.RunClears;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.ValueStore;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `/api/runs`: runs of the workflows that were read from files.
final class RunApi {
  private static final Map<String, KeyedRuns.Order> ORDERS =
      Map.of(
          "created_at", KeyedRuns.Order.ID,
          "state", KeyedRuns.Order.STATE,
          "logical_time", KeyedRuns.Order.LOGICAL,
          "started_at", KeyedRuns.Order.STARTED,
          "ended_at", KeyedRuns.Order.ENDED);
  private static final int LONGEST_NAME = 250;

  private final Services services;
  private final Workflows workflows;
  private final KeyedRuns keyed = new KeyedRuns();

  RunApi(Services services, Workflows workflows) {
    this.services = services;
    this.workflows = workflows;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/runs", this::list),
        Operation.get("/api/runs/{id}", this::show),
        Operation.post("/api/runs/{id}/stop", Role.EDITOR, this::stop),
        Operation.post("/api/runs/{id}/clear", Role.EDITOR, this::clear),
        Operation.post("/api/runs/{id}/mark", Role.EDITOR, this::mark),
        Operation.get("/api/runs/{id}/tasks/{task}/reuse", this::explain));
  }

  private void list(Context request) {
    var query = new Query(request);
    Page page = Page.of(query, ORDERS.keySet(), "-created_at");
    String workflow = query.text("workflow");
    Set<RunState> states = query.words("state", RunState.class);
    query.check();
    List<KeyedRun> found =
        services.database().read(transaction -> list(transaction, page, workflow, states));
    Requests.answer(request, page.of(found, one -> one.run().id(), RunView::of));
  }

  private List<KeyedRun> list(
      Transaction transaction, Page page, @Nullable String workflow, Set<RunState> states) {
    List<String> ids =
        workflow == null
            ? List.of()
            : List.of(
                new KeyedWorkflows()
                    .find(transaction, workflow)
                    .orElseThrow(() -> HttpProblem.missing("There is no workflow of this key."))
                    .stored()
                    .id());
    return keyed.list(
        transaction,
        new KeyedRuns.Filter(ids, states, Map.of()),
        page.by(ORDERS, KeyedRuns.Order.ID),
        page.descending(),
        page.limit() + 1,
        page.offset());
  }

  /// A run of a workflow that has a key.
  static KeyedRun require(Transaction transaction, String id) {
    return new RunStore()
        .find(transaction, id)
        .flatMap(run -> Optional.ofNullable(run.workflowId()))
        .flatMap(workflow -> new KeyedRuns().find(transaction, workflow, id))
        .orElseThrow(() -> Ids.noRun(id));
  }

  private void show(Context request) {
    String id = Ids.run(request);
    Requests.answer(request, services.database().read(transaction -> view(transaction, id)));
  }

  private static ObjectNode view(Transaction transaction, String id) {
    return RunView.of(
        require(transaction, id),
        new TaskRunLists().ofRun(transaction, id),
        new AttemptStore().attempts(transaction, id),
        new ValueStore().ofRun(transaction, id),
        new Deadlines().ofRun(transaction, id));
  }

  private KeyedRun require(String id) {
    return services.database().read(transaction -> require(transaction, id));
  }

  private void stop(Context request) {
    String id = Ids.run(request);
    Body body = Body.of(request, Bytes.SMALL);
    String reason = body.text("reason", 1_000);
    body.check();
    require(id);
    workflows
        .interventions()
        .stop(id, Requests.who(request), reason == null ? "Stopped on request." : reason);
    Requests.answer(request, RunView.of(require(id)));
  }

  private void clear(Context request) {
    String id = Ids.run(request);
    Body body = Body.of(request, Bytes.SMALL);
    List<String> tasks = tasks(body, require(id), true);
    var selection =
        new RunClears.Selection(
            tasks,
            Boolean.TRUE.equals(body.flag("upstream")),
            Boolean.TRUE.equals(body.flag("downstream")),
            Boolean.TRUE.equals(body.flag("only_failed")),
            false,
            Boolean.TRUE.equals(body.flag("reuse")));
    body.check();
    answer(
        request,
        id,
        unlessBusy(() -> workflows.interventions().clear(id, selection, Requests.who(request))));
  }

  private void explain(Context request) {
    String id = Ids.run(request);
    String name = request.pathParam("task");
    new Query(request).check();
    Requests.answer(
        request,
        services
            .database()
            .read(
                transaction -> {
                  Run run = require(transaction, id).run();
                  StoredTaskRun task =
                      new TaskRunLists()
                          .find(transaction, new TaskRunKey(id, name))
                          .orElseThrow(() -> HttpProblem.missing("The run has no such task."));
                  return ReuseView.of(
                      run.task(task.key().baseTask()),
                      task.standing().state(),
                      new ReuseDecisions().find(transaction, task.key()).orElse(null));
                }));
  }

  private void mark(Context request) {
    String id = Ids.run(request);
    Body body = Body.of(request, Bytes.SMALL);
    KeyedRun run = require(id);
    List<String> tasks = tasks(body, run, false);
    String state = body.text("state", 20);
    TaskRunState marked =
        switch (state == null ? "" : state.toLowerCase(java.util.Locale.ROOT)) {
          case "success" -> TaskRunState.SUCCESS;
          case "failed" -> TaskRunState.FAILED;
          case "skipped" -> tasks.isEmpty() ? null : TaskRunState.SKIPPED;
          default -> null;
        };
    if (marked == null) {
      body.fault("state", "must be success or failed; skipped for tasks only.");
    }
    body.check();
    if (marked == null) {
      throw HttpProblem.bad("state is missing.");
    }
    String who = Requests.who(request);
    if (tasks.isEmpty()) {
      unlessBusy(() -> workflows.interventions().mark(id, marked == TaskRunState.SUCCESS, who));
      answer(request, id, List.of());
      return;
    }
    var selection = new RunClears.Selection(tasks, false, false, false, false);
    answer(
        request, id, unlessBusy(() -> workflows.interventions().mark(id, selection, marked, who)));
  }

  /// The tasks that a request names, each of which the run has.
  ///
  /// @param points whether single points of its grids are named as well
  private List<String> tasks(Body body, KeyedRun run, boolean points) {
    List<String> given = body.texts("tasks", LONGEST_NAME);
    List<String> tasks = given == null ? new ArrayList<>() : given;
    Set<String> known =
        run.run().workflow().tasks().stream()
            .map(dev.nightjar.workflow.Task::name)
            .collect(Collectors.toSet());
    for (int i = 0; i < tasks.size(); i++) {
      String name = tasks.get(i);
      if (!known.contains(name) && !(points && isPoint(run, name))) {
        body.fault("tasks[%d]".formatted(i), "is no task of this run.");
      }
    }
    if (given != null && given.isEmpty()) {
      body.fault("tasks", "is empty: name some, or leave it out for all.");
    }
    return tasks;
  }

  private boolean isPoint(KeyedRun run, String name) {
    return services
        .database()
        .read(
            transaction ->
                new TaskRunLists().find(transaction, new TaskRunKey(run.run().id(), name)))
        .map(task -> task.point() != null)
        .orElse(false);
  }

  private static <T> T unlessBusy(Supplier<T> change) {
    try {
      return change.get();
    } catch (StoreException.Busy busy) {
      throw new HttpProblem(409, String.valueOf(busy.getMessage()));
    }
  }

  private void answer(Context request, String id, List<String> changed) {
    ObjectNode answer = Json.object();
    var names = answer.putArray("tasks");
    changed.forEach(names::add);
    answer.set("run", RunView.of(require(id)));
    Requests.answer(request, answer);
  }
}
