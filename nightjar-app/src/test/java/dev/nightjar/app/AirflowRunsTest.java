package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Runs, their tasks and what those leave, over Airflow's stable REST interface.
final class AirflowRunsTest extends AirflowFixture {
  @Test
  void a_run_is_triggered_once() {
    JsonNode run =
        server.post(
            "/dags/example/dagRuns",
            """
            {"logical_date": "2024-01-02T00:00:00.123456Z", "conf": {"a": 1}, "note": "n"}
            """);
    requireShape(run, DagServer.recorded("GET /dags/example_xcom/dagRuns/{run}"));
    assertThat(run.path("dag_run_id").stringValue())
        .isEqualTo("manual__2024-01-02T00:00:00.123456+00:00");
    assertThat(run.path("logical_date").stringValue())
        .isEqualTo("2024-01-02T00:00:00.123456+00:00");
    assertThat(run.path("state").stringValue()).isEqualTo("queued");
    assertThat(run.path("conf").toString()).isEqualTo("{\"a\":1}");
    assertThat(run.path("note").stringValue()).isEqualTo("n");
    assertThat(run.path("external_trigger").booleanValue()).isTrue();
    problem(
        "POST",
        "/dags/example/dagRuns",
        "{\"logical_date\": \"2024-01-02T00:00:00.123Z\"}",
        409,
        "Conflict",
        "DAGRun with DAG ID: 'example' and DAGRun logical date: '2024-01-02 00:00:00.123000+00:00' already exists");
    server.post("/dags/example/dagRuns", "{\"dag_run_id\": \"mine\"}");
    problem(
        "POST",
        "/dags/example/dagRuns",
        "{\"dag_run_id\": \"mine\"}",
        409,
        "Conflict",
        "DAGRun with DAG ID: 'example' and DAGRun ID: 'mine' already exists");
    problem(
        "POST", "/dags/x/dagRuns", "{}", 404, "DAG not found", "DAG with dag_id: 'x' not found");
    problem(
        "POST",
        "/dags/example/dagRuns",
        "{\"x\": 1}",
        400,
        "Bad Request",
        "{'x': ['Unknown field.']}");
    server.breakFile("example.py");
    problem(
        "POST",
        "/dags/example/dagRuns",
        "{}",
        400,
        "DAG cannot be triggered",
        "DAG with dag_id: 'example' has import errors");
    assertThat(server.get("/importErrors").at("/import_errors/0/stack_trace").stringValue())
        .contains("SyntaxError");
    assertThat(server.get("/dags/example").path("has_import_errors").booleanValue()).isTrue();
  }

  @Test
  void runs_are_listed_found_and_deleted() {
    server.run("one");
    server.post("/dags/example/dagRuns", "{\"dag_run_id\": \"two\"}");
    assertThat(ids(server.get("/dags/example/dagRuns").path("dag_runs"), "dag_run_id"))
        .containsExactly("one", "two");
    assertThat(
            ids(
                server.get("/dags/~/dagRuns?order_by=-execution_date").path("dag_runs"),
                "dag_run_id"))
        .containsExactly("two", "one");
    assertThat(
            ids(
                server
                    .get(
                        "/dags/example/dagRuns?execution_date_lte=2024-01-02T00:00:00+00:00&limit=5")
                    .path("dag_runs"),
                "dag_run_id"))
        .containsExactly("one");
    assertThat(server.get("/dags/example/dagRuns?state=success").path("total_entries").intValue())
        .isZero();
    assertThat(server.get("/dags/x/dagRuns").path("total_entries").intValue()).isZero();
    JsonNode found =
        server.post(
            "/dags/~/dagRuns/list",
            "{\"dag_ids\": [\"example\"], \"states\": [\"queued\"], \"page_limit\": 1, \"order_by\": \"-dag_run_id\"}");
    assertThat(ids(found.path("dag_runs"), "dag_run_id")).containsExactly("two");
    assertThat(found.path("total_entries").intValue()).isEqualTo(2);
    assertThat(
            server
                .patch("/dags/example/dagRuns/two/setNote", "{\"note\": \"look\"}")
                .path("note")
                .stringValue())
        .isEqualTo("look");
    server.answer("DELETE", "/dags/example/dagRuns/two", null, 204);
    problem(
        "GET",
        "/dags/example/dagRuns/two",
        null,
        404,
        "DAGRun not found",
        "DAGRun with DAG ID: 'example' and DagRun ID: 'two' not found");
  }

