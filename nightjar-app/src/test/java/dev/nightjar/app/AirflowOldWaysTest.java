package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The old plugin's interface, and the experimental one of 1.10.
final class AirflowOldWaysTest {
  private static final String PLUGIN = "/admin/rest_api/api";

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
      assertThat(
              plugin(server, "run&dag_id=example&task_id=push&execution_date=2024-01-02", 200)
                  .at("/output/stderr")
                  .stringValue())
          .contains("is not there yet");
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
