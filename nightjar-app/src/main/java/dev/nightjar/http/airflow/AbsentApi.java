package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// What Airflow has and Nightjar has none of: lists of it are empty, as in an Airflow where nobody
/// uses it, and what Airflow does not tell or do where nobody allows it is refused alike.
final class AbsentApi {
  private final Lookup lookup;

  AbsentApi(AirflowServices services) {
    this.lookup = new Lookup(services);
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/plugins", request -> none(request, "plugins"));
    routes.get(base + "/providers", request -> none(request, "providers"));
    routes.get(base + "/dagWarnings", request -> none(request, "dag_warnings"));
    routes.get(base + "/datasets", request -> none(request, "datasets"));
    routes.get(base + "/datasets/events", request -> none(request, "dataset_events"));
    routes.get(base + "/datasets/<uri>", AbsentApi::dataset);
    routes.get(
        base + "/dags/{dag_id}/dagRuns/{dag_run_id}/upstreamDatasetEvents",
        request -> {
          lookup.requireRun(request.pathParam("dag_id"), request.pathParam("dag_run_id"));
          none(request, "dataset_events");
        });
    routes.get(base + "/config", AbsentApi::config);
    routes.get(base + "/config/section/{section}/option/{option}", AbsentApi::config);
    routes.post(base + "/connections/test", AbsentApi::test, Role.OPERATOR);
  }

  private static void none(Context request, String name) {
    var asked = new Asked(request);
    asked.limit();
    asked.offset();
    var answer = Json.object();
    answer.putArray(name);
    Requests.answer(request, answer.put("total_entries", 0));
  }

  private static void dataset(Context request) {
    throw new AirflowProblem(
        404,
        "Dataset not found",
        "The Dataset with uri: `%s` was not found".formatted(request.pathParam("uri")));
  }

  private static void config(Context request) {
    throw new AirflowProblem(
        403,
        "Forbidden",
        "Your Airflow administrator chose not to expose the configuration, most likely for security reasons.");
  }

  private static void test(Context request) {
    request
        .status(403)
        .result(
            "Testing connections is disabled in Airflow configuration. Contact your deployment admin to enable it.");
  }
}
