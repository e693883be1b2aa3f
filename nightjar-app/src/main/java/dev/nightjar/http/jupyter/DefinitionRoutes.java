package dev.nightjar.http.jupyter;

import dev.nightjar.files.InputPathException;
import dev.nightjar.files.Snapshot;
import dev.nightjar.http.Deletions;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Routes;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.scheduler.Definitions;
import dev.nightjar.store.DefinitionLists;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.WorkflowFilter;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Workflow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/// `/scheduler/job_definitions`.
public final class DefinitionRoutes implements Routes {
  private static final List<String> FORMATS = List.of("ipynb", "html");

  private final Services services;
  private final Creation creation;
  private final Deletions deletions;
  private final DefinitionJson json;
  private final WorkflowStore workflows = new WorkflowStore();
  private final DefinitionLists definitions = new DefinitionLists();

  public DefinitionRoutes(Services services) {
    this.services = services;
    this.creation = new Creation(services);
    this.deletions = new Deletions(services);
    this.json = new DefinitionJson(services);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/scheduler/job_definitions", this::list);
    routes.post("/scheduler/job_definitions", this::create);
    routes.get("/scheduler/job_definitions/{id}", this::show);
    routes.patch("/scheduler/job_definitions/{id}", this::change);
    routes.delete("/scheduler/job_definitions/{id}", this::delete);
    routes.post("/scheduler/job_definitions/{id}/jobs", this::run);
  }

  private void list(Context request) {
    ListQuery query = ListQuery.ofDefinitions(request);
    String name = request.queryParam("name");
    var filter =
        new WorkflowFilter(
            name == null || name.isEmpty() ? null : name,
            request.queryParams("tags"),
            ListQuery.time(request, "create_time"),
            null);
    List<StoredWorkflow> page =
        services
            .database()
            .read(
                transaction ->
                    definitions.list(
                        transaction, filter, query.sort(), query.limit(), query.offset()));
    long total = services.database().read(transaction -> definitions.count(transaction, filter));
    ArrayNode definitions = Json.array();
    page.forEach(stored -> definitions.add(JobJson.withoutNulls(json.of(stored))));
    var answer = Json.object();
    answer.set("job_definitions", definitions);
    answer.put("total_count", total);
    String next = query.next(page.size(), total);
    if (next != null) {
      answer.put("next_token", next);
    }
    Requests.answer(request, answer);
  }

  private void create(Context request) {
    var fields = new Fields("CreateJobDefinition", Requests.object(request));
    Creation.Described described = Creation.read(fields, FORMATS);
    String schedule = fields.text("schedule");
    String zone = fields.text("timezone");
    Boolean active = fields.flag("active");
    fields.check();
    Timetable timetable = timetable(schedule, zone);
    creation.checkFormats(described.like().outputFormats());
    Snapshot snapshot =
        creation.snapshot(
            described.inputUri(),
            described.uploaded(),
            described.inputFilename(),
            described.packageFolder(),
            false);
    try {
      String id =
          services
              .definitions()
              .create(
                  Creation.workflow(
                      described.name(),
                      described.tags(),
                      described.parameters(),
                      Creation.named(described.like(), snapshot.notebook())),
                  snapshot.folder(),
                  timetable,
                  Boolean.FALSE.equals(active),
                  Requests.who(request));
      Requests.answer(request, Json.object().put("job_definition_id", id));
    } catch (RuntimeException problem) {
      services.snapshots().delete(snapshot.folder());
      throw problem;
    }
  }

  /// Missed times are skipped and runs may overlap, as jupyter-scheduler has it.
  private static @Nullable Timetable timetable(@Nullable String schedule, @Nullable String zone) {
    ZoneId clocks = zone(zone);
    if (schedule == null || schedule.isBlank()) {
      return null;
    }
    Schedule parsed = Schedule.parse(schedule);
    if (!(parsed instanceof Schedule.OnCron)) {
      throw HttpProblem.bad(
          "schedule '%s' is not a cron expression: give five fields, such as 0 6 * * MON-FRI"
              .formatted(schedule));
    }
    return new Timetable(parsed, clocks, null, null, Duration.ZERO, Misfire.SKIP, Overlap.ALLOW);
  }

