package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.TaskRunLists;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Workflow files in a folder that a server watches.
final class FileWorkflowsTest extends WatchedFolder {
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

  @Test
  void each_file_that_arrives_starts_a_run_with_its_path() throws IOException {
    write(
        "import.yaml",
        """
        id: import
        on: {file: "in/*.csv", settle: 1s}
        tasks: {load: {shell: "cat {{ params.file }}"}}
        """);
    Files.createDirectory(files.resolve("in"));
    write("in/a.csv", "first\n");
    FileWorkflows.Standing run = ended("import");
    assertThat(value("import", run.key(), "load")).isEqualTo("\"first\"");

    write("in/b.csv", "second\n");
    until(
        () -> runs("import").size() == 2 ? Optional.of(true) : Optional.empty(),
        () -> "no second run: " + runs("import"));
  }

  @Test
  void a_wait_ends_when_its_file_comes_however_rarely_it_looks() throws IOException {
    write(
        "await.yaml",
        """
        id: await
        schedule: "@daily"
        start: 2024-01-01
        tasks:
          arrived: {wait: {file: "deep/in/*.csv", every: 1h}}
          load: {shell: "cat deep/in/*.csv", folder: ".", after: arrived}
        """);
    // it has looked, and looks again in an hour
    until(
        () -> runs("await").stream().filter(run -> looksLater(run.id())).findFirst(),
        () -> "it does not wait: " + runs("await"));

    Files.createDirectories(files.resolve("deep/in"));
    write("deep/in/a.csv", "first\n");

    FileWorkflows.Standing run = ended("await");
    assertThat(value("await", run.key(), "load")).isEqualTo("\"first\"");
  }

  private boolean looksLater(String run) {
    Instant soon = Instant.now().plusSeconds(1_800);
    return database.read(tx -> new TaskRunLists().ofRun(tx, run)).stream()
        .map(task -> task.times().queued())
        .anyMatch(time -> time != null && time.isAfter(soon));
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
        "id: a\nschedule: \"@daily\"\nstart: 2024-01-01\ntasks:\n  t: {shell: \"echo {{ params.day }}\"}\n");
    FileWorkflows.Standing run = ended("a");
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    String message =
        database.read(tx -> new RunStore().find(tx, run.id()).orElseThrow().status().message());
    assertThat(message).contains("'day' is not defined in params").contains("tasks.t.shell");
  }
}
