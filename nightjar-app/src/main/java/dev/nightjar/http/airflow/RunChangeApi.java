package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.store.ImportErrorStore;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.RunClears;
import dev.nightjar.store.RunVerdicts;
import dev.nightjar.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What makes, changes and deletes DAG runs.
final class RunChangeApi {
  private final AirflowServices services;
  private final Lookup lookup;
  private final KeyedRuns runs = new KeyedRuns();
  private final RunClears clears = new RunClears();
  private final RunVerdicts verdicts = new RunVerdicts();
  private final ImportErrorStore errors = new ImportErrorStore();

  RunChangeApi(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  void addTo(RoutesConfig routes, String base) {
    String run = base + "/dags/{dag_id}/dagRuns/{dag_run_id}";
    routes.post(base + "/dags/{dag_id}/dagRuns", this::create);
    routes.patch(run, this::patch);
    routes.delete(run, this::delete);
    routes.post(run + "/clear", this::clear);
    routes.patch(run + "/setNote", this::note);
  }

  private void create(Context request) {
    String id = request.pathParam("dag_id");
    Given given = Given.of(request);
    String key = given.name("dag_run_id");
    OffsetDateTime logical = given.logical();
    OffsetDateTime start = given.time("data_interval_start");
    OffsetDateTime end = given.time("data_interval_end");
    Map<String, Object> conf = given.values("conf");
    String note = given.text("note");
    if ((start == null) != (end == null)) {
      given.fault(
          "_schema",
          "Both 'data_interval_start' and 'data_interval_end' must be specified together");
    } else if (start != null && end != null && end.isBefore(start)) {
      given.fault("data_interval_end", "Must not be before data_interval_start.");
    }
    given.check();
    DataInterval interval =
        start == null || end == null ? null : new DataInterval(start.toInstant(), end.toInstant());
    var trigger = new Dags.Trigger(id, key, logical, interval, conf, note, Requests.who(request));
    Requests.answer(request, RunView.of(create(trigger)));
  }

  /// Makes a run.
  ///
  /// @throws AirflowProblem if there is no such DAG, its file is broken, or there is such a run
  KeyedRun create(Dags.Trigger trigger) {
    KeyedWorkflow dag =
        lookup.dag(trigger.workflow(), "DAG not found", "DAG with dag_id: '%s' not found");
    if (broken(dag)) {
      throw new AirflowProblem(
          400,
          "DAG cannot be triggered",
          "DAG with dag_id: '%s' has import errors".formatted(dag.key()));
    }
    requireNew(dag, trigger.runKey(), trigger.logicalTime());
    try {
      String run = services.dags().trigger(trigger);
      return lookup.requireRun(dag.key(), run);
    } catch (StoreException.Duplicate e) {
      throw exists(dag, "DAGRun ID: '%s'".formatted(trigger.runKey()));
    }
  }

  private boolean broken(KeyedWorkflow dag) {
    return dag.file() != null
        && services.database().<List<ImportErrorStore.ImportError>>read(errors::list).stream()
            .anyMatch(error -> error.file().equals(dag.file()));
  }

  private void requireNew(
      KeyedWorkflow dag, @Nullable String key, @Nullable OffsetDateTime logical) {
    if (logical != null
        && services
            .database()
            .read(transaction -> runs.find(transaction, dag.stored().id(), logical.toInstant()))
            .isPresent()) {
      throw exists(dag, "DAGRun logical date: '%s'".formatted(Moments.spaced(logical.toInstant())));
    }
    if (key != null && lookup.run(dag.key(), key).isPresent()) {
      throw exists(dag, "DAGRun ID: '%s'".formatted(key));
    }
  }

  private static AirflowProblem exists(KeyedWorkflow dag, String what) {
    return new AirflowProblem(
        409,
        "Conflict",
        "DAGRun with DAG ID: '%s' and %s already exists".formatted(dag.key(), what));
  }

  private KeyedRun find(Context request) {
    return lookup.requireRun(request.pathParam("dag_id"), request.pathParam("dag_run_id"));
  }

  private void patch(Context request) {
    Given given = Given.of(request);
    String state = given.required("state");
    if (!state.isEmpty() && !List.of("success", "failed", "queued").contains(state)) {
      given.fault("state", "Must be one of: queued, success, failed.");
    }
    given.check();
    KeyedRun run = find(request);
    String who = Requests.who(request);
    String id = run.run().id();
    services
        .database()
        .change(
            transaction -> {
              switch (state) {
                case "success" -> verdicts.succeeded(transaction, id, who, services.now());
                case "failed" -> verdicts.failed(transaction, id, who, services.now());
                default ->
                    clears.clear(transaction, id, RunClears.Selection.ALL, who, services.now());
              }
            });
    services.dags().edited();
    Requests.answer(request, RunView.of(find(request)));
  }

  private void delete(Context request) {
    services.dags().deleteRun(find(request).run().id(), Requests.who(request));
    request.status(204);
  }

  private void clear(Context request) {
    Given given = Given.of(request);
    boolean dry = given.flag("dry_run", true);
    given.check();
    KeyedRun run = find(request);
    String id = run.run().id();
    if (dry) {
      List<String> tasks =
          services
              .database()
              .read(transaction -> clears.find(transaction, id, RunClears.Selection.ALL));
      ObjectNode answer = Json.object();
      var items = answer.putArray("task_instances");
      tasks.forEach(task -> items.add(TaskInstanceView.reference(run, task)));
      Requests.answer(request, answer);
      return;
    }
    services
        .database()
        .change(
            transaction ->
                clears.clear(
                    transaction,
                    id,
                    RunClears.Selection.ALL,
                    Requests.who(request),
                    services.now()));
    services.dags().edited();
    Requests.answer(request, RunView.of(find(request)));
  }

  private void note(Context request) {
    Given given = Given.of(request);
    String note = given.text("note");
    if (note != null && note.length() > 1_000) {
      given.fault("note", "Longer than maximum length 1000.");
    }
    given.check();
    KeyedRun run = find(request);
    services.database().change(transaction -> runs.note(transaction, run.run().id(), note));
    Requests.answer(request, RunView.of(find(request)));
  }
}