  private static ZoneId zone(@Nullable String zone) {
    if (zone == null || zone.isBlank()) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw HttpProblem.bad(
          "timezone '%s' is not known: give a name of the tz database, such as Europe/Paris"
              .formatted(zone));
    }
  }

  private void show(Context request) {
    Requests.answer(request, json.of(require(Paths.id(request))));
  }

  private StoredWorkflow require(String id) {
    return services
        .database()
        .read(transaction -> workflows.findDefinition(transaction, id))
        .orElseThrow(
            () -> new HttpProblem(500, "There is no job definition with id '%s'.".formatted(id)));
  }

  private void change(Context request) {
    String id = Paths.id(request);
    StoredWorkflow before = require(id);
    var fields = new Fields("UpdateJobDefinition", Requests.object(request));
    NotebookWork work = before.workflow().onlyNotebook();
    String uri = fields.text("input_uri");
    String schedule = fields.text("schedule");
    String zone = fields.text("timezone");
    Boolean active = fields.flag("active");
    Workflow described = changed(fields, before.workflow(), work);
    List<String> formats = fields.texts("output_formats");
    Map<String, byte[]> uploaded = fields.files("input_files");
    fields.check();
    creation.checkFormats(formats);
    Timetable timetable = timetable(schedule, zone, before.timing().timetable());
    Snapshot snapshot = snapshot(uri, uploaded, work);
    Workflow workflow =
        snapshot == null
            ? described
            : Creation.workflow(
                described.name(),
                described.tags(),
                described.parameters(),
                Creation.named((NotebookWork) described.onlyTask().work(), snapshot.notebook()),
                described);
    services
        .definitions()
        .change(
            id,
            new Definitions.Change(
                workflow.equals(before.workflow()) && snapshot == null ? null : workflow,
                snapshot == null ? null : snapshot.folder(),
                timetable,
                active == null ? null : !active,
                false),
            Requests.who(request));
    request.status(204);
  }

  private static Workflow changed(Fields fields, Workflow before, NotebookWork work) {
    String name = fields.text("name");
    String environment = fields.text("runtime_environment_name");
    String template = fields.text("output_filename_template");
    String computeType = fields.text("compute_type");
    return Creation.workflow(
        name == null ? before.name() : name,
        Objects.requireNonNullElse(fields.texts("tags"), before.tags()),
        Objects.requireNonNullElse(fields.parameters("parameters"), before.parameters()),
        new NotebookWork(
            work.notebook(),
            environment == null ? work.environment() : environment,
            Objects.requireNonNullElse(
                fields.values("runtime_environment_parameters"), work.environmentParameters()),
            work.verbatimParameters(),
            Objects.requireNonNullElse(fields.texts("output_formats"), work.outputFormats()),
            template == null ? work.outputName() : template,
            work.packageFolder(),
            computeType == null ? work.computeType() : computeType),
        before);
  }

  private static @Nullable Timetable timetable(
      @Nullable String schedule, @Nullable String zone, @Nullable Timetable before) {
    if (schedule == null && zone == null) {
      return null;
    }
    if (before == null) {
      return timetable(schedule, zone);
    }
    return new Timetable(
        schedule == null || schedule.isBlank()
            ? before.schedule()
            : Objects.requireNonNull(timetable(schedule, zone)).schedule(),
        zone == null || zone.isBlank() ? before.zone() : zone(zone),
        before.start(),
        before.end(),
        before.jitter(),
        before.misfire(),
        before.overlap());
  }

  /// The notebook anew. The front end's form hands back the bare name of the notebook when no other
  /// was chosen: where there is no such file in the root, the snapshot stays.
  private @Nullable Snapshot snapshot(
      @Nullable String uri, Map<String, byte[]> uploaded, NotebookWork work) {
    if (uri == null || uploaded.isEmpty() && uri.equals(work.notebook()) && !inRoot(uri)) {
      return null;
    }
    return creation.snapshot(uri, uploaded, null, work.packageFolder(), false);
  }

  private boolean inRoot(String uri) {
    try {
      services.root().find(uri);
      return true;
    } catch (InputPathException none) {
      return false;
    }
  }

  private void delete(Context request) {
    String id = Paths.id(request);
    deletions.definition(id, Requests.who(request));
    request.status(204);
  }

  private void run(Context request) {
    String id = Paths.id(request);
    var fields = new Fields("CreateJobFromDefinition", Requests.object(request));
    Map<String, Object> parameters = fields.parameters("parameters");
    fields.check();
    String job =
        services
            .jobs()
            .run(id, parameters, null, Requests.who(request))
            .orElseThrow(
                () ->
                    new HttpProblem(500, "There is no job definition with id '%s'.".formatted(id)));
    Requests.answer(request, Json.object().put("job_id", job));
  }
}
