package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.store.Claims;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The old plugin's interface, and the experimental one of 1.10.
final class AirflowOldWaysTest {
  private static final String PLUGIN = "/admin/rest_api/api";
  private static final String RUN = "run&dag_id=example&execution_date=r&task_id=";

  @TempDir private Path folder;

  @Test
  void the_old_plugin_answers_with_what_commands_print() {
    try (var server = new DagServer(folder)) {
      JsonNode list = plugin(server, "list_dags", 200);
      assertThat(list.path("status").stringValue()).isEqualTo("OK");
      assertThat(list.path("airflow_cmd").stringValue()).isEqualTo("airflow list_dags");
      String line = "-".repeat(67);
      assertThat(list.at("/output/stdout").stringValue())
          .isEqualTo("\n\n%s\nDAGS\n%s\nexample\ntutorial\n\n".formatted(line, line));
      assertThat(list.path("call_time").stringValue())
          .matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
      assertThat(out(server, "unpause&dag_id=example")).isEqualTo("Dag: example, paused: False\n");
      JsonNode run =
          plugin(
              server,
              "trigger_dag&dag_id=example&run_id=r&exec_date=2024-01-02&conf=%7B%22a%22:1%7D",
              200);
      assertThat(run.at("/output/stdout").stringValue())
          .isEqualTo(
              "Created <DagRun example @ 2024-01-02 00:00:00+00:00: r, externally triggered: True>\n");
      assertThat(run.path("airflow_cmd").stringValue())
          .isEqualTo(
              "airflow trigger_dag --run_id r --conf {\"a\":1} --exec_date 2024-01-02 example");
      assertThat(out(server, "dag_state&dag_id=example&execution_date=2024-01-02"))
          .isEqualTo("queued\n");
      assertThat(out(server, "task_state&dag_id=example&task_id=after&execution_date=2024-01-02"))
          .isEqualTo("None\n");
      assertThat(out(server, "list_tasks&dag_id=tutorial&tree"))
          .isEqualTo(
              """
              <Task(BashOperator): print_date>
                  <Task(BashOperator): sleep>
                  <Task(BashOperator): templated>
              """);
      assertThat(
              plugin(server, "trigger_dag&dag_id=example&run_id=r", 200)
                  .at("/output/stderr")
                  .stringValue())
          .contains("already exists");
      assertThat(plugin(server, "trigger_dag", 400).path("output").stringValue())
          .isEqualTo("The argument(s) ['dag_id'] are required");
      assertThat(plugin(server, "pause&dag_id=x", 400).path("output").stringValue())
          .isEqualTo("The DAG ID 'x' does not exist");
      assertThat(plugin(server, "x", 400).path("output").stringValue())
          .isEqualTo("API 'x' was not found");
      assertThat(server.http().get("/airflow" + PLUGIN).json().path("output").stringValue())
          .isEqualTo("API should be provided");
      assertThat(out(server, "pool&set=p%203%20my%20pool"))
          .isEqualTo(
              """
              ╒════════╤═════════╤═══════════════╕
              │ Pool   │   Slots │ Description   │
              ╞════════╪═════════╪═══════════════╡
              │ p      │       3 │ my pool       │
              ╘════════╧═════════╧═══════════════╛
              """);
      assertThat(out(server, "variables&set=k%20v%20w")).isEmpty();
      assertThat(out(server, "variables&get=k")).isEqualTo("v w\n");
      JsonNode added =
          plugin(
              server,
              "connections&add&conn_id=c&conn_uri=postgres://u:p%2540ss@h:5432/db?a=b",
              200);
      assertThat(added.at("/output/stdout").stringValue())
          .isEqualTo("\n\tSuccessfully added `conn_id`=c : postgres://u:******@h:5432/db\n\n");
      assertThat(added.path("airflow_cmd").stringValue()).contains("--conn_uri ******");
      assertThat(out(server, "clear&dag_id=example&task_regex=pu")).isEmpty();
      var foreign =
          server.http().get(PLUGIN + "?api=pause&dag_id=example", "Sec-Fetch-Site", "cross-site");
      assertThat(foreign.status()).isEqualTo(403);
    }
  }

