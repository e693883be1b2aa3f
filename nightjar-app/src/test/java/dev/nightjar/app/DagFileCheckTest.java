package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Airflow files looked at without a server, with the system's Python.
final class DagFileCheckTest {
  @TempDir private Path folder;
  private Foregrounds program;

  @BeforeEach
  void make() throws IOException {
    Path here = Files.createDirectory(folder.resolve("here"));
    program = new Foregrounds(here, folder.resolve("home"));
    program.write(
        "dags/two.py",
        """
        from datetime import datetime
        from airflow import DAG
        from airflow.operators.bash import BashOperator

        for name, schedule in (("one", "@daily"), ("two", None)):
            with DAG(name, start_date=datetime(2026, 1, 1), schedule=schedule) as dag:
                BashOperator(task_id="load", bash_command="true") >> BashOperator(
                    task_id="report", bash_command="true")
            globals()[name] = dag
        """);
    program.write(
        "dags/cloud.py", "from airflow import DAG\n\nfrom airflow.providers.google import cloud\n");
  }

  @Test
  void check_shows_each_dag_with_its_next_runs() {
    var ended = program.run("workflows", "check", "dags/two.py");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("  Workflow  one\n", "  Workflow  two\n", "  Tasks     load, report\n")
        .contains("  Next runs\n", "none: started by hand");
  }

  @Test
  void check_names_the_line_that_can_not_be_read() {
    var ended = program.run("workflows", "check", "--json", "dags/cloud.py", "dags/two.py");
    assertThat(ended.status()).isEqualTo(2);
    JsonNode files = Json.parse(ended.out()).path("files");
    assertThat(files.size()).isEqualTo(3);
    JsonNode problem = files.path(0).path("problems").path(0);
    assertThat(problem.path("line").asInt(0)).isEqualTo(3);
    assertThat(problem.path("text").asString("")).contains("airflow.providers.google");
    assertThat(files.path(1).path("id").asString("")).isEqualTo("one");
  }

  @Test
  void show_draws_the_dag_that_is_asked_for() {
    var unclear = program.run("workflows", "show", "dags/two.py");
    assertThat(unclear.status()).isEqualTo(2);
    assertThat(unclear.err()).contains("choose one by --dag: one, two");
    var ended = program.run("workflows", "show", "dags/two.py", "--dag", "two");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("load", "report");
  }
}
