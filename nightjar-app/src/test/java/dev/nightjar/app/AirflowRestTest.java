package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Airflow's stable REST interface: its shapes are those that genuine Airflow 2.9.3 gave.
final class AirflowRestTest extends AirflowFixture {
  /// What differs from one installation or moment to the next.
  private static final Set<String> OWN =
      Set.of(
          "file_token",
          "last_parsed",
          "last_parsed_time",
          "next_dagrun",
          "next_dagrun_create_after",
          "next_dagrun_data_interval_start",
          "next_dagrun_data_interval_end");

  @Test
  void a_dag_and_its_details_are_as_airflow_shows_them() {
    server.patch("/dags/tutorial", "{\"is_paused\": false}");
    var own = new TreeSet<>(OWN);
    requireSame(server.get("/dags/tutorial"), DagServer.recorded("GET /dags/tutorial"), own);
    own.add("owners"); // Airflow forgets them in the details
    requireSame(
        server.get("/dags/tutorial/details"),
        DagServer.recorded("GET /dags/tutorial/details"),
        own);
    JsonNode dag = server.get("/dags/tutorial?fields=dag_id,next_dagrun,next_dagrun_create_after");
    assertThat(dag.propertyNames())
        .containsExactlyInAnyOrder("dag_id", "next_dagrun", "next_dagrun_create_after");
    assertThat(dag.path("next_dagrun").stringValue())
        .matches("\\d{4}-\\d\\d-\\d\\dT00:00:00\\+00:00");
  }

  @Test
  void a_task_is_as_airflow_shows_it() {
    var but = Set.of("retries");
    requireSame(
        server.get("/dags/tutorial/tasks/templated"),
        DagServer.recorded("GET /dags/tutorial/tasks/templated"),
        but);
    JsonNode tasks = server.get("/dags/tutorial/tasks");
    assertThat(tasks.path("total_entries").intValue()).isEqualTo(3);
    assertThat(tasks.at("/tasks/0/downstream_task_ids").toString())
        .isEqualTo("[\"sleep\",\"templated\"]");
    assertThat(
            server
                .get("/dags/tutorial/tasks?order_by=-task_id")
                .at("/tasks/0/task_id")
                .stringValue())
        .isEqualTo("templated");
    problem("GET", "/dags/tutorial/tasks/none", null, 404, "Task not found", null);
  }

  @Test
  void dags_are_listed_filtered_paused_and_deleted() {
    JsonNode all = server.get("/dags");
    assertThat(ids(all.path("dags"), "dag_id")).containsExactly("example", "tutorial");
    assertThat(all.path("total_entries").intValue()).isEqualTo(2);
    assertThat(ids(server.get("/dags?tags=example").path("dags"), "dag_id"))
        .containsExactly("tutorial");
    assertThat(ids(server.get("/dags?order_by=-dag_id&limit=1").path("dags"), "dag_id"))
        .containsExactly("tutorial");
    assertThat(ids(server.get("/dags?dag_id_pattern=EXAM&offset=0").path("dags"), "dag_id"))
        .containsExactly("example");
    assertThat(server.get("/dags?paused=false").path("total_entries").intValue()).isZero();
    server.patch("/dags?dag_id_pattern=tut", "{\"is_paused\": false}");
    assertThat(ids(server.get("/dags?paused=false").path("dags"), "dag_id"))
        .containsExactly("tutorial");
    problem(
        "GET",
        "/dags?order_by=x",
        null,
        400,
        "Bad Request",
        "Ordering with 'x' is disallowed or the attribute does not exist on the model");
    problem(
        "PATCH",
        "/dags/tutorial?update_mask=tags",
        "{\"is_paused\": true}",
        400,
        "Bad Request",
        "Only `is_paused` field can be updated through the REST API");
    problem("PATCH", "/dags/x", "{\"is_paused\": true}", 404, "Dag with id: 'x' not found", null);
    problem("GET", "/dags/x", null, 404, "DAG not found", "The DAG with dag_id: x was not found");
    server.answer("DELETE", "/dags/tutorial", null, 204);
    problem("DELETE", "/dags/tutorial", null, 404, "Dag with id: 'tutorial' not found", null);
    assertThat(server.get("/dags").path("total_entries").intValue()).isEqualTo(1);
  }

