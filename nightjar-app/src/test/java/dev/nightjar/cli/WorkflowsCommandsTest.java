package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class WorkflowsCommandsTest {
  private static final String WORKFLOW =
      """
      id: bikes
      schedule: 0 6 * * *
      timezone: Asia/Seoul
      tasks:
        load: {notebook: load.ipynb, parameters: {day: "{{ ds }}", dya: 1}}
        stations: {notebook: load.ipynb, after: load}
        hours: {shell: date, after: load, group: sums}
        tidy: {empty: true, after: [stations, hours]}
      """;

  @TempDir private Path directory;
  private CommandLineFixture program;

  @BeforeEach
  void write() throws IOException {
    program = new CommandLineFixture(directory);
    Files.writeString(directory.resolve("bikes.yaml"), WORKFLOW);
    program.notebook("load.ipynb", "day = '2026-01-01'\nn = 1", "print(day)");
  }

  @Test
  void check_shows_the_tasks_and_five_next_runs_and_warns_of_unknown_parameters() {
    var ended = program.run("workflows", "check", "bikes.yaml");
    assertThat(ended.status()).isZero();
    assertThat(ended.out())
        .startsWith("bikes.yaml\n  Workflow  bikes\n  Tasks     load, stations, hours, tidy\n")
        .contains("(Asia/Seoul)")
        .containsPattern(
            "Next runs\n(    \\S+ 06:00:00 \\+09:00  for \\S+ 06:00:00 \\+09:00\n){5}$");
    assertThat(ended.err())
        .isEqualTo(
            "bikes.yaml:5:62: warning: tasks.load.parameters.dya: load.ipynb has no such parameter (there are: day, n)\n");
  }

  @Test
  void check_tells_all_problems_of_all_files_and_ends_with_2() throws IOException {
    Files.writeString(directory.resolve("bad.yaml"), "id: bad\ntasks:\n  a: {notbook: a.ipynb}\n");
    Files.writeString(
        directory.resolve("gone.yaml"),
        "id: gone\ntasks:\n  a: {notebook: a.ipynb}\n  b: {notebook: broken.ipynb}\n");
    Files.writeString(directory.resolve("broken.ipynb"), "{");
    var ended =
        program.run(
            "workflows", "check", "bad.yaml", "gone.yaml", "bikes.yaml", "none.yaml", ".", "w.py");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err())
        .contains(
            "bad.yaml:3:7: tasks.a.notbook: there is no such key (did you mean notebook?)",
            "gone.yaml:3:7: tasks.a.notebook: there is no 'a.ipynb' in the folder of this file",
            "gone.yaml:4:7: tasks.b.notebook: broken.ipynb",
            "none.yaml:1:1: there is no such file",
            ".:1:1: this is a folder",
            "w.py:1:1: there is no such file");
    assertThat(ended.out()).contains("  Workflow  bikes\n");
  }

  @Test
  void notebooks_must_not_be_links_that_lead_out_of_the_folder() throws IOException {
    Files.createDirectory(directory.resolve("flows"));
    Files.createSymbolicLink(directory.resolve("flows/out.ipynb"), directory.resolve("load.ipynb"));
    Files.writeString(
        directory.resolve("flows/w.yaml"), "id: w\ntasks:\n  a: {notebook: out.ipynb}\n");
    var ended = program.run("workflows", "check", "flows/w.yaml");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("'out.ipynb' leads out of the folder");
  }

  @Test
  void check_as_json_has_all_of_it() throws IOException {
    Files.writeString(directory.resolve("bad.yaml"), "id: bad\n");
    var ended = program.run("workflows", "check", "--json", "bikes.yaml", "bad.yaml");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).isEmpty();
    JsonNode files = Json.parse(ended.out()).path("files");
    assertThat(files.at("/0/id").asString()).isEqualTo("bikes");
    assertThat(files.at("/0/tasks").size()).isEqualTo(4);
    assertThat(files.at("/0/schedule/timezone").asString()).isEqualTo("Asia/Seoul");
    assertThat(files.at("/0/next").size()).isEqualTo(5);
    assertThat(files.at("/0/warnings").size()).isEqualTo(1);
    assertThat(files.at("/0/problems").size()).isZero();
    assertThat(files.at("/1/id").isNull()).isTrue();
    assertThat(files.at("/1/problems/0/line").asInt()).isEqualTo(1);
  }

  @Test
  void show_draws_the_tasks_with_lines_and_without_colours_where_nobody_looks() {
    var ended = program.run("workflows", "show", "bikes.yaml");
    assertThat(ended.status()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            ● load  (notebook)
            ├─╮
            │ ● stations  (notebook)
            ● │ hours  (shell, sums)
            ├─╯
            ● tidy  (empty)
            """);
    assertThat(
            new CommandLineFixture(directory)
                .onTerminal()
                .run("workflows", "show", "bikes.yaml")
                .out())
        .contains("\u001b[1mload\u001b[0m");
  }

  @Test
  void show_writes_a_picture_or_json() throws IOException {
    assertThat(program.run("workflows", "show", "bikes.yaml", "--svg", "bikes.svg").status())
        .isZero();
    assertThat(Files.readString(directory.resolve("bikes.svg")))
        .startsWith("<svg ")
        .contains("<title>Workflow bikes</title>", ">stations</text>");
    JsonNode json = Json.parse(program.run("workflows", "show", "--json", "bikes.yaml").out());
    assertThat(json.at("/tasks/3/after/1").asString()).isEqualTo("hours");
    var failed = program.run("workflows", "show", "bikes.yaml", "--svg", "no/folder.svg");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err()).startsWith("nightjar: no/folder.svg can't be written: ");
  }

  @Test
  void show_lists_very_many_tasks() throws IOException {
    var yaml = new StringBuilder("id: many\ntasks:\n  start: {empty: true}\n");
    for (int i = 0; i < 10_000; i++) {
      yaml.append("  t%d: {empty: true, after: start}\n".formatted(i));
    }
    Files.writeString(directory.resolve("many.yaml"), yaml);
    assertThat(program.run("workflows", "show", "many.yaml").out())
        .startsWith("start  (empty)\nt0  (empty)  after start\n")
        .hasLineCount(10_001);
  }

  @Test
  void show_of_a_broken_file_tells_its_problems() throws IOException {
    Files.writeString(directory.resolve("bad.yaml"), "id: bad\n");
    var ended = program.run("workflows", "show", "bad.yaml");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).startsWith("bad.yaml:1:1: tasks: is missing");
  }
}
