package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.FileWorkflows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Airflow DAG files in a folder that a server watches.
final class AirflowFilesTest extends WatchedFolder {
  @Test
  void an_airflow_file_runs_with_branches_and_xcoms() throws IOException {
    write(
        "dag.py",
        """
        from datetime import datetime
        from airflow import DAG
        from airflow.models import Variable
        from airflow.operators.bash import BashOperator
        from airflow.operators.python import BranchPythonOperator, PythonOperator
        from airflow.operators.empty import EmptyOperator

        with DAG("airflow_one", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False,
                 is_paused_upon_creation=False) as dag:
            a = BashOperator(task_id="a", bash_command="echo from " + Variable.get("whom", "a"))
            b = PythonOperator(task_id="b", python_callable=lambda ti: [ti.xcom_pull(task_ids="a"), 1])
            c = BranchPythonOperator(task_id="c", python_callable=lambda: "yes")
            yes, no = EmptyOperator(task_id="yes"), EmptyOperator(task_id="no")
            end = BashOperator(task_id="end", bash_command="echo {{ ds }}", trigger_rule="none_failed")
            a >> b >> c >> [yes, no] >> end
        """);
    FileWorkflows.Standing run = ended("airflow_one");
    assertThat(run.state()).as(run.toString()).isEqualTo(RunState.SUCCESS);
    assertThat(run.tasks())
        .containsEntry("yes", TaskRunState.SUCCESS)
        .containsEntry("no", TaskRunState.SKIPPED);
    assertThat(value("airflow_one", run.key(), "b")).isEqualTo("[\"from a\",1]");
    assertThat(value("airflow_one", run.key(), "end"))
        .isEqualTo("\"%s\"".formatted(run.logicalTime().toString().substring(0, 10)));
  }

  @Test
  void the_text_of_a_file_is_shown_to_who_has_its_token() throws Exception {
    String text = "id: shown\ntasks: {a: {shell: echo}}\n";
    write("shown.yaml", text);
    until(() -> database.read(tx -> new FileWorkflows().find(tx, "shown")), () -> "" + errors());
    String token = Json.parse(get("/airflow/api/v1/dags/shown")).path("file_token").asString("");
    assertThat(get("/airflow/api/v1/dagSources/" + token)).isEqualTo(text);
    assertThat(get("/airflow/api/v1/dagSources/x")).contains("Dag source not found");
  }

  @Test
  void callbacks_of_a_dag_are_called_when_its_run_has_ended() throws IOException {
    Path said = folder.resolve("said.txt");
    write(
        "dag.py",
        """
        from datetime import datetime
        from airflow import DAG
        from airflow.models import Variable
        from airflow.operators.bash import BashOperator

        def say(what):
            def callback(context):
                with open("%s", "a") as file:
                    print(what, context["dag_run"].state, context["reason"], context["ti"].task_id,
                          Variable.get("whom", "nobody"), file=file)
            return callback

        def broken(context):
            raise ValueError("in a callback")

        with DAG("calls", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False,
                 is_paused_upon_creation=False, on_success_callback=say("success"),
                 on_failure_callback=[say("first"), broken, say("last")]) as dag:
            BashOperator(task_id="fails", bash_command="exit 3")
        """
            .formatted(said));
    assertThat(ended("calls").state()).isEqualTo(RunState.FAILED);
    List<String> lines =
        until(
            () -> Optional.of(lines(said)).filter(all -> all.size() == 2),
            () -> "it did not say twice: " + lines(said));
    assertThat(lines)
        .containsExactly(
            "first failed task_failure fails nobody", "last failed task_failure fails nobody");
  }