  @Test
  void task_instances_and_their_values_are_as_airflow_shows_them() throws IOException {
    server.run("one");
    var claimed = server.claim();
    assertThat(claimed).hasSize(2);
    String one = "/dags/example/dagRuns/one";
    JsonNode running = server.get(one + "/taskInstances/push");
    assertThat(running.path("state").stringValue()).isEqualTo("running");
    assertThat(running.path("try_number").intValue()).isEqualTo(1);
    assertThat(server.get(one + "/taskInstances/after").path("state").isNull()).isTrue();
    TaskRunKey key =
        claimed.stream()
            .filter(it -> it.key().task().equals("push"))
            .findFirst()
            .orElseThrow()
            .key();
    Path log = folder.resolve("data/artifacts").resolve(key.folder(1)).resolve("log.txt");
    Files.createDirectories(log.getParent());
    Files.writeString(log, "it's\ndone\n");
    server.end(
        claimed.stream().filter(it -> it.key().equals(key)).findFirst().orElseThrow(),
        new Outcome.Succeeded(),
        "{\"a\": [1, 2.0, null, true, \"it's\"]}");
    JsonNode push = server.get(one + "/taskInstances/push");
    requireShape(push, DagServer.recorded("GET …/taskInstances/bash_push"));
    assertThat(push.path("state").stringValue()).isEqualTo("success");
    assertThat(push.path("rendered_fields").toString()).isEqualTo("{\"bash_command\":\"echo 1\"}");
    assertThat(push.path("hostname").stringValue()).isEqualTo("vm");
    assertThat(push.path("max_tries").intValue()).isEqualTo(1);
    JsonNode entries = server.get(one + "/taskInstances/push/xcomEntries");
    requireShape(entries.at("/xcom_entries/0"), DagServer.recorded("GET …/xcomEntries (item)"));
    JsonNode entry = server.get(one + "/taskInstances/push/xcomEntries/return_value");
    requireShape(entry, DagServer.recorded("GET …/xcomEntries/{key}"));
    assertThat(entry.path("value").stringValue())
        .isEqualTo("{'a': [1, 2.0, None, True, \"it's\"]}");
    problem(
        "GET", one + "/taskInstances/push/xcomEntries/x", null, 404, "XCom entry not found", null);
    JsonNode said = server.get(one + "/taskInstances/push/logs/1");
    assertThat(said.path("content").stringValue()).isEqualTo("[('vm', \"it's\\ndone\\n\")]");
    var plain =
        server
            .http()
            .get(DagServer.API + one + "/taskInstances/push/logs/1", "Accept", "text/plain");
    assertThat(plain.text()).isEqualTo("it's\ndone\n");
    String token = said.path("continuation_token").stringValue();
    assertThat(
            server
                .get(one + "/taskInstances/push/logs/1?token=" + token)
                .path("content")
                .stringValue())
        .isEqualTo("[('vm', '')]");
    problem("GET", one + "/taskInstances/x/logs/1", null, 404, "TaskInstance not found", null);
    problem("GET", one + "/taskInstances/x", null, 404, "Task instance not found", null);
    assertThat(server.get(one + "/taskInstances?state=success").path("total_entries").intValue())
        .isEqualTo(1);
    assertThat(
            server.get("/dags/~/dagRuns/~/taskInstances?limit=2&offset=1").path("task_instances"))
        .hasSize(2);
  }

  @Test
  void what_failed_is_cleared_and_marked() {
    server.run("one");
    for (int tries = 0; tries < 2; tries++) {
      server
          .claim()
          .forEach(claimed -> server.end(claimed, new Outcome.Failed("no", null, true), "1"));
    }
    String one = "/dags/example/dagRuns/one";
    assertThat(server.get(one).path("state").stringValue()).isEqualTo("failed");
    assertThat(server.get(one + "/taskInstances/after").path("state").stringValue())
        .isEqualTo("upstream_failed");
    JsonNode dry =
        server.post(
            "/dags/example/clearTaskInstances",
            "{\"dag_run_id\": \"one\", \"task_ids\": [\"push\"]}");
    requireShape(
        dry.at("/task_instances/0"),
        DagServer.recorded("POST clearTaskInstances").at("/task_instances/0"));
    assertThat(server.get(one).path("state").stringValue()).isEqualTo("failed");
    JsonNode cleared =
        server.post(
            "/dags/example/clearTaskInstances",
            """
            {"dry_run": false, "dag_run_id": "one", "task_ids": ["push"], "include_downstream": true,
             "reset_dag_runs": true}
            """);
    assertThat(ids(cleared.path("task_instances"), "task_id"))
        .containsExactly("push", "puller", "after");
    assertThat(server.get(one).path("state").stringValue()).isEqualTo("queued");
    JsonNode marked =
        server.post(
            "/dags/example/updateTaskInstancesState",
            "{\"dry_run\": false, \"task_id\": \"push\", \"dag_run_id\": \"one\", \"new_state\": \"success\"}");
    assertThat(ids(marked.path("task_instances"), "task_id")).containsExactly("push");
    server.patch(one + "/taskInstances/puller", "{\"dry_run\": false, \"new_state\": \"skipped\"}");
    assertThat(server.get(one + "/taskInstances/after").path("state").stringValue())
        .isEqualTo("skipped");
    assertThat(server.patch(one, "{\"state\": \"success\"}").path("state").stringValue())
        .isEqualTo("success");
    assertThat(server.patch(one, "{\"state\": \"failed\"}").path("state").stringValue())
        .isEqualTo("failed");
    assertThat(server.post(one + "/clear", "{}").path("task_instances")).hasSize(4);
    assertThat(server.post(one + "/clear", "{\"dry_run\": false}").path("state").stringValue())
        .isEqualTo("queued");
    server.succeedAll();
    assertThat(server.get(one).path("state").stringValue()).isEqualTo("success");
    problem(
        "POST",
        "/dags/example/updateTaskInstancesState",
        "{\"task_id\": \"x\", \"dag_run_id\": \"one\", \"new_state\": \"success\"}",
        404,
        "Task ID x not found",
        "Task ID x not found");
    problem(
        "POST",
        "/dags/example/clearTaskInstances",
        "{\"only_running\": true}",
        400,
        "Bad Request",
        "{'_schema': ['only_failed and only_running both are set to True']}");
  }
}