  @Test
  void pools_have_slots() {
    requireShape(server.get("/pools/default_pool"), DagServer.recorded("GET /pools/default_pool"));
    assertThat(server.get("/pools/default_pool").path("slots").intValue()).isEqualTo(128);
    server.post("/pools", "{\"name\": \"p\", \"slots\": 3, \"description\": \"d\"}");
    assertThat(ids(server.get("/pools").path("pools"), "name")).contains("default_pool", "p");
    problem(
        "POST",
        "/pools",
        "{\"name\": \"p\", \"slots\": 3}",
        409,
        "Conflict",
        "Pool: p already exists");
    assertThat(server.patch("/pools/p", "{\"slots\": 5}").path("description").stringValue())
        .isEqualTo("d");
    assertThat(server.patch("/pools/p", "{\"name\": \"q\"}").path("slots").intValue()).isEqualTo(5);
    server.answer("DELETE", "/pools/q", null, 204);
    problem("GET", "/pools/q", null, 404, "Not Found", "Pool with name:'q' not found");
    problem(
        "DELETE", "/pools/default_pool", null, 400, "Bad Request", "Default Pool can't be deleted");
  }

  @Test
  void variables_and_connections_are_kept_but_not_in_clear() throws IOException {
    requireSame(
        server.post("/variables", "{\"key\": \"k3\", \"value\": \"v3\"}"),
        DagServer.recorded("GET /variables/k3"),
        Set.of());
    server.patch("/variables/k3", "{\"key\": \"k3\", \"value\": \"very-s3cr3t\"}");
    assertThat(server.get("/variables").at("/variables/0/value").stringValue())
        .isEqualTo("very-s3cr3t");
    problem(
        "PATCH",
        "/variables/k3",
        "{\"key\": \"other\", \"value\": \"x\"}",
        400,
        "Invalid post body",
        "key from request body doesn't match uri parameter");
    problem("GET", "/variables/x", null, 404, "Variable not found", "Variable does not exist");
    String connection =
        """
        {"connection_id": "c2", "conn_type": "mysql", "host": "h", "login": "l", "schema": "s",
         "port": 3306, "password": "very-s3cr3t", "extra": "{\\"charset\\": \\"utf8\\"}"}
        """;
    JsonNode made = server.post("/connections", connection);
    requireSame(made, DagServer.recorded("GET /connections/c2"), Set.of());
    requireSame(
        server.get("/connections").at("/connections/0"),
        DagServer.recorded("GET /connections (item)"),
        Set.of());
    problem(
        "POST", "/connections", connection, 409, "Conflict", "Connection already exist. ID: c2");
    assertThat(server.patch("/connections/c2", "{\"host\": \"other\"}").path("login").stringValue())
        .isEqualTo("l");
    assertThat(server.get("/connections/c2").toString()).doesNotContain("s3cr3t");
    problem(
        "GET",
        "/connections/x",
        null,
        404,
        "Connection not found",
        "The Connection with connection_id: `x` was not found");
    try (var files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("s3cr3t");
      }
    }
    server.answer("DELETE", "/variables/k3", null, 204);
    server.answer("DELETE", "/connections/c2", null, 204);
    problem("DELETE", "/variables/k3", null, 404, "Variable not found", "Variable does not exist");
  }

  @Test
  void health_and_version_are_told() {
    JsonNode health = server.get("/health");
    requireShape(health, DagServer.recorded("GET /health (nothing running)"));
    assertThat(health.at("/scheduler/status").stringValue()).isEqualTo("healthy");
    assertThat(server.get("/version").path("version").stringValue()).isEqualTo("2.9.3");
  }
}
