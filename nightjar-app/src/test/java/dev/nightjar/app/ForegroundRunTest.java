package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Workflow files run without a server, with bash, real kernels and the system's Python.
class ForegroundRunTest {
  private static final String DATE = "2026-12-01";

  @TempDir private Path folder;
  private Path here;
  private Foregrounds program;

  @BeforeEach
  void make() throws IOException {
    here = Files.createDirectory(folder.resolve("here"));
    program = new Foregrounds(here, folder.resolve("home"));
    program.write("load.ipynb", ApiServer.notebook());
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  @Test
  void a_whole_workflow_runs_and_its_logs_and_outputs_are_copied() throws IOException {
    program.write(
        "flows/sales.yaml",
        """
        id: sales
        schedule: "@daily"
        timezone: Asia/Seoul
        parameters: {city: Seoul}
        tasks:
          say: {shell: "echo {{ params.city }} {{ ds }} {{ timezone }}", pool: scarce}
          load: {notebook: load.ipynb, after: say, parameters: {day: "{{ values.say.return_value }}"}}
          end: {empty: true, after: load}
        """);
    Files.copy(here.resolve("load.ipynb"), here.resolve("flows/load.ipynb"));

    var ended =
        program.run("workflows", "run", "flows/sales.yaml", "-p", "city", "Busan", "--date", DATE);

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains("say: running\n", "load: running\n")
        .containsPattern("load: success in \\d+\\.\\d s\n");
    assertThat(ended.out())
        .containsPattern("sales for 2026-12-01T00:00:00Z: success in \\d+\\.\\d s\n")
        .contains("Logs and outputs: " + here.resolve("sales-2026-12-01"));
    Path outputs = here.resolve("sales-2026-12-01");
    assertThat(read(outputs.resolve("say/log.txt"))).contains("\nBusan 2026-12-01 Asia/Seoul");
    try (Stream<Path> left = Files.list(outputs.resolve("load"))) {
      Path notebook = left.filter(file -> file.toString().endsWith(".ipynb")).findFirst().get();
      assertThat(read(notebook)).contains("Busan 2026-12-01 Asia/Seoul");
    }
  }

  @Test
  void a_run_that_fails_shows_the_end_of_the_log_and_what_was_not_started() throws IOException {
    program.write(
        "bad.yaml",
        """
        id: bad
        tasks:
          first: {shell: "echo here it comes; exit 3"}
          then: {shell: "true", after: first}
        """);

    var ended = program.run("workflows", "run", "bad.yaml", "--output-dir", "left");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err())
        .contains("first: failed", "then: upstream failed", "--- first ---\n", "here it comes\n");
    assertThat(ended.out()).contains(": failed in ");
    assertThat(read(here.resolve("left/first/log.txt"))).contains("here it comes");
    assertThat(here.resolve("left/then")).doesNotExist();
  }

  @Test
  void scripts_hear_each_change_as_a_line_of_json() throws IOException {
    program.write("two.yaml", "id: two\ntasks:\n  a: {shell: 'true'}\n  b: {shell: 'false'}\n");

    var ended = program.run("workflows", "run", "two.yaml", "--json", "--output-dir", "left");

    List<JsonNode> events = ended.out().lines().map(Json::parse).toList();
    assertThat(events)
        .anySatisfy(
            event -> {
              assertThat(event.path("task").asString("")).isEqualTo("b");
              assertThat(event.path("state").asString("")).isEqualTo("failed");
              assertThat(event.path("ended_at").asString("")).isNotEmpty();
            });
    assertThat(events)
        .anySatisfy(
            event -> {
              assertThat(event.path("event").asString("")).isEqualTo("run");
              assertThat(event.path("state").asString("")).isEqualTo("failed");
            });
    assertThat(events.getLast().path("folder").asString(""))
        .isEqualTo(here.resolve("left").toString());
    assertThat(ended.status()).isEqualTo(1);
  }

