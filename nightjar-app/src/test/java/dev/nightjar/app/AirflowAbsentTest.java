package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What of Airflow's stable REST interface tells of things that Nightjar has none of, and of what
/// happened.
final class AirflowAbsentTest extends AirflowFixture {
  @Test
  void what_there_is_none_of_is_listed_as_that() {
    server.run("r");
    for (var path :
        new String[][] {
          {"/plugins", "plugins"},
          {"/providers", "providers"},
          {"/dagWarnings", "dag_warnings"},
          {"/datasets?limit=5&offset=0", "datasets"},
          {"/datasets/events", "dataset_events"},
          {"/dags/example/dagRuns/r/upstreamDatasetEvents", "dataset_events"}
        }) {
      assertThat(server.get(path[0]).toString())
          .isEqualTo("{\"%s\":[],\"total_entries\":0}".formatted(path[1]));
    }
    problem(
        "GET",
        "/datasets/s3%3A%2F%2Fbucket%2Fkey",
        null,
        404,
        "Dataset not found",
        "The Dataset with uri: `s3://bucket/key` was not found");
    problem(
        "GET",
        "/dags/example/dagRuns/x/upstreamDatasetEvents",
        null,
        404,
        "DAGRun not found",
        "DAGRun with DAG ID: 'example' and DagRun ID: 'x' not found");
  }

  @Test
  void what_airflow_does_not_tell_unless_it_is_allowed_is_refused_alike() {
    problem(
        "GET",
        "/config",
        null,
        403,
        "Forbidden",
        "Your Airflow administrator chose not to expose the configuration, most likely for security reasons.");
    var tried = server.http().send("POST", DagServer.API + "/connections/test", "{}");
    assertThat(tried.status()).isEqualTo(403);
    assertThat(tried.text())
        .isEqualTo(
            "Testing connections is disabled in Airflow configuration. Contact your deployment admin to enable it.");
  }

  @Test
  void a_task_instance_has_no_links_that_lead_anywhere() {
    server.run("r");
    assertThat(server.get("/dags/example/dagRuns/r/taskInstances/push/links").toString())
        .isEqualTo("{}");
    problem(
        "GET",
        "/dags/example/dagRuns/r/taskInstances/x/links",
        null,
        404,
        "Task not found",
        "Task with ID = \"x\" not found");
    problem(
        "GET",
        "/dags/example/dagRuns/x/taskInstances/push/links",
        null,
        404,
        "DAG Run not found",
        "DAG Run with ID = \"x\" not found");
  }

  @Test
  void task_instances_are_found_by_what_a_body_says() {
    server.run("r");
    server.succeedAll();
    String all = "/dags/~/dagRuns/~/taskInstances/list";
    JsonNode found = server.post(all, "{\"dag_ids\": [\"example\"], \"state\": [\"success\"]}");
    assertThat(found.path("total_entries").intValue()).isEqualTo(4);
    requireShape(
        found.at("/task_instances/0"), DagServer.recorded("GET …/taskInstances/bash_push"));
    assertThat(
            ids(
                server
                    .post(
                        all,
                        "{\"dag_run_ids\": [\"r\"], \"task_ids\": [\"alone\", \"push\"], \"duration_gte\": 0}")
                    .path("task_instances"),
                "task_id"))
        .containsExactly("push", "alone");
    assertThat(server.post(all, "{\"dag_run_ids\": [\"x\"]}").path("total_entries").intValue())
        .isZero();
    problem(
        "POST",
        all,
        "{\"duration_lte\": \"x\"}",
        400,
        "Bad Request",
        "{'duration_lte': ['Not a valid number.']}");
  }

  @Test
  void a_task_that_is_not_mapped_has_no_points() {
    server.run("r");
    String push = "/dags/example/dagRuns/r/taskInstances/push";
    assertThat(server.get(push + "/-1").path("task_id").stringValue()).isEqualTo("push");
    problem("GET", push + "/0", null, 404, "Task instance not found", null);
    problem("GET", push + "/listMapped", null, 404, "Task id push is not mapped", null);
    problem(
        "GET",
        push + "/x",
        null,
        400,
        "Bad Request",
        "Wrong type, expected 'integer' for path parameter 'map_index'");
  }

  @Test
  void what_happened_is_told() {
    server.run("r");
    server.succeedAll();
    JsonNode ended =
        server
            .get(
                "/eventLogs?dag_id=example&task_id=push&event=success&order_by=-event_log_id&limit=1")
            .at("/event_logs/0");
    assertThat(ended.path("dag_id").stringValue()).isEqualTo("example");
    assertThat(ended.path("run_id").stringValue()).isEqualTo("r");
    assertThat(ended.path("map_index").intValue()).isEqualTo(-1);
    assertThat(ended.path("execution_date").stringValue()).isEqualTo("2024-01-02T00:00:00+00:00");
    assertThat(ended.path("owner").stringValue()).isEqualTo("vm");
    JsonNode one = server.get("/eventLogs/" + ended.path("event_log_id").longValue());
    assertThat(one).isEqualTo(ended);
    assertThat(
            server.get("/eventLogs?dag_id=tutorial&event=success").path("total_entries").intValue())
        .isZero();
    assertThat(server.get("/eventLogs?before=2020-01-01").path("total_entries").intValue())
        .isZero();
    problem("GET", "/eventLogs/0", null, 404, "Event Log not found", null);
    problem(
        "GET",
        "/eventLogs?order_by=x",
        null,
        400,
        "Bad Request",
        "Ordering with 'x' is disallowed or the attribute does not exist on the model");
  }
}
