package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.Run;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.ImportErrorStore;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.KeyedWorkflows;
import dev.nightjar.store.StoreException;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// `/api/workflows`: the workflows that were read from files.
final class WorkflowApi {
  private static final Map<String, KeyedWorkflows.Order> ORDERS =
      Map.of(
          "key", KeyedWorkflows.Order.KEY,
          "paused", KeyedWorkflows.Order.PAUSED,
          "updated_at", KeyedWorkflows.Order.UPDATED);
  private static final int LONGEST_KEY = 250;

  private final Services services;
  private final Workflows workflows;
  private final Idempotency idempotency;
  private final KeyedWorkflows keyed = new KeyedWorkflows();

  WorkflowApi(Services services, Workflows workflows, Idempotency idempotency) {
    this.services = services;
    this.workflows = workflows;
    this.idempotency = idempotency;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/workflows", this::list),
        Operation.get("/api/workflows/{key}", this::show),
        Operation.patch("/api/workflows/{key}", Role.EDITOR, this::update),
        Operation.post(
            "/api/workflows/{key}/runs", Role.EDITOR, idempotency.once(Bytes.SMALL, this::trigger)),
        Operation.post(
            "/api/workflows/{key}/events", Role.EDITOR, idempotency.once(Bytes.SMALL, this::event)),
        Operation.get("/api/import-errors", this::errors));
  }

  private void list(Context request) {
    var query = new Query(request);
    Page page = Page.of(query, ORDERS.keySet(), "key");
    var filter =
        new KeyedWorkflows.Filter(
            query.text("name"),
            query.texts("tag"),
            query.flagOrNull("paused"),
            query.flagOrNull("present"));
    query.check();
    List<KeyedWorkflow> found =
        services
            .database()
            .read(
                transaction ->
                    keyed.list(
                        transaction,
                        filter,
                        page.by(ORDERS, KeyedWorkflows.Order.KEY),
                        page.descending(),
                        page.limit() + 1,
                        page.offset()));
    Requests.answer(request, page.of(found, KeyedWorkflow::key, KeyedWorkflowView::of));
  }

  private void show(Context request) {
    Requests.answer(request, KeyedWorkflowView.of(require(request)));
  }

  private KeyedWorkflow require(Context request) {
    String key = request.pathParam("key");
    return (Texts.fault(key, LONGEST_KEY) == null
            ? services.database().read(transaction -> keyed.find(transaction, key))
            : java.util.Optional.<KeyedWorkflow>empty())
        .orElseThrow(() -> HttpProblem.missing("There is no workflow of this key."));
  }

  private void update(Context request) {
    KeyedWorkflow workflow = require(request);
    Body body = Body.of(request, Bytes.SMALL);
    Boolean paused = body.flag("paused");
    body.check();
    if (paused != null) {
      workflows.pause(workflow.key(), paused, Requests.who(request));
    }
    show(request);
  }

  private void trigger(Context request) {
    KeyedWorkflow workflow = require(request);
    Body body = Body.of(request, Bytes.SMALL);
    Map<String, Object> parameters = body.values("parameters");
    Instant time = body.time("logical_time");
    String key = body.text("key", LONGEST_KEY);
    List<String> anew = anew(body, workflow.stored().workflow());
    body.check();
    run(
        request,
        workflow,
        new Workflows.Asked(key, time, null, parameters == null ? Map.of() : parameters, anew));
  }

  /// Something happened: what it tells are the parameters of a run.
  private void event(Context request) {
    KeyedWorkflow workflow = require(request);
    Body body = Body.of(request, Bytes.SMALL);
    Map<String, Object> parameters = body.values();
    body.check();
    if (workflow.stored().timing().paused()) {
      throw new HttpProblem(
          409, "'%s' is paused: resume it to have events start runs.".formatted(workflow.key()));
    }
    run(
        request,
        workflow,
        new Workflows.Asked(null, null, null, parameters == null ? Map.of() : parameters)
            .as(Run.Trigger.EVENT));
  }

  private void run(Context request, KeyedWorkflow workflow, Workflows.Asked asked) {
    if (!workflow.present()) {
      throw new HttpProblem(
          409, "The file of '%s' is gone: put it back to run it.".formatted(workflow.key()));
    }
    String id;
    try {
      id =
          workflows
              .trigger(workflow.key(), asked, Requests.who(request))
              .orElseThrow(() -> HttpProblem.missing("The workflow is gone."));
    } catch (StoreException.Duplicate there) {
      throw new HttpProblem(
          409,
          "'%s' has a run of this key or logical time: give others.".formatted(workflow.key()));
    }
    KeyedRun run =
        services
            .database()
            .read(transaction -> new KeyedRuns().find(transaction, workflow.stored().id(), id))
            .orElseThrow(() -> HttpProblem.missing("The run is gone."));
    request.status(201).header("Location", "/api/runs/" + id);
    Requests.answer(request, RunView.of(run));
  }

  /// The tasks that are to do their work also if it was done before.
  private static List<String> anew(Body body, Workflow workflow) {
    List<String> all = workflow.tasks().stream().map(Task::name).toList();
    List<String> forced = body.texts("force", LONGEST_KEY);
    for (int i = 0; forced != null && i < forced.size(); i++) {
      if (!all.contains(forced.get(i))) {
        body.fault("force[%d]".formatted(i), "is no task of this workflow.");
      }
    }
    if (Boolean.FALSE.equals(body.flag("reuse"))) {
      return all;
    }
    return forced == null ? List.of() : forced;
  }

  private void errors(Context request) {
    new Query(request).check();
    ObjectNode answer = Json.object();
    var items = answer.putArray("items");
    services
        .database()
        .read(transaction -> new ImportErrorStore().list(transaction))
        .forEach(
            error ->
                items
                    .addObject()
                    .put("id", error.id())
                    .put("file", error.file())
                    .put("line", error.line())
                    .put("message", error.message())
                    .put("traceback", error.traceback())
                    .put("happened_at", error.happened().toString()));
    Requests.answer(request, answer);
  }
}