  @Test
  void a_data_folder_keeps_the_run_and_has_one_of_a_time_only() throws IOException {
    program.write("one.yaml", "id: one\ntasks:\n  a: {shell: 'true'}\n");
    String[] line = {"workflows", "run", "one.yaml", "--date", DATE, "--data-dir", "kept"};

    assertThat(program.run(line).status()).isZero();
    var again = program.run(line);

    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err()).contains("one has a run of this time in", "give another --date");
    assertThat(here.resolve("kept/nightjar.sqlite")).exists();
  }

  @Test
  void a_bad_file_and_a_task_that_is_not_there_are_told_in_a_line() throws IOException {
    program.write("bad.yaml", "id: bad\ntasks:\n  a: {notbook: a.ipynb}\n");
    program.write("one.yaml", "id: one\ntasks:\n  a: {shell: 'true'}\n");

    var bad = program.run("workflows", "run", "bad.yaml");
    var gone = program.run("workflows", "run", "none.yaml");
    var task = program.run("workflows", "test", "one.yaml", "b");
    var dag = program.run("workflows", "run", "one.yaml", "--dag", "two");
    var date = program.run("workflows", "run", "one.yaml", "--date", "soon");

    assertThat(bad.err()).contains("bad.yaml:3:7: tasks.a.notbook: there is no such key");
    assertThat(gone.err()).isEqualTo("none.yaml:1:1: there is no such file\n");
    assertThat(task.err()).isEqualTo("nightjar: workflow 'one' has no task 'b' (tasks: a)\n");
    assertThat(dag.err()).contains("has no workflow 'two' (there are: one)");
    assertThat(date.err()).contains("'soon' is no date");
    assertThat(List.of(bad, gone, task, dag, date))
        .extracting(Foregrounds.Ended::status)
        .containsOnly(2);
  }

  @Test
  void one_task_is_tested_alone_with_its_templates_filled_in() throws IOException {
    program.write(
        "flow.yaml",
        """
        id: flow
        retry: {times: 3, delay: 1h}
        tasks:
          first: {shell: exit 1}
          second: {shell: "echo it is {{ ds }}; exit 4", after: first}
          load: {notebook: load.ipynb, after: first, parameters: {day: "{{ ds }}"}}
        """);

    var failed = program.run("workflows", "test", "flow.yaml", "second", DATE);
    var load = program.run("workflows", "test", "flow.yaml", "load", DATE);

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err())
        .contains("# shell\n  echo it is 2026-12-01; exit 4\n", "second: failed");
    assertThat(failed.out()).contains("it is 2026-12-01\n");
    assertThat(load.status()).as(load.err()).isZero();
    assertThat(load.err()).contains("# parameters\n  {\"day\":\"2026-12-01\"}\n");
    assertThat(load.out()).endsWith("2026-12-01\n");
    try (Stream<Path> left = Files.list(here)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("flow.yaml", "load.ipynb");
    }
  }

  @Test
  void a_dag_of_an_airflow_file_that_has_several_runs() throws IOException {
    program.write(
        "dags.py",
        """
        from datetime import datetime
        from airflow import DAG
        from airflow.operators.python import PythonOperator

        def hello(ds, ti):
            print("python says " + ds)

        for name in ("one", "two"):
            with DAG(name, start_date=datetime(2026, 1, 1), schedule="@daily", catchup=True) as dag:
                PythonOperator(task_id="hello", python_callable=hello)
            globals()[name] = dag
        """);

    var unclear = program.run("workflows", "run", "dags.py");
    var ended =
        program.run(
            "workflows", "run", "dags.py", "--dag", "two", "--date", DATE, "--output-dir", "left");

    assertThat(unclear.status()).isEqualTo(2);
    assertThat(unclear.err()).contains("has several workflows: choose one by --dag: one, two");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(read(here.resolve("left/hello/log.txt"))).contains("python says 2026-12-01");
  }

  @Test
  void a_signal_stops_the_run_with_its_processes() throws IOException, InterruptedException {
    program.write(
        "long.yaml",
        "id: long\ntasks:\n  a: {shell: 'echo $$ > began; exec sleep 600', folder: .}\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Dnightjar.home=" + folder.resolve("home"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "workflows",
                "run",
                "long.yaml",
                "--output-dir",
                "left")
            .directory(here.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    Path began = here.resolve("began");
    while (process.isAlive() && !(Files.exists(began) && read(began).matches("\\d+"))) {
      LockSupport.parkNanos(50_000_000);
    }
    assertThat(began).as(read(folder.resolve("said"))).exists();

    int interrupted = new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();

    assertThat(interrupted).isZero();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(read(folder.resolve("said"))).contains("a: stopped", "long for ", ": stopped in");
    assertThat(ProcessHandle.of(Long.parseLong(read(began))).filter(ProcessHandle::isAlive))
        .isEmpty();
  }

  @Test
  void callbacks_of_a_dag_are_called_when_its_run_has_ended() throws IOException {
    program.write(
        "dags.py",
        """
        from datetime import datetime
        from airflow import DAG
        from airflow.operators.bash import BashOperator

        def say(word):
            def callback(context):
                with open("%s", "a") as told:
                    told.write(f"{word} {context['dag'].dag_id} {context['reason']}\\n")
            return callback

        def broken(context):
            raise ValueError("in a callback")

        for name, command in [("good", "true"), ("bad", "false")]:
            with DAG(name, start_date=datetime(2026, 1, 1), schedule=None,
                     on_success_callback=say("success"),
                     on_failure_callback=[broken, say("failure")]) as dag:
                BashOperator(task_id="a", bash_command=command)
            globals()[name] = dag
        """
            .formatted(here.resolve("told.txt")));

    var good = program.run("workflows", "run", "dags.py", "--dag", "good", "--output-dir", "one");
    var bad = program.run("workflows", "run", "dags.py", "--dag", "bad", "--output-dir", "two");
    var one = program.run("workflows", "test", "dags.py", "a", DATE, "--dag", "bad");

    assertThat(good.status()).as(good.err()).isZero();
    assertThat(bad.status()).isEqualTo(1);
    assertThat(bad.err()).contains("ValueError: in a callback");
    assertThat(one.status()).isEqualTo(1);
    assertThat(read(here.resolve("told.txt")))
        .isEqualTo("success good success\nfailure bad task_failure");
  }
}
