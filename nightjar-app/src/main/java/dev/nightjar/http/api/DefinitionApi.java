package dev.nightjar.http.api;

import dev.nightjar.files.Snapshot;
import dev.nightjar.http.Deletions;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.Run;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.scheduler.Definitions;
import dev.nightjar.store.DefinitionLists;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.Sort;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowFilter;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.store.WorkflowVersions;
import dev.nightjar.workflow.Workflow;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `/api/definitions`.
final class DefinitionApi {
  private static final Map<String, Sort.By> SORTS =
      Map.of(
          "name", Sort.By.NAME,
          "created_at", Sort.By.CREATED,
          "updated_at", Sort.By.UPDATED,
          "paused", Sort.By.PAUSED);
  private static final int MOST_VERSIONS = 1_000;

  private final Services services;
  private final Idempotency idempotency;
  private final WorkflowReader reader;
  private final Deletions deletions;
  private final WorkflowStore workflows = new WorkflowStore();
  private final DefinitionLists definitions = new DefinitionLists();
  private final WorkflowVersions versions = new WorkflowVersions();
  private final RunStore runs = new RunStore();

  DefinitionApi(Services services, Idempotency idempotency) {
    this.services = services;
    this.idempotency = idempotency;
    this.reader = new WorkflowReader(services);
    this.deletions = new Deletions(services);
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/definitions", this::list),
        Operation.post(
            "/api/definitions", Role.EDITOR, idempotency.once(Bytes.LARGE, this::create)),
        Operation.get("/api/definitions/{id}", this::show),
        Operation.patch("/api/definitions/{id}", Role.EDITOR, this::update),
        Operation.delete("/api/definitions/{id}", Role.EDITOR, this::delete),
        Operation.post("/api/definitions/{id}/pause", Role.EDITOR, request -> pause(request, true)),
        Operation.post(
            "/api/definitions/{id}/resume", Role.EDITOR, request -> pause(request, false)),
        Operation.post(
            "/api/definitions/{id}/run", Role.EDITOR, idempotency.once(Bytes.SMALL, this::run)),
        Operation.get("/api/definitions/{id}/next", this::next),
        Operation.get("/api/definitions/{id}/versions", this::versions));
  }

  private void list(Context request) {
    var query = new Query(request);
    Page page = Page.of(query, SORTS);
    var filter =
        new WorkflowFilter(
            query.text("name"),
            query.texts("tag"),
            query.time("created_from"),
            query.flagOrNull("paused"));
    query.check();
    Sort sort = page.sort();
    String last = page.last();
    List<StoredWorkflow> found =
        services
            .database()
            .read(
                transaction ->
                    sort == null
                        ? definitions.newest(transaction, filter, last, page.limit() + 1)
                        : definitions.list(
                            transaction, filter, List.of(sort), page.limit() + 1, page.offset()));
    Requests.answer(request, page.of(found, StoredWorkflow::id, DefinitionView::of));
  }

  private void create(Context request) {
    Body body = Body.of(request, Bytes.LARGE);
    boolean folder = Boolean.TRUE.equals(body.flag("package_folder"));
    Input input = Input.read(body, services, folder);
    Workflow workflow = reader.read(body, input, null);
    Body schedule = body.object("schedule");
    Timetable timetable = schedule == null ? null : ScheduleReader.read(schedule, null);
    boolean paused = Boolean.TRUE.equals(body.flag("paused"));
    body.check();
    if (workflow == null || input == null) {
      throw HttpProblem.bad("The definition can't be understood.");
    }
    Snapshot snapshot = input.keep(body, services);
    String id;
    try {
      id =
          services
              .definitions()
              .with(
                  idempotency.answer(
                      request,
                      (transaction, made) -> DefinitionView.of(require(transaction, made))))
              .create(workflow, snapshot.folder(), timetable, paused, Requests.who(request));
    } catch (RuntimeException problem) {
      services.snapshots().delete(snapshot.folder());
      throw problem;
    }
    request.status(201).header("Location", "/api/definitions/" + id);
    Requests.answer(request, DefinitionView.of(require(id)));
  }

  private StoredWorkflow require(String id) {
    return services.database().read(transaction -> require(transaction, id));
  }

  private StoredWorkflow require(Transaction transaction, String id) {
    return workflows.findDefinition(transaction, id).orElseThrow(() -> Ids.noDefinition(id));
  }

  private void show(Context request) {
    Requests.answer(request, DefinitionView.of(require(Ids.definition(request))));
  }

  private void update(Context request) {
    StoredWorkflow before = require(Ids.definition(request));
    Body body = Body.of(request, Bytes.LARGE);
    Boolean folder = body.flag("package_folder");
    boolean packed = folder == null ? before.workflow().onlyNotebook().packageFolder() : folder;
    Input input = Input.read(body, services, packed);
    Workflow workflow = reader.read(body, input, before.workflow());
    Timetable timetable = timetable(body, before);
    Boolean paused = body.flag("paused");
    body.check();
    Snapshot snapshot = input == null ? null : input.keep(body, services);
    var change =
        new Definitions.Change(
            before.workflow().equals(workflow) ? null : workflow,
            snapshot == null ? null : snapshot.folder(),
            timetable,
            paused,
            body.isNull("schedule"));
    try {
      change(request, before.id(), change);
    } catch (RuntimeException problem) {
      if (snapshot != null) {
        services.snapshots().delete(snapshot.folder());
      }
      throw problem;
    }
  }

  private static @Nullable Timetable timetable(Body body, StoredWorkflow before) {
    Body schedule = body.object("schedule");
    return schedule == null ? null : ScheduleReader.read(schedule, before.timing().timetable());
  }

  private void change(Context request, String id, Definitions.Change change) {
    if (!services.definitions().change(id, change, Requests.who(request))) {
      throw Ids.noDefinition(id);
    }
    Requests.answer(request, DefinitionView.of(require(id)));
  }

  private void delete(Context request) {
    String id = Ids.definition(request);
    if (!deletions.definition(id, Requests.who(request))) {
      throw Ids.noDefinition(id);
    }
    request.status(204);
  }

  private void pause(Context request, boolean paused) {
    String id = Ids.definition(request);
    Body.of(request, Bytes.SMALL).check();
    change(request, id, Definitions.Change.paused(paused));
  }

  private void run(Context request) {
    String id = Ids.definition(request);
    Body body = Body.of(request, Bytes.SMALL);
    Map<String, Object> parameters = body.values("parameters");
    body.check();
    String job =
        services
            .jobs()
            .with(
                idempotency.answer(
                    request, (transaction, made) -> JobView.of(requireRun(transaction, made))))
            .run(id, parameters, null, Requests.who(request))
            .orElseThrow(() -> Ids.noDefinition(id));
    Run run = services.database().read(transaction -> requireRun(transaction, job));
    request.status(201).header("Location", "/api/jobs/" + job);
    Requests.answer(request, JobView.of(run));
  }

  private Run requireRun(Transaction transaction, String job) {
    return runs.findJob(transaction, job).orElseThrow(() -> Ids.noJob(job));
  }

  private void next(Context request) {
    StoredWorkflow stored = require(Ids.definition(request));
    var query = new Query(request);
    int count = (int) query.whole("count", 5, 1, 100);
    query.check();
    Timetable timetable = stored.timing().timetable();
    if (timetable == null) {
      throw new HttpProblem(409, "The definition has no schedule: give it one, or run it.");
    }
    Requests.answer(request, ScheduleView.preview(timetable, services.clock().instant(), count));
  }

  private void versions(Context request) {
    StoredWorkflow stored = require(Ids.definition(request));
    ObjectNode answer = Json.object();
    var items = answer.putArray("items");
    services
        .database()
        .read(transaction -> versions.of(transaction, stored.id(), MOST_VERSIONS))
        .forEach(version -> items.add(DefinitionView.of(version)));
    Requests.answer(request, answer);
  }
}
