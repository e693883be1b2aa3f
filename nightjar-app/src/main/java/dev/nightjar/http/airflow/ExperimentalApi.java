package dev.nightjar.http.airflow;

import dev.nightjar.http.Everyone;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.store.KeyedRun;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// The experimental interface of Airflow 1.10.
final class ExperimentalApi {
  private final AirflowServices services;
  private final RunChangeApi runs;

  ExperimentalApi(AirflowServices services) {
    this.services = services;
    this.runs = new RunChangeApi(services);
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(
        base + "/test",
        request -> Requests.answer(request, Json.object().put("status", "OK")),
        Everyone.EVERYONE);
    routes.post(base + "/dags/{dag_id}/dag_runs", this::trigger);
  }

  private void trigger(Context request) {
    Given given = Given.of(request);
    String key = given.name("run_id");
    OffsetDateTime logical = given.time("execution_date");
    boolean whole = given.flag("replace_microseconds", logical == null);
    var conf = given.values("conf");
    given.check();
    OffsetDateTime time = logical == null ? services.now().atOffset(ZoneOffset.UTC) : logical;
    KeyedRun run =
        runs.create(
            new Dags.Trigger(
                request.pathParam("dag_id"),
                key,
                whole ? time.truncatedTo(ChronoUnit.SECONDS) : time,
                null,
                conf,
                null,
                Requests.who(request)));
    Requests.answer(
        request,
        Json.object()
            .put("execution_date", Moments.text(Moments.logical(run.run())))
            .put("message", "Created " + text(run))
            .put("run_id", run.key()));
  }

  /// A run as Airflow 1.10 prints it.
  static String text(KeyedRun run) {
    return "<DagRun %s @ %s: %s, externally triggered: True>"
        .formatted(run.workflow(), Moments.spaced(Moments.logical(run.run())), run.key());
  }
}
