package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each type of task runs for real, in the foreground.
class TaskTypesTest {
  @TempDir private Path folder;
  private Path here;
  private Foregrounds program;

  @BeforeEach
  void make() throws IOException {
    here = Files.createDirectory(folder.resolve("here"));
    program = new Foregrounds(here, folder.resolve("home"));
  }

  private Foregrounds.Ended run(String yaml, String... more) throws IOException {
    program.write("w.yaml", yaml);
    String[] line = {"workflows", "run", "w.yaml", "--output-dir", "left"};
    String[] all = java.util.Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return program.run(all);
  }

  private String log(String task) throws IOException {
    return Files.readString(here.resolve("left").resolve(task).resolve("log.txt"));
  }

  @Test
  void python_calls_functions_of_files_and_runs_code_and_leaves_typed_values() throws IOException {
    program.write("src/words.py", "SEP = ' '\n");
    program.write(
        "src/clean.py",
        """
        import words

        def load(city, top=1):
            print("loads", city)
            return {"rows": [city] * top}
        """);

    var ended =
        run(
            """
            id: w
            parameters: {city: Seoul, other: 1}
            tasks:
              some: {python: "src/clean.py:load"}
              more: {python: "src/clean.py:load", parameters: {city: "{{ ds }}", top: 2}, after: some}
              sum:
                after: more
                parameters: {rows: "{{ values.more.return_value.rows }}"}
                python: |
                  import os
                  open("made.txt", "w").write("x")
                  return_value = len(rows) + 0.5
                produces: made.txt
              tell: {shell: "echo {{ values.sum.return_value + 1 }} {{ values.some.return_value.rows }}", after: sum}
            """,
            "--date",
            "2026-12-01");

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(log("some")).contains("loads Seoul\n");
    assertThat(log("more")).contains("loads 2026-12-01\n");
    assertThat(log("tell")).contains("\n3.5 [Seoul]\n");
    assertThat(here.resolve("made.txt")).exists();
  }

  @Test
  void python_that_raises_fails_with_the_last_line_of_its_traceback() throws IOException {
    var ended =
        run(
            """
            id: w
            tasks:
              a:
                python: |
                  rows = []
                  raise ValueError("no rows")
              b: {python: "return_value = {1}"}
              c: {python: "import sys; sys.exit(3)"}
              d: {python: "gone.py:load"}
              e: {python: "print('in time', flush=True)\nimport time\ntime.sleep(600)", timeout: 2s}
            """);

    assertThat(ended.status()).isEqualTo(1);
    assertThat(log("a"))
        .contains("line 2, in <module>", "raise ValueError(\"no rows\")\nValueError: no rows\n")
        .doesNotContain("nightjar_attempt");
    assertThat(log("b")).contains("TypeError: Object of type set is not JSON serializable");
    assertThat(log("d")).contains("FileNotFoundError");
    assertThat(log("e")).contains("in time");
    assertThat(ended.err()).contains("a: failed", "b: failed", "c: failed", "d: failed");
  }

  @Test
  void a_branch_names_what_goes_on() throws IOException {
    var ended =
        run(
            """
            id: w
            tasks:
              which: {python: "return_value = ['yes', 'also']", branch: true}
              yes: {empty: true, after: which}
              also: {shell: "echo no, yes", after: which, branch: true}
              no: {empty: true, after: [which, also]}
              never: {empty: true, after: which}
              last: {empty: true, after: never}
              join: {empty: true, after: [yes, never], when: none_failed}
              bad: {shell: "echo other", branch: true}
              worse: {empty: true, after: bad}
            """);

    assertThat(ended.err())
        .contains("yes: success", "also: failed", "no: upstream failed")
        .contains("never: skipped", "last: skipped", "join: success")
        .contains("bad: failed", "worse: upstream failed");
  }

  @Test
  void a_false_value_or_exit_code_1_ends_the_way_for_all_after_it() throws IOException {
    var ended =
        run(
            """
            id: w
            tasks:
              full: {shell: "exit 0", short_circuit: true}
              on: {empty: true, after: full}
              gone: {shell: "test -e gone.csv", short_circuit: true}
              a: {empty: true, after: gone}
              b: {empty: true, after: a, when: all_done}
              none: {python: "return_value = []", short_circuit: true}
              c: {empty: true, after: none}
              d: {empty: true, after: [c, full], when: all_done}
            """);

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains("on: success", "gone: success", "a: skipped", "b: skipped")
        .contains("c: skipped", "d: skipped");
  }

  @Test
  void a_time_of_day_after_the_interval_has_come_in_a_run_of_the_past() throws IOException {
    var ended =
        run(
            """
            id: w
            schedule: "@daily"
            timezone: Asia/Seoul
            tasks:
              a: {wait: {time_of_day: "06:30"}}
            """,
            "--date",
            "2024-12-01");

    assertThat(ended.status()).as(ended.err()).isZero();
  }

  @Test
  void requests_and_waits_for_answers_work_here_as_well() throws IOException {
    var web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 3);
          exchange.getResponseBody().write("abc".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    web.start();
    try {
      var ended =
          run(
              """
              id: w
              tasks:
                up: {wait: {http: {url: "http://127.0.0.1:%1$d/"}}}
                ask: {http: {url: "http://127.0.0.1:%1$d/"}, after: up}
                tell: {shell: "echo {{ values.ask.return_value }}", after: ask}
                sales: {sql: {connection: sales, query: select 1}}
              """
                  .formatted(web.getAddress().getPort()));

      assertThat(ended.err()).contains("up: success", "ask: success", "sales: failed");
      assertThat(log("tell")).contains("\nabc\n");
      assertThat(log("sales")).contains("There is no connection 'sales'");
      assertThat(program.run("workflows", "test", "w.yaml", "ask").status()).isZero();
    } finally {
      web.stop(0);
    }
  }

  @Test
  void a_workflow_that_files_start_runs_by_hand_and_for_no_file() throws IOException {
    program.write("in/a.csv", "1");

    var ended =
        run(
            """
            id: w
            on: {file: "in/*.csv", settle: 100ms}
            tasks: {a: {shell: "sleep 3; echo {{ params.file }}"}}
            """,
            "-p",
            "file",
            "other.csv");

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(log("a")).contains("other.csv").doesNotContain("a.csv");
  }

  @Test
  void a_task_that_decides_can_be_tried_alone() throws IOException {
    program.write(
        "w.yaml",
        "id: w\ntasks:\n  a: {shell: echo b, branch: true}\n  b: {empty: true, after: a}\n");

    assertThat(program.run("workflows", "test", "w.yaml", "a").status()).isZero();
  }
}
