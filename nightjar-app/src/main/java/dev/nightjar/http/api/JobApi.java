package dev.nightjar.http.api;

import dev.nightjar.files.Snapshot;
import dev.nightjar.http.Deletions;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.scheduler.Jobs;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.EventStore;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.Sort;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.ValueStore;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Workflow;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/jobs`.
final class JobApi {
  private static final Map<String, Sort.By> SORTS =
      Map.of(
          "name", Sort.By.NAME,
          "state", Sort.By.STATE,
          "created_at", Sort.By.CREATED,
          "updated_at", Sort.By.UPDATED,
          "started_at", Sort.By.STARTED,
          "ended_at", Sort.By.ENDED);
  private static final int MOST_EVENTS = 1_000;

  private final Services services;
  private final Idempotency idempotency;
  private final WorkflowReader reader;
  private final JobView view;
  private final Deletions deletions;
  private final RunStore runs = new RunStore();
  private final RunLists lists = new RunLists();
  private final AttemptStore attempts = new AttemptStore();
  private final EventStore events = new EventStore();

  JobApi(Services services, Idempotency idempotency) {
    this.services = services;
    this.idempotency = idempotency;
    this.reader = new WorkflowReader(services);
    this.view = new JobView(services);
    this.deletions = new Deletions(services);
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/jobs", this::list),
        Operation.post("/api/jobs", Role.EDITOR, idempotency.once(Bytes.LARGE, this::submit)),
        Operation.get("/api/jobs/{id}", this::show),
        Operation.delete("/api/jobs/{id}", Role.EDITOR, this::delete),
        Operation.post("/api/jobs/{id}/stop", Role.EDITOR, this::stop),
        Operation.post(
            "/api/jobs/{id}/rerun", Role.EDITOR, idempotency.once(Bytes.SMALL, this::rerun)),
        Operation.get("/api/jobs/{id}/events", this::events));
  }

  private void list(Context request) {
    var query = new Query(request);
    Page page = Page.of(query, SORTS);
    var filter =
        new RunFilter(
            query.words("state", RunState.class),
            query.text("definition"),
            query.text("name"),
            query.texts("tag"),
            query.time("started_from"),
            query.time("created_from"),
            query.time("created_before"));
    query.check();
    Sort sort = page.sort();
    List<Run> found =
        services
            .database()
            .read(
                transaction ->
                    sort == null
                        ? lists.newest(transaction, filter, page.last(), page.limit() + 1)
                        : lists.list(
                            transaction, filter, List.of(sort), page.limit() + 1, page.offset()));
    Requests.answer(request, page.of(found, Run::id, JobView::of));
  }

  private void submit(Context request) {
    Body body = Body.of(request, Bytes.LARGE);
    boolean folder = Boolean.TRUE.equals(body.flag("package_folder"));
    Input input = Input.read(body, services, folder);
    Workflow workflow = reader.read(body, input, null);
    body.check();
    if (workflow == null || input == null) {
      throw HttpProblem.bad("The job can't be understood.");
    }
    Snapshot snapshot = input.keep(body, services);
    String id;
    try {
      id = jobs(request).submit(workflow, snapshot.folder(), null, Requests.who(request));
    } catch (RuntimeException problem) {
      services.snapshots().delete(snapshot.folder());
      throw problem;
    }
    answerNew(request, id);
  }

  /// Makes jobs, and with each the answer to the request.
  private Jobs jobs(Context request) {
    return services
        .jobs()
        .with(
            idempotency.answer(request, (transaction, id) -> JobView.of(require(transaction, id))));
  }

  private void answerNew(Context request, String id) {
    request.status(201).header("Location", "/api/jobs/" + id);
    Requests.answer(
        request, services.database().read(transaction -> JobView.of(require(transaction, id))));
  }

  private void show(Context request) {
    String id = Ids.job(request);
    ObjectNode job =
        services
            .database()
            .read(
                transaction -> {
                  Run run = require(transaction, id);
                  return view.of(
                      run,
                      attempts.attempts(transaction, id),
                      attempts.artifacts(transaction, List.of(id)).getOrDefault(id, List.of()),
                      new ValueStore().ofRun(transaction, id));
                });
    Requests.answer(request, job);
  }

  private Run require(Transaction transaction, String id) {
    return runs.findJob(transaction, id).orElseThrow(() -> Ids.noJob(id));
  }

  private Run require(String id) {
    return services.database().read(transaction -> require(transaction, id));
  }

  private void delete(Context request) {
    String id = Ids.job(request);
    if (deletions.job(id, Requests.who(request)).isEmpty()) {
      throw Ids.noJob(id);
    }
    request.status(204);
  }

  private void stop(Context request) {
    String id = Ids.job(request);
    Body body = Body.of(request, Bytes.SMALL);
    String reason = body.text("reason", 1_000);
    body.check();
    require(id);
    services
        .jobs()
        .stop(id, Requests.who(request), reason == null ? "Stopped on request." : reason);
    Requests.answer(request, JobView.of(require(id)));
  }

  /// As it was, or, for a job of a definition on request, by what that says now.
  private void rerun(Context request) {
    String id = Ids.job(request);
    Body body = Body.of(request, Bytes.SMALL);
    Map<String, Object> given = body.values("parameters");
    boolean current = Boolean.TRUE.equals(body.flag("current"));
    body.check();
    Run run = require(id);
    String who = Requests.who(request);
    Map<String, Object> parameters = given == null ? run.parameters() : given;
    String definition = run.workflowId();
    String again;
    if (definition == null) {
      again = again(request, run, parameters, given != null);
    } else if (current) {
      again =
          jobs(request)
              .run(definition, parameters, null, who)
              .orElseThrow(() -> Ids.noDefinition(definition));
    } else {
      again = jobs(request).again(id, parameters, who).orElseThrow(() -> Ids.noJob(id));
    }
    answerNew(request, again);
  }

  private String again(Context request, Run run, Map<String, Object> parameters, boolean typed) {
    Workflow before = run.workflow();
    NotebookWork work = before.onlyNotebook();
    var same =
        new NotebookWork(
            work.notebook(),
            work.environment(),
            work.environmentParameters(),
            work.verbatimParameters() && !typed,
            work.outputFormats(),
            work.outputName(),
            work.packageFolder(),
            work.computeType());
    var workflow =
        new Workflow(
            before.name(),
            before.tags(),
            parameters,
            List.of(before.onlyTask().with(same)),
            before.alerts());
    String snapshot =
        services.snapshots().copy(run.snapshot(), dev.nightjar.run.Ids.next(services.clock()));
    try {
      return jobs(request).submit(workflow, snapshot, null, Requests.who(request));
    } catch (RuntimeException problem) {
      services.snapshots().delete(snapshot);
      throw problem;
    }
  }

  private void events(Context request) {
    String id = Ids.job(request);
    require(id);
    ArrayNode items = Json.array();
    services
        .database()
        .read(transaction -> events.ofRun(transaction, id, MOST_EVENTS))
        .forEach(event -> items.add(EventView.of(event)));
    ObjectNode answer = Json.object();
    answer.set("items", items);
    Requests.answer(request, answer);
  }
}
