package dev.nightjar.http.jupyter;

import dev.nightjar.files.Snapshot;
import dev.nightjar.http.Deletions;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Routes;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.Transaction;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Workflow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/scheduler/jobs`.
public final class JobRoutes implements Routes {
  private static final String STOPPED_ONLY =
      "Invalid value for field 'status'. Jobs can only be updated to status 'STOPPED' after creation.";

  private final Services services;
  private final Creation creation;
  private final Deletions deletions;
  private final Downloads downloads;
  private final JobJson json;
  private final RunStore runs = new RunStore();
  private final RunLists lists = new RunLists();
  private final AttemptStore attempts = new AttemptStore();

  public JobRoutes(Services services) {
    this.services = services;
    this.creation = new Creation(services);
    this.deletions = new Deletions(services);
    this.downloads = new Downloads(services);
    this.json = new JobJson(services, downloads);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/scheduler/jobs", this::list);
    routes.post("/scheduler/jobs", this::create);
    routes.get("/scheduler/jobs/count", this::count);
    routes.get("/scheduler/jobs/{id}", this::show);
    routes.patch("/scheduler/jobs/{id}", this::change);
    routes.delete("/scheduler/jobs/{id}", this::delete);
    routes.get("/scheduler/jobs/{id}/download_files", this::download);
    routes.delete("/scheduler/batch/jobs", this::deleteMany);
  }

  private void list(Context request) {
    ListQuery query = ListQuery.ofJobs(request);
    String status = request.queryParam("status");
    Set<RunState> states =
        status == null ? EnumSet.noneOf(RunState.class) : JobStatus.parse(status).states();
    ArrayNode jobs = Json.array();
    ObjectNode answer = Json.object();
    answer.set("jobs", jobs);
    if (status != null && states.isEmpty()) {
      Requests.answer(request, answer.put("total_count", 0));
      return;
    }
    var filter =
        new RunFilter(
            states,
            given(request, "job_definition_id"),
            given(request, "name"),
            request.queryParams("tags"),
            ListQuery.time(request, "start_time"),
            null,
            null);
    services
        .database()
        .read(
            transaction -> {
              jobs.removeAll();
              List<Run> page =
                  lists.list(transaction, filter, query.sort(), query.limit(), query.offset());
              Map<String, List<AttemptStore.Left>> left =
                  attempts.artifacts(transaction, page.stream().map(Run::id).toList());
              for (Run run : page) {
                jobs.add(
                    JobJson.withoutNulls(
                        json.of(
                            run,
                            left.getOrDefault(run.id(), List.of()),
                            failure(transaction, run))));
              }
              long total = lists.count(transaction, filter);
              answer.put("total_count", total);
              String next = query.next(page.size(), total);
              if (next != null) {
                answer.put("next_token", next);
              }
              return answer;
            });
    Requests.answer(request, answer);
  }

  private static @Nullable String given(Context request, String name) {
    String value = request.queryParam(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private void create(Context request) {
    var fields = new Fields("CreateJob", Requests.object(request));
    Creation.Described described = Creation.read(fields, List.of());
    String token = fields.text("idempotency_token");
    fields.check();
    creation.checkFormats(described.like().outputFormats());
    Snapshot snapshot =
        creation.snapshot(
            described.inputUri(),
            described.uploaded(),
            described.inputFilename(),
            described.packageFolder(),
            true);
    Workflow workflow =
        Creation.workflow(
            described.name(),
            described.tags(),
            described.parameters(),
            Creation.named(described.like(), snapshot.notebook()));
    try {
      String id =
          services
              .jobs()
              .submit(
                  workflow,
                  snapshot.folder(),
                  token == null || token.isEmpty() ? null : token,
                  Requests.who(request));
      Requests.answer(request, Json.object().put("job_id", id));
    } catch (StoreException.Duplicate there) {
      services.snapshots().delete(snapshot.folder());
      throw new HttpProblem(
          409, "Job with Idempotency Token '%s' already exists.".formatted(token));
    } catch (RuntimeException problem) {
      services.snapshots().delete(snapshot.folder());
      throw problem;
    }
  }

  private void count(Context request) {
    String status = request.queryParam("status");
    Set<RunState> states =
        (status == null ? JobStatus.IN_PROGRESS : JobStatus.parse(status)).states();
    long count =
        states.isEmpty()
            ? 0
            : services
                .database()
                .read(transaction -> lists.count(transaction, RunFilter.inStates(states)));
    Requests.answer(request, Json.object().put("count", count));
  }

  private void show(Context request) {
    String id = Paths.id(request);
    Requests.answer(
        request,
        services
            .database()
            .read(
                transaction -> {
                  Run run = require(transaction, id);
                  return json.of(run, left(transaction, id), failure(transaction, run));
                }));
  }

  private Run require(Transaction transaction, String id) {
    return runs.findJob(transaction, id)
        .orElseThrow(() -> new HttpProblem(500, "There is no job with id '%s'.".formatted(id)));
  }

  private List<AttemptStore.Left> left(Transaction transaction, String id) {
    return attempts.artifacts(transaction, List.of(id)).getOrDefault(id, List.of());
  }

  private @Nullable String failure(Transaction transaction, Run run) {
    if (run.status().state() != RunState.FAILED) {
      return null;
    }
    return attempts.attempts(transaction, run.id()).values().stream()
        .map(List::getLast)
        .map(Attempt::outcome)
        .map(JobJson::failure)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private void change(Context request) {
    String id = Paths.id(request);
    var fields = new Fields("UpdateJob", Requests.object(request));
    String status = fields.text("status");
    String name = fields.text("name");
    String computeType = fields.text("compute_type");
    fields.check();
    if (status != null) {
      if (JobStatus.parse(status) != JobStatus.STOPPED) {
        throw new HttpProblem(500, STOPPED_ONLY);
      }
      services.database().read(transaction -> require(transaction, id));
      services.jobs().stop(id, Requests.who(request), "Stopped on request.");
    } else if (name != null || computeType != null) {
      Run run = services.database().read(transaction -> require(transaction, id));
      services.jobs().revise(id, revised(run, name, computeType));
    }
    request.status(204);
  }

  private static Workflow revised(Run run, @Nullable String name, @Nullable String computeType) {
    Workflow before = run.workflow();
    NotebookWork work = run.workflow().onlyNotebook();
    return Creation.workflow(
        name == null ? before.name() : name,
        before.tags(),
        before.parameters(),
        computeType == null
            ? work
            : new NotebookWork(
                work.notebook(),
                work.environment(),
                work.environmentParameters(),
                work.verbatimParameters(),
                work.outputFormats(),
                work.outputName(),
                work.packageFolder(),
                computeType),
        before);
  }

  private void delete(Context request) {
    delete(Paths.id(request), Requests.who(request));
    request.status(204);
  }

  private void deleteMany(Context request) {
    request.queryParams("job_id").forEach(id -> delete(id, Requests.who(request)));
    request.status(204);
  }

  private void delete(String id, String who) {
    if (deletions.job(id, who).isEmpty()) {
      throw new HttpProblem(500, "There is no job with id '%s'.".formatted(id));
    }
  }

  private void download(Context request) {
    String id = Paths.id(request);
    boolean again = "true".equalsIgnoreCase(request.queryParam("redownload"));
    Run run = services.database().read(transaction -> require(transaction, id));
    downloads.copy(run, services.database().read(transaction -> left(transaction, id)), again);
    request.status(204);
  }
}