  @Test
  void an_sla_that_is_missed_is_told_to_the_callback_and_the_run_goes_on() throws Exception {
    Path said = folder.resolve("said.txt");
    write(
        "dag.py",
        """
        from datetime import datetime, timedelta
        from airflow import DAG
        from airflow.operators.empty import EmptyOperator
        from airflow.sensors.filesystem import FileSensor

        def late(dag, tasks, blocking, slas, blocking_tis):
            with open("%1$s", "a") as file:
                print(dag.dag_id, [one.task_id for one in slas], [one.task_id for one in blocking_tis], file=file)

        with DAG("slow", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False,
                 is_paused_upon_creation=False, sla_miss_callback=late) as dag:
            FileSensor(task_id="told", filepath="%1$s", poke_interval=1, sla=timedelta(seconds=1)) \
                >> EmptyOperator(task_id="end", sla=timedelta(days=30))
        """
            .formatted(said));
    assertThat(ended("slow").state()).isEqualTo(RunState.SUCCESS);
    assertThat(lines(said)).containsExactly("slow ['told'] ['told']");
    JsonNode run = Json.parse(get("/api/runs?workflow=slow")).at("/items/0");
    String instances =
        "/airflow/api/v1/dags/slow/dagRuns/%s/taskInstances"
            .formatted(URLEncoder.encode(run.path("key").asString(""), StandardCharsets.UTF_8));
    JsonNode missed = Json.parse(get(instances + "/told")).path("sla_miss");
    assertThat(missed.path("dag_id").asString("")).isEqualTo("slow");
    assertThat(missed.path("notification_sent").asBoolean(false)).isTrue();
    assertThat(Json.parse(get(instances + "/end")).path("sla_miss").isNull()).isTrue();
    String id = run.path("id").asString("");
    JsonNode deadlines = Json.parse(get("/api/runs/" + id)).path("deadlines");
    assertThat(deadlines.at("/0/task").asString("")).isEqualTo("told");
    assertThat(deadlines.at("/0/missed_at").isString()).isTrue();
    assertThat(deadlines.at("/1/missed_at").isNull()).isTrue();
    String late = "Too late: told was to be done by ";
    assertThat(get("/workflows/slow/runs/" + id)).contains(late);
    assertThat(get("/workflows/slow/runs/%s/tasks/told".formatted(id))).contains(late);
    assertThat(get("/workflows/slow/runs/%s/tasks/end".formatted(id))).doesNotContain(late);
  }

  @Test
  void a_task_of_an_airflow_file_is_tried_and_its_templates_are_shown() throws Exception {
    write(
        "dag.py",
        """
        from datetime import datetime
        from airflow import DAG
        from airflow.operators.bash import BashOperator
        from airflow.operators.python import PythonOperator

        with DAG("tried", start_date=datetime(2024, 1, 1), schedule="@daily", params={"x": "file"}) as dag:
            first = BashOperator(task_id="first", bash_command="exit 1")
            first >> BashOperator(task_id="echo", bash_command="echo {{ ds }} {{ params.x }}")
            PythonOperator(task_id="fails", python_callable=lambda: 1 / 0)
        """);
    until(() -> database.read(tx -> new FileWorkflows().find(tx, "tried")), () -> "" + errors());
    JsonNode tested = old("test", "echo", "&task_params=%7B%22x%22%3A%22typed%22%7D");
    assertThat(tested.path("stdout").asString("")).contains("INFO - 2024-01-02 typed\n");
    assertThat(tested.path("stderr").asString("")).isEmpty();
    assertThat(old("render", "echo", "").path("stdout").asString(""))
        .startsWith(
            """
            # ----------------------------------------------------------
            # property: bash_command
            # ----------------------------------------------------------
            echo 2024-01-02 file
            """);
    assertThat(old("test", "fails", "").path("stderr").asString(""))
        .isEqualTo("ZeroDivisionError: division by zero\n");
    assertThat(old("test", "nosuch", "").path("stderr").asString(""))
        .isEqualTo("airflow.exceptions.TaskNotFound: Task nosuch not found\n");
    assertThat(runs("tried")).isEmpty();
  }

  @Test
  void a_dag_file_is_uploaded_by_the_old_plugin_and_its_dag_resumed() throws Exception {
    String dag =
        """
        from datetime import datetime
        from airflow import DAG
        from airflow.operators.empty import EmptyOperator
        with DAG("sent", start_date=datetime(2024, 1, 1), schedule=None) as dag:
            EmptyOperator(task_id="a")
        """;
    assertThat(upload("sent.py", dag, "&unpause=true"))
        .isEqualTo("DAG File [sent.py] has been uploaded");
    assertThat(
            database
                .read(tx -> new FileWorkflows().find(tx, "sent"))
                .orElseThrow()
                .timing()
                .paused())
        .isFalse();
    assertThat(upload("sent.py", dag, "")).endsWith("sent.py' already exists");
    assertThat(upload("sent.py", dag, "&force=true"))
        .isEqualTo("DAG File [sent.py] has been uploaded");
    assertThat(upload("../sent.py", dag, "")).isEqualTo("dag_file is not a *.py file");
    assertThat(upload("", dag, "")).isEqualTo("dag_file should be provided");
  }

  private String upload(String name, String content, String more) throws Exception {
    String body =
        "--x\r\nContent-Disposition: form-data; name=\"dag_file\"; filename=\"%s\"\r\n\r\n%s\r\n--x--\r\n"
            .formatted(name, content);
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/admin/rest_api/api?api=deploy_dag%s"
                        .formatted(server.port(), more)))
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return Json.parse(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body())
          .path("output")
          .asString("");
    }
  }

  /// What a command of 1.10 prints.
  private JsonNode old(String command, String task, String more) throws Exception {
    return Json.parse(
            get(
                "/admin/rest_api/api?api=%s&dag_id=tried&task_id=%s&execution_date=2024-01-02%s"
                    .formatted(command, task, more)))
        .path("output");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
