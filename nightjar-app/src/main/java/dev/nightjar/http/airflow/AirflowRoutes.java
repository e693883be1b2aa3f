package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Routes;
import dev.nightjar.store.StoreException;
import io.javalin.config.RoutesConfig;

/// `/airflow/api/v1`, the experimental interface and that of the old plugin.
public final class AirflowRoutes implements Routes {
  private static final String BASE = "/airflow/api/v1";

  private final AirflowServices services;

  public AirflowRoutes(AirflowServices services) {
    this.services = services;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.exception(AirflowProblem.class, (problem, request) -> problem.answer(request));
    routes.exception(
        StoreException.Busy.class,
        (problem, request) ->
            new AirflowProblem(409, "Conflict", problem.getMessage()).answer(request));
    new DagApi(services).addTo(routes, BASE);
    new RunApi(services).addTo(routes, BASE);
    new RunChangeApi(services).addTo(routes, BASE);
    new TaskChangeApi(services).addTo(routes, BASE);
    new LogApi(services).addTo(routes, BASE);
    new XcomApi(services).addTo(routes, BASE);
    new TaskInstanceApi(services).addTo(routes, BASE);
    new SourceApi(services).addTo(routes, BASE);
    new EventLogApi(services).addTo(routes, BASE);
    new AbsentApi(services).addTo(routes, BASE);
    new PoolApi(services).addTo(routes, BASE);
    new VariableApi(services).addTo(routes, BASE);
    new ConnectionApi(services).addTo(routes, BASE);
    new StateApi(services).addTo(routes, BASE);
    var experimental = new ExperimentalApi(services);
    experimental.addTo(routes, "/airflow/api/experimental");
    experimental.addTo(routes, "/api/experimental");
    var plugin = new PluginApi(services);
    plugin.addTo(routes, "/airflow/admin/rest_api/api");
    plugin.addTo(routes, "/admin/rest_api/api");
  }
}
