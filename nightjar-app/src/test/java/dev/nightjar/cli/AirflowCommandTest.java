package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.DagServer;
import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `nightjar airflow`, with a real server; what it prints is what `airflow/cli_2.9.3.txt` has.
final class AirflowCommandTest {
  @TempDir private static Path folder;
  private static DagServer server;

  @BeforeAll
  static void start() {
    server = new DagServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static CommandLineFixture.Ended run(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "airflow";
    System.arraycopy(words, 0, all, 1, words.length);
    return new CommandLineFixture(folder)
        .with("NIGHTJAR_SERVER", server.http().address())
        .with("XDG_CONFIG_HOME", folder.toString())
        .run(all);
  }

  private static String out(String... words) {
    var ended = run(words);
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended.out();
  }

  private static String failure(String... words) {
    var ended = run(words);
    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    return ended.err();
  }

  @Test
  void dags_are_listed_in_all_forms() {
    assertThat(out("dags", "list"))
        .startsWith(
            """
            dag_id   | fileloc                       | owners  | is_paused
            =========+===============================+=========+==========
            """)
        .contains("tutorial | /opt/airflow/dags/tutorial.py | airflow | ");
    assertThat(out("dags", "list", "-o", "json"))
        .contains(
            "{\"dag_id\": \"tutorial\", \"fileloc\": \"/opt/airflow/dags/tutorial.py\", \"owners\": [\"airflow\"], \"is_paused\": \"");
    assertThat(out("dags", "list", "-o", "plain"))
        .contains("tutorial  /opt/airflow/dags/tutorial.py  ['airflow']  ");
    assertThat(out("dags", "list", "-o", "yaml")).contains("- dag_id: tutorial\n  fileloc: ");
    assertThat(out("dags", "list-import-errors")).isEqualTo("No data found\n");
    assertThat(out("dags", "details", "tutorial", "-o", "json"))
        .contains("\"max_active_runs\": \"16\"");
  }

  @Test
  void a_dag_is_paused_and_resumed() {
    run("dags", "pause", "tutorial");
    assertThat(out("dags", "unpause", "tutorial"))
        .isEqualTo(
            "dag_id   | is_paused\n=========+==========\ntutorial | False    \n                    \n");
    assertThat(out("dags", "unpause", "tutorial")).isEqualTo("No paused DAGs were found\n");
    assertThat(out("dags", "next-execution", "-n", "2", "tutorial").lines()).hasSize(2);
    assertThat(out("pause", "tutorial")).isEqualTo("Dag: tutorial, paused: True\n");
    assertThat(out("dags", "pause", "nosuch")).isEqualTo("No unpaused DAGs were found\n");
    assertThat(run("dags", "next-execution", "tutorial").err())
        .isEqualTo("[INFO] Please be reminded this DAG is PAUSED now.\n");
  }

  @Test
  void runs_are_triggered_and_shown() {
    String made =
        out(
            "dags",
            "trigger",
            "-o",
            "json",
            "-c",
            "{\"a\": 1}",
            "-r",
            "run2",
            "-e",
            "2024-01-03T05:06:07",
            "example");
    assertThat(made)
        .isEqualTo(
            "[{\"conf\": {\"a\": \"1\"}, \"dag_id\": \"example\", \"dag_run_id\": \"run2\", \"data_interval_start\": \"2024-01-03T05:06:07+00:00\", \"data_interval_end\": \"2024-01-03T05:06:07+00:00\", \"end_date\": null, \"external_trigger\": \"True\", \"last_scheduling_decision\": null, \"logical_date\": \"2024-01-03T05:06:07+00:00\", \"run_type\": \"manual\", \"start_date\": null, \"state\": \"queued\"}]\n");
    assertThat(out("dags", "list-runs", "-d", "example", "-o", "json"))
        .contains(
            "{\"dag_id\": \"example\", \"run_id\": \"run2\", \"state\": \"queued\", \"execution_date\": \"2024-01-03T05:06:07+00:00\", \"start_date\": \"\", \"end_date\": \"\"}");
    assertThat(out("dags", "state", "example", "2024-01-03T05:06:07"))
        .isEqualTo("queued, {\"a\": 1}\n");
    assertThat(out("dags", "state", "example", "2023-01-01")).isEqualTo("None\n");
    assertThat(out("dag_state", "example", "2024-01-03T05:06:07")).isEqualTo("queued\n");
    assertThat(out("tasks", "state", "example", "push", "run2")).isEqualTo("None\n");
    assertThat(out("tasks", "states-for-dag-run", "example", "run2"))
        .startsWith(
            """
            dag_id  | execution_date            | task_id | state | start_date | end_date
            ========+===========================+=========+=======+============+=========
            example | 2024-01-03T05:06:07+00:00 | push    | None  |            | \s"""
                .stripTrailing());
    assertThat(out("tasks", "failed-deps", "example", "puller", "run2"))
        .isEqualTo(
            """
            Task instance dependencies not met:
            Trigger Rule: Task's trigger rule 'all_success' requires all upstream tasks to have succeeded, but found 1 non-success(es). upstream_states=_UpstreamTIStates(success=0, skipped=0, failed=0, upstream_failed=0, removed=0, done=0, success_setup=0, skipped_setup=0), upstream_task_ids={'push'}
            Dagrun Running: Task instance's dagrun was not in the 'running' state but in the state 'queued'.
            Task Instance State: Task is in the 'None' state.
            Dag Not Paused: Task's DAG 'example' is paused.
            """);
    assertThat(out("task_failed_deps", "example", "push", "2024-01-03T05:06:07"))
        .doesNotContain("Trigger Rule");
    assertThat(failure("tasks", "failed-deps", "example", "nosuch", "run2"))
        .isEqualTo("airflow.exceptions.TaskNotFound: Task nosuch not found\n");
    assertThat(failure("tasks", "failed-deps", "example", "push", "nosuch"))
        .contains("'nosuch' not found");
    assertThat(failure("dags", "trigger", "-r", "run2", "-e", "2024-01-03T05:06:07", "example"))
        .isEqualTo(
            "airflow.exceptions.DagRunAlreadyExists: A DAG Run already exists for DAG example at 2024-01-03T05:06:07+00:00 with run id run2\n");
    assertThat(failure("dags", "trigger", "nosuch"))
        .isEqualTo("airflow.exceptions.DagNotFound: Dag id nosuch not found in DagModel\n");
    assertThat(failure("dags", "trigger", "-c", "notjson", "example"))
        .contains("--conf is not JSON");
    assertThat(out("trigger_dag", "-sd", "x", "--run-id", "old", "-e", "2024-02-01", "example"))
        .isEqualTo(
            "Created <DagRun example @ 2024-02-01 00:00:00+00:00: old, externally triggered: True>\n");
    assertThat(out("list_dag_runs", "example")).contains("DAG RUNS").contains("| old ");
    assertThat(out("tasks", "clear", "-y", "-t", "pu", "example")).isEmpty();
    assertThat(out("clear", "-c", "-t", "pu", "example")).isEmpty();
  }

  @Test
  void tasks_are_listed() {
    assertThat(out("tasks", "list", "tutorial")).isEqualTo("print_date\nsleep\ntemplated\n");
    assertThat(out("tasks", "list", "tutorial", "--tree"))
        .isEqualTo(
            """
            <Task(BashOperator): print_date>
                <Task(BashOperator): sleep>
                <Task(BashOperator): templated>
            """);
    assertThat(failure("tasks", "list", "nosuch"))
        .isEqualTo(
            "airflow.exceptions.AirflowException: Dag 'nosuch' could not be found; either it does not exist or it failed to parse.\n");
    assertThat(out("list_tasks", "tutorial")).isEqualTo("print_date\nsleep\ntemplated\n");
    assertThat(out("list_dags")).contains("DAGS").contains("tutorial");
  }

  @Test
  void variables_are_set_shown_and_copied() throws IOException {
    assertThat(out("variables", "set", "k1", "v1")).isEqualTo("Variable k1 created\n");
    assertThat(out("variables", "set", "-j", "k2", "{\"x\": [1, 2]}"))
        .isEqualTo("Variable k2 created\n");
    assertThat(out("variables", "get", "k1")).isEqualTo("v1\n");
    assertThat(out("variables", "get", "-j", "k2")).isEqualTo("{\"x\": [1, 2]}\n");
    assertThat(failure("variables", "get", "nosuch")).isEqualTo("Variable nosuch does not exist\n");
    assertThat(out("variables", "get", "-d", "dflt", "nosuch")).isEqualTo("dflt\n");
    assertThat(out("variables", "list", "-o", "json"))
        .isEqualTo("[{\"key\": \"k1\"}, {\"key\": \"k2\"}]\n");
    assertThat(out("variables", "export", "vars.json"))
        .isEqualTo("2 Variables successfully exported to vars.json.\n");
    assertThat(Json.parse(Files.readAllBytes(folder.resolve("vars.json"))).at("/k2/x/1").intValue())
        .isEqualTo(2);
    assertThat(out("variables", "import", "vars.json"))
        .isEqualTo("2 of 2 variables successfully updated.\n");
    assertThat(out("variables", "-s", "old", "value with blanks")).isEmpty();
    assertThat(out("variables", "-g", "old")).isEqualTo("value with blanks\n");
    for (String key : new String[] {"k1", "k2", "old"}) {
      assertThat(out("variables", "delete", key)).isEqualTo("Variable %s deleted\n".formatted(key));
    }
  }

  @Test
  void pools_and_connections_are_made_and_shown() {
    assertThat(out("pools", "set", "p1", "3", "my pool")).isEqualTo("Pool p1 created\n");
    assertThat(out("pools", "list", "-o", "json"))
        .isEqualTo(
            "[{\"pool\": \"default_pool\", \"slots\": \"128\", \"description\": \"Default pool\", \"include_deferred\": \"False\"}, {\"pool\": \"p1\", \"slots\": \"3\", \"description\": \"my pool\", \"include_deferred\": \"False\"}]\n");
    assertThat(out("pools", "delete", "p1")).isEqualTo("Pool p1 deleted\n");
    assertThat(failure("pools", "delete", "p1")).isEqualTo("Pool p1 does not exist\n");
    assertThat(
            out(
                "connections",
                "add",
                "c2",
                "--conn-type",
                "mysql",
                "--conn-host",
                "h",
                "--conn-login",
                "l",
                "--conn-password",
                "p",
                "--conn-schema",
                "s",
                "--conn-port",
                "3306",
                "--conn-extra",
                "{\"charset\": \"utf8\"}"))
        .isEqualTo("Successfully added `conn_id`=c2 : mysql://l:******@h:3306/s\n");
    assertThat(failure("connections", "add", "c2", "--conn-type", "x"))
        .isEqualTo("A connection with `conn_id`=c2 already exists.\n");
    assertThat(out("connections", "get", "c2", "-o", "json"))
        .contains("\"extra_dejson\": {\"charset\": \"utf8\"}")
        .contains("\"password\": null");
    assertThat(out("connections", "-a", "--conn-id", "c3", "--conn_uri", "sqlite:////tmp/x.db"))
        .isEqualTo(
            "\n\tSuccessfully added `conn_id`=c3 : sqlite://:@:/%2Ftmp/x.db\n\n"
                .replace("%2F", "/"));
    assertThat(out("connections", "delete", "c2"))
        .isEqualTo("Successfully deleted connection with `conn_id`=c2\n");
    assertThat(failure("connections", "delete", "c2"))
        .isEqualTo("Did not find a connection with `conn_id`=c2\n");
    assertThat(out("connections", "-l")).contains("│ 'c3'");
  }

  @Test
  void a_dag_is_drawn_in_the_language_of_graphviz() {
    assertThat(out("dags", "show", "example"))
        .startsWith("digraph \"example\" {\n\tgraph [label=\"example\" labelloc=t rankdir=LR]\n")
        .contains("\t\"push\" [color=\"#000\" fillcolor=\"#f0ede4\" shape=rectangle ")
        .endsWith("\t\"puller\" -> \"after\"\n\t\"push\" -> \"puller\"\n}\n");
  }

  @Test
  void connections_are_listed_and_exported_with_their_extra_parts() throws IOException {
    out("connections", "add", "c4", "--conn-type", "x", "--conn-extra", "{\"a\": 1}");
    assertThat(out("connections", "list", "-o", "json"))
        .contains("\"conn_id\": \"c4\"")
        .contains("\"extra_dejson\": {\"a\": \"1\"}");
    assertThat(out("connections", "export", "-"))
        .contains("\"extra\": \"{\\\"a\\\": 1}\"")
        .contains("\"password\": null");
    out("connections", "delete", "c4");
  }

  @Test
  void files_and_jobs_are_reported() {
    assertThat(out("dags", "report", "-o", "json"))
        .contains(
            "{\"file\": \"/opt/airflow/dags/tutorial.py\", \"duration\": null, \"dag_num\": \"1\", \"task_num\": \"3\", \"dags\": [\"tutorial\"]}");
    assertThat(out("list_dags", "-r"))
        .contains(
            """
            Number of DAGs: 2
            Total task number: 7
            DagBag parsing time: None
            -------------+----------+---------+----------+-------------
            file         | duration | dag_num | task_num | dags       \s
            -------------+----------+---------+----------+-------------
            /example.py  | None     |       1 |        4 | ['example']\s
            /tutorial.py | None     |       1 |        3 | ['tutorial']
            -------------+----------+---------+----------+-------------
            """);
    assertThat(out("dags", "list-jobs", "-o", "json"))
        .startsWith(
            "[{\"dag_id\": \"None\", \"state\": \"running\", \"job_type\": \"SchedulerJob\"");
    assertThat(out("dags", "list-jobs", "--state", "failed")).isEqualTo("No data found\n");
    assertThat(out("jobs", "check", "--job-type", "SchedulerJob", "--hostname", "here"))
        .isEqualTo("Found one alive job.\n");
    assertThat(out("providers", "list")).isEqualTo("No data found\n");
    assertThat(out("plugins")).isEqualTo("No plugins loaded\n");
    assertThat(out("config", "get-value", "core", "executor")).isEqualTo("LocalExecutor\n");
    assertThat(failure("config", "get-value", "core", "nosuch"))
        .isEqualTo("The option [core/nosuch] is not found in config.\n");
  }

  @Test
  void connections_are_tried() {
    out("connections", "add", "t1", "--conn-uri", "sqlite:///" + folder.resolve("tried.db"));
    assertThat(out("connections", "test", "t1"))
        .isEqualTo("Retrieving connection: 't1'\n\nTesting...\n\nConnection success!\n\n");
    out("connections", "add", "t2", "--conn-type", "http", "--conn-host", server.http().address());
    assertThat(run("connections", "test", "t2").out()).startsWith("Retrieving connection: 't2'");
    out("connections", "add", "t3", "--conn-uri", "ftp://u:s3cr3t@h/x?a=b");
    assertThat(failure("connections", "test", "t3"))
        .contains("Connection failed!")
        .contains("is of type 'ftp'")
        .doesNotContain("s3cr3t");
    assertThat(failure("connections", "test", "nosuch")).contains("There is no connection");
    assertThat(out("connections", "get", "t3", "-o", "json"))
        .contains("\"get_uri\": \"ftp://u@h/x?a=b\"");
    for (String name : new String[] {"t1", "t2", "t3"}) {
      out("connections", "delete", name);
    }
  }

  @Test
  void a_connection_given_as_an_address_is_shown_as_that_but_for_its_password() {
    assertThat(
            out(
                "connections",
                "add",
                "a1",
                "--conn-uri",
                "postgres://u:p%40s@h:5432/db?sslmode=require"))
        .isEqualTo(
            "Successfully added `conn_id`=a1 : postgres://u:******@h:5432/db?sslmode=require\n");
    assertThat(out("connections", "export", "-"))
        .startsWith("{\n  \"a1\": {\n    \"conn_type\": \"postgres\"")
        .contains("\"extra\": \"{\\\"sslmode\\\": \\\"require\\\"}\"");
    out("connections", "delete", "a1");
  }

  @Test
  void what_is_not_there_says_so_and_what_is_not_needed_too() {
    assertThat(out("dags", "reserialize")).isEmpty();
    assertThat(out("users", "create", "--username", "admin")).startsWith("There is nothing to do");
    assertThat(failure("db", "reset", "-y")).contains("does not empty its database over HTTP");
    assertThat(failure("resetdb", "-y")).contains("does not empty its database over HTTP");
    assertThat(failure("dags", "test", "nosuch"))
        .isEqualTo("airflow.exceptions.DagNotFound: Dag id nosuch not found in DagModel\n");
    assertThat(failure("dags", "backfill", "-s", "2024-01-01", "example"))
        .contains("'example' has no schedule");
    assertThat(failure("run", "-l", "example", "push", "2020-01-01"))
        .isEqualTo(
            "airflow.exceptions.DagRunNotFound: DagRun for example with run_id or execution_date of '2020-01-01' not found\n");
    assertThat(failure("tasks", "run", "-l", "-r", "example", "push", "r"))
        .contains("mutually exclusive");
    assertThat(out("db", "init")).startsWith("There is nothing to do");
    assertThat(out("initdb")).startsWith("There is nothing to do");
    assertThat(out("version")).isEqualTo("2.9.3\n");
    assertThat(out("jobs", "check")).isEqualTo("Found one alive job.\n");
    assertThat(run("nosuchcommand").status()).isEqualTo(2);
    assertThat(run("dags", "nosuch").err())
        .contains("'airflow dags' needs one of: ")
        .contains("list-runs");
    assertThat(run("dags", "trigger").status()).isEqualTo(2);
    assertThat(out("dags", "trigger", "--help"))
        .startsWith("Usage: nightjar airflow dags trigger [OPTIONS] DAG_ID");
    assertThat(out("--help")).contains("Commands of 1.10:");
  }
}
