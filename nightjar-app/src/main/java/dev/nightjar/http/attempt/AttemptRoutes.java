package dev.nightjar.http.attempt;

import dev.nightjar.http.AttemptTokens;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Routes;
import dev.nightjar.json.Json;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunNames;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.ConnectionStore;
import dev.nightjar.store.Database;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.TaskRunStore;
import dev.nightjar.store.ValueStore;
import dev.nightjar.store.VariableStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/attempt`: values, variables, connections and runs, for attempts alone.
public final class AttemptRoutes implements Routes {
  /// Where they are.
  public static final String PATH = "/api/attempt";

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final Database database;
  private final Clock clock;
  private final Workflows workflows;
  private final VariableStore variables;
  private final ConnectionStore connections;
  private final RunStore runs = new RunStore();
  private final TaskRunStore taskRuns = new TaskRunStore();
  private final ValueStore values = new ValueStore();
  private final FileWorkflows files = new FileWorkflows();

  public AttemptRoutes(
      Database database,
      Workflows workflows,
      VariableStore variables,
      ConnectionStore connections,
      Clock clock) {
    this.database = database;
    this.clock = clock;
    this.workflows = workflows;
    this.variables = variables;
    this.connections = connections;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.beforeMatched(PATH + "/*", this::admit);
    routes.post(PATH + "/values/pull", this::pull, Role.TASK);
    routes.get(PATH + "/variables/{name}", this::variable, Role.TASK);
    routes.put(PATH + "/variables/{name}", this::setVariable, Role.TASK);
    routes.delete(PATH + "/variables/{name}", this::deleteVariable, Role.TASK);
    routes.get(PATH + "/connections/{name}", this::connection, Role.TASK);
    routes.post(PATH + "/runs", this::trigger, Role.TASK);
    routes.post(PATH + "/runs/find", this::find, Role.TASK);
  }

  /// Only attempts that go on are let in: their tokens are of no use later.
  private void admit(Context request) {
    if (request.routeRoles().contains(Role.TASK)) {
      AttemptTokens.Attempt attempt = Requests.attempt(request);
      boolean goesOn =
          AttemptTokens.loads(attempt, clock.instant())
              .orElseGet(
                  () ->
                      database.read(
                          transaction ->
                              taskRuns.runs(transaction, attempt.taskRun(), attempt.number())));
      if (!goesOn) {
        throw new HttpProblem(403, "This attempt has ended.");
      }
    }
  }

  private void pull(Context request) {
    ObjectNode body = Requests.object(request);
    List<String> tasks = new ArrayList<>();
    body.path("task_ids").forEach(task -> tasks.add(task.asString("")));
    var wanted =
        new ValueStore.Wanted(
            text(body, "dag_id"),
            textOrNull(body, "run_id"),
            time(body, "logical_date"),
            tasks,
            textOrNull(body, "key"),
            body.path("include_prior_dates").asBoolean(false));
    ObjectNode answer = Json.object();
    ArrayNode found = answer.putArray("values");
    for (ValueStore.Left left : database.read(transaction -> values.find(transaction, wanted))) {
      ObjectNode one = found.addObject();
      one.put("task_id", left.taskRun().task()).put("key", left.value().key());
      one.set("value", JSON.readTree(left.value().json()));
      one.put("pickled", left.value().pickled());
    }
    Requests.answer(request, answer);
  }

  private void variable(Context request) {
    String name = request.pathParam("name");
    VariableStore.Variable found =
        database
            .read(transaction -> variables.find(transaction, name))
            .orElseThrow(() -> HttpProblem.missing("There is no variable '%s'.".formatted(name)));
    Requests.answer(request, Json.object().put("value", found.value()));
  }

  private void setVariable(Context request) {
    ObjectNode body = Requests.object(request);
    var variable =
        new VariableStore.Variable(
            request.pathParam("name"), text(body, "value"), textOrNull(body, "description"));
    database.change(transaction -> variables.put(transaction, variable));
    request.status(204);
  }

  private void deleteVariable(Context request) {
    String name = request.pathParam("name");
    if (!database.write(transaction -> variables.remove(transaction, name))) {
      throw HttpProblem.missing("There is no variable '%s'.".formatted(name));
    }
    request.status(204);
  }

  private void connection(Context request) {
    String name = request.pathParam("name");
    ConnectionStore.Connection found =
        database
            .read(transaction -> connections.find(transaction, name))
            .orElseThrow(() -> HttpProblem.missing("There is no connection '%s'.".formatted(name)));
    ConnectionStore.Target target = found.target();
    Requests.answer(
        request,
        Json.object()
            .put("conn_id", found.name())
            .put("conn_type", found.kind())
            .put("host", target.host())
            .put("login", target.login())
            .put("password", target.password())
            .put("schema", target.schema())
            .put("port", target.port())
            .put("extra", target.extra()));
  }

  private void trigger(Context request) {
    ObjectNode body = Requests.object(request);
    String key = text(body, "dag_id");
    Map<String, Object> conf =
        body.path("conf").isObject() ? JSON.convertValue(body.get("conf"), MAP) : Map.of();
    boolean sub = body.path("sub_dag").asBoolean(false);
    Run own = sub ? ownRun(request) : null;
    var asked =
        new Workflows.Asked(
            textOrNull(body, "run_id"),
            time(body, "logical_date"),
            own == null ? null : own.cause().interval(),
            conf);
    String by = Requests.who(request);
    try {
      String id =
          workflows
              .trigger(key, asked, by)
              .orElseThrow(() -> HttpProblem.missing("Dag id %s not found".formatted(key)));
      Run made = database.read(transaction -> runs.find(transaction, id)).orElseThrow();
      Requests.answer(
          request,
          Json.object()
              .put("run_id", made.cause().key())
              .put("logical_date", RunNames.iso(made.cause().logicalTime())));
    } catch (StoreException.Duplicate there) {
      throw new HttpProblem(
          409, "A run of %s with that name or time is there already.".formatted(key));
    }
  }

  private Run ownRun(Context request) {
    AttemptTokens.Attempt attempt = Requests.attempt(request);
    return database
        .read(transaction -> runs.find(transaction, attempt.taskRun().run()))
        .orElseThrow(() -> HttpProblem.missing("The run of this attempt is gone."));
  }

  private void find(Context request) {
    ObjectNode body = Requests.object(request);
    String key = text(body, "dag_id");
    String name = textOrNull(body, "run_id");
    Instant time = time(body, "logical_date");
    ObjectNode answer = Json.object();
    ArrayNode found = answer.putArray("runs");
    database
        .read(
            transaction -> {
              if (files.find(transaction, key).isEmpty()) {
                throw HttpProblem.missing("Dag id %s not found".formatted(key));
              }
              return files.runs(transaction, key, name, time);
            })
        .forEach(run -> add(found, run));
    Requests.answer(request, answer);
  }

  private static void add(ArrayNode found, FileWorkflows.Standing run) {
    ObjectNode one = found.addObject();
    one.put("run_id", run.key())
        .put("state", word(run.state()))
        .put("logical_date", RunNames.iso(run.logicalTime()));
    ObjectNode tasks = one.putObject("tasks");
    run.tasks()
        .forEach(
            (task, state) -> tasks.put(task, state == TaskRunState.WAITING ? null : word(state)));
    run.groups().forEach(one.putObject("groups")::put);
  }

  /// As Airflow writes states.
  private static String word(Enum<?> state) {
    return switch (state.name()) {
      case "STOPPED" -> "failed";
      case "STOPPING" -> "running";
      case String name -> name.toLowerCase(Locale.ROOT);
    };
  }

  private static String text(ObjectNode body, String name) {
    return Optional.ofNullable(textOrNull(body, name))
        .orElseThrow(() -> HttpProblem.bad("'%s' is missing.".formatted(name)));
  }

  private static @Nullable String textOrNull(ObjectNode body, String name) {
    JsonNode value = body.path(name);
    return value.isString() ? value.stringValue() : null;
  }

  private static @Nullable Instant time(ObjectNode body, String name) {
    String text = textOrNull(body, name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw HttpProblem.bad("'%s' is no time with an offset: %s".formatted(name, text));
    }
  }
}
