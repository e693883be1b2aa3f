package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.json.Json;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.Database;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.ImportErrorStore;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.ValueStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server with a folder of workflow files, which runs them with bash and the system's Python.
class FileWorkflowsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Path files;
  private Server server;
  private Database database;

  @BeforeEach
  void start() throws IOException {
    files = Files.createDirectory(folder.resolve("workflows"));
    Path root = Files.createDirectory(folder.resolve("root"));
    ServerConfig plain = TestConfig.of(root, folder.resolve("data"), Map.of());
    var config =
        new ServerConfig(
            plain.listen(),
            plain.folders(),
            plain.database(),
            plain.work(),
            plain.retention(),
            plain.alerts(),
            new ServerConfig.WorkflowFiles(
                files, "/usr/bin/python3", Path.of("../python").toAbsolutePath().normalize()),
            false);
    server = new Server(config, List.of("/bin/false"), List::of, true, Clock.systemUTC());
    database = Databases.open(config);
  }

  @AfterEach
  void stop() {
    database.close();
    server.close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(files.resolve(name), text);
  }

  private static <T> T until(Supplier<Optional<T>> found, Supplier<String> otherwise) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<T> one = found.get();
    while (one.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(20_000_000);
      one = found.get();
    }
    return one.orElseThrow(() -> new AssertionError(otherwise.get()));
  }

  private FileWorkflows.Standing ended(String workflow) {
    return until(
        () -> runs(workflow).stream().filter(run -> run.state().ended()).findFirst(),
        () -> "no run ended: " + runs(workflow) + errors());
  }

  private List<FileWorkflows.Standing> runs(String workflow) {
    return database.read(tx -> new FileWorkflows().runs(tx, workflow, null, null));
  }

  private List<ImportErrorStore.ImportError> errors() {
    return database.read(tx -> new ImportErrorStore().list(tx));
  }

  @Test
  void commands_of_a_yaml_file_run_in_their_order_with_templates_and_values() throws IOException {
    write(
        "report.yaml",
        """
        id: report
        schedule: "@daily"
        start: 2024-01-01
        parameters: {city: Seoul}
        tasks:
          load: {shell: "echo {{ params.city }} {{ ds_nodash }}"}
          join: {empty: true, after: load}
          tell: {shell: "echo got {{ values.load.return_value }}", after: join}
        """);
    FileWorkflows.Standing run = ended("report");
    assertThat(run.state()).isEqualTo(RunState.SUCCESS);
    String day = run.logicalTime().toString().substring(0, 10).replace("-", "");
    assertThat(value("report", run.key(), "tell")).isEqualTo("\"got Seoul %s\"".formatted(day));
  }

  private String value(String workflow, String run, String task) {
    var wanted = new ValueStore.Wanted(workflow, run, null, List.of(task), "return_value", false);
    List<ValueStore.Left> found = database.read(tx -> new ValueStore().find(tx, wanted));
    return found.isEmpty() ? "" : found.getFirst().value().json();
  }

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
  void an_sla_that_is_missed_is_told_to_the_callback_and_the_run_goes_on() throws IOException {
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
    var uri =
        URI.create(
            "http://127.0.0.1:%d/admin/rest_api/api?api=%s&dag_id=tried&task_id=%s&execution_date=2024-01-02%s"
                .formatted(server.port(), command, task, more));
    try (var client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
      return Json.parse(answer.body()).path("output");
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_broken_file_is_an_error_and_its_last_good_version_goes_on() throws IOException {
    write("a.yaml", "id: a\ntasks:\n  t: {shell: \"true\"}\n");
    until(() -> database.read(tx -> new FileWorkflows().find(tx, "a")), () -> "not read");
    write("a.yaml", "id: a\ntasks:\n  t: {shel: \"true\"}\n");
    var error = until(() -> errors().stream().findFirst(), () -> "no error");
    assertThat(error.file()).isEqualTo("a.yaml");
    assertThat(error.line()).isEqualTo(3);
    assertThat(error.traceback()).contains("shel").contains("shell");
    assertThat(database.read(tx -> new FileWorkflows().find(tx, "a")).orElseThrow().number())
        .isEqualTo(1);
    write("a.yaml", "id: a\ntasks:\n  t: {shell: \"false\"}\n");
    until(() -> Optional.of(errors()).filter(List::isEmpty), () -> "the error stays");
    assertThat(database.read(tx -> new FileWorkflows().find(tx, "a")).orElseThrow().number())
        .isEqualTo(2);
  }

  @Test
  void a_java_file_is_watched_as_others_are_and_java_files_beside_it_are_left_alone()
      throws IOException {
    String java =
        """
        import static dev.nightjar.dsl.Task.shell;
        import dev.nightjar.dsl.Workflow;

        class Java {
          static Workflow workflow() {
            return Workflow.named("java").schedule("@daily").task("t", shell("echo {{ ds }}"));
          }
        }
        """;
    write("Other.java", "class Other {}");
    write("Java.java", java);
    FileWorkflows.Standing run = ended("java");
    assertThat(run.state()).isEqualTo(RunState.SUCCESS);
    assertThat(errors()).isEmpty();

    write("Java.java", java.replace("shell(\"echo", "shel(\"echo"));
    var error = until(() -> errors().stream().findFirst(), () -> "no error");
    assertThat(error.file()).isEqualTo("Java.java");
    assertThat(error.line()).isEqualTo(6);
    assertThat(error.message()).contains("cannot find symbol", "shel");
    assertThat(present()).extracting(FileWorkflows.Known::key).containsExactly("java");

    write("Java.java", "class Java {}");
    until(() -> Optional.of(present()).filter(List::isEmpty), () -> "it stays");
    until(() -> Optional.of(errors()).filter(List::isEmpty), () -> "the error stays");
  }

  @Test
  void a_file_that_is_gone_takes_its_workflow_along() throws IOException {
    write("a.yaml", "id: a\ntasks:\n  t: {shell: \"true\"}\n");
    until(() -> present().stream().findFirst(), () -> "not read");
    Files.delete(files.resolve("a.yaml"));
    until(() -> Optional.of(present()).filter(List::isEmpty), () -> "it stays");
  }

  private List<FileWorkflows.Known> present() {
    return database.read(tx -> new FileWorkflows().present(tx));
  }

  @Test
  void of_two_files_with_one_id_the_first_counts() throws IOException {
    write("a.yaml", "id: same\ntasks:\n  t: {shell: \"true\"}\n");
    until(() -> present().stream().findFirst(), () -> "not read");
    write("b.yaml", "id: same\ntasks:\n  t: {shell: \"true\"}\n");
    var error = until(() -> errors().stream().findFirst(), () -> "no error");
    assertThat(error.file()).isEqualTo("b.yaml");
    assertThat(error.message()).contains("same").contains("a.yaml");
  }

  @Test
  void tasks_start_runs_of_other_workflows_once_each_try_and_end_as_those_do() throws IOException {
    write(
        "inner.yaml",
        "id: inner\nparameters: {x: 1}\ntasks:\n  a: {shell: \"echo {{ params.x }}; test {{ params.x }} != 3\"}\n");
    until(() -> database.read(tx -> new FileWorkflows().find(tx, "inner")), () -> "not read");
    write(
        "outer.yaml",
        """
        id: outer
        schedule: "@daily"
        start: 2024-01-01
        tasks:
          sub: {trigger: {workflow: inner, parameters: {x: "{{ ds }}"}, wait: true}}
          fire: {trigger: {workflow: inner}, after: sub}
          fails: {trigger: {workflow: inner, parameters: {x: 3}, wait: true}, retry: {times: 1}}
          gone: {trigger: {workflow: nobody}}
        """);
    FileWorkflows.Standing run = ended("outer");
    assertThat(run.tasks())
        .containsEntry("sub", TaskRunState.SUCCESS)
        .containsEntry("fire", TaskRunState.SUCCESS)
        .containsEntry("fails", TaskRunState.FAILED)
        .containsEntry("gone", TaskRunState.FAILED);
    until(
        () ->
            Optional.of(runs("inner"))
                .filter(all -> all.stream().allMatch(one -> one.state().ended())),
        () -> "they go on: " + runs("inner"));
    assertThat(runs("inner"))
        .extracting(FileWorkflows.Standing::state)
        .containsExactlyInAnyOrder(
            RunState.SUCCESS, RunState.SUCCESS, RunState.FAILED, RunState.FAILED);
    String day = run.logicalTime().toString().substring(0, 10);
    assertThat(runs("inner").stream().map(one -> value("inner", one.key(), "a")))
        .contains("\"%s\"".formatted(day), "\"1\"");
  }

  @Test
  void a_template_that_can_not_be_filled_in_fails_its_task_with_the_reason() throws IOException {
    write(
        "a.yaml",
        "id: a\nschedule: \"@daily\"\nstart: 2024-01-01\ntasks:\n  t: {shell: \"echo {{ paramz.x }}\"}\n");
    FileWorkflows.Standing run = ended("a");
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    String message =
        database.read(tx -> new RunStore().find(tx, run.id()).orElseThrow().status().message());
    assertThat(message).contains("paramz").contains("tasks.t.shell");
  }
}