  @Test
  void a_task_of_a_run_is_run_at_once() throws Exception {
    try (var server = new DagServer(folder)) {
      server.run("r");
      server.succeedAll();
      assertThat(out(server, RUN + "after"))
          .isEqualTo(
              """
              Running <TaskInstance: example.after r [success]> on the Nightjar server
              Dependencies not met for <TaskInstance: example.after r [success]>, dependency 'Task Instance State' FAILED: Task is in the 'success' state.
              Task is not able to be run
              """);
      assertThat(running(server, "puller&force", new Outcome.Succeeded())).isEmpty();
      assertThat(running(server, "push&ignore_all_dependencies", new Outcome.Failed("no", null)))
          .isEqualTo("Task push ended in the state 'up_for_retry'\n");
      assertThat(
              server.get("/dags/example/dagRuns/r/taskInstances/puller").path("state").asString())
          .isEqualTo("success");
      assertThat(out(server, RUN + "push")).contains("dependency 'Not In Retry Period' FAILED");
      assertThat(out(server, RUN + "push&mark_success")).contains("Marked as success");
      assertThat(server.get("/dags/example/dagRuns/r").path("state").stringValue())
          .isEqualTo("success");
      assertThat(err(server, RUN + "nosuch"))
          .isEqualTo("airflow.exceptions.TaskNotFound: Task nosuch not found\n");
      assertThat(err(server, RUN + "push&map_index=1"))
          .isEqualTo("RuntimeError: map_index passed to non-mapped task\n");
    }
  }

  @Test
  void a_task_is_run_before_those_before_it_only_if_that_is_asked_for() throws Exception {
    try (var server = new DagServer(folder)) {
      server.run("r");
      assertThat(out(server, RUN + "after"))
          .contains(
              "Dependencies not met for <TaskInstance: example.after r [None]>, dependency 'Trigger Rule' FAILED: ");
      assertThat(running(server, "after&ignore_dependencies", new Outcome.Succeeded())).isEmpty();
      JsonNode tasks = server.get("/dags/example/dagRuns/r/taskInstances?state=success");
      assertThat(tasks.path("total_entries").intValue()).isEqualTo(1);
      assertThat(tasks.at("/task_instances/0/task_id").stringValue()).isEqualTo("after");
      server.patch("/dags/tutorial", "{\"is_paused\": true}");
      server.post("/dags/tutorial/dagRuns", "{\"dag_run_id\": \"held\"}");
      assertThat(
              err(
                  server,
                  "run&dag_id=tutorial&task_id=sleep&execution_date=held&ignore_dependencies"))
          .contains("has to wait: its workflow is paused");
    }
  }

  /// What is said on standard error when a task is run whose attempt ends so.
  private static String running(DagServer server, String task, Outcome outcome) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> said = threads.submit(() -> err(server, RUN + task));
      String name = task.split("&", -1)[0];
      List<Claims.Claimed> claimed = List.of();
      while (claimed.isEmpty()) {
        claimed = server.claim(1).stream().filter(one -> one.key().task().equals(name)).toList();
      }
      server.end(claimed.getFirst(), outcome, "1");
      return said.get();
    }
  }

  private static String err(DagServer server, String api) {
    return plugin(server, api, 200).at("/output/stderr").stringValue();
  }

  private static JsonNode plugin(DagServer server, String api, int status) {
    var answer = server.http().get(PLUGIN + "?api=" + api);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().path("http_response_code").intValue()).isEqualTo(status);
    return answer.json();
  }

  private static String out(DagServer server, String api) {
    JsonNode answer = plugin(server, api, 200);
    assertThat(answer.at("/output/stderr").stringValue()).isEmpty();
    return answer.at("/output/stdout").stringValue();
  }

  @Test
  void the_experimental_interface_triggers_runs() {
    try (var server = new DagServer(folder)) {
      var http = server.http();
      assertThat(http.get("/api/experimental/test").text()).isEqualTo("{\"status\":\"OK\"}");
      var made =
          http.post(
              "/api/experimental/dags/example/dag_runs",
              "{\"conf\": {\"a\": 1}, \"execution_date\": \"2024-01-02T00:00:00\", \"run_id\": \"r\"}");
      assertThat(made.status()).as(made.text()).isEqualTo(200);
      assertThat(made.json().path("message").stringValue())
          .isEqualTo(
              "Created <DagRun example @ 2024-01-02 00:00:00+00:00: r, externally triggered: True>");
      var missing = http.post("/airflow/api/experimental/dags/x/dag_runs", "{}");
      assertThat(missing.status()).isEqualTo(404);
      assertThat(missing.json().path("error").stringValue()).contains("'x' not found");
    }
  }
}
