package dev.nightjar.workflowfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JavaWorkflowTest {
  @TempDir private Path folder;

  private WorkflowReading read(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return WorkflowFiles.read(file, name);
  }

  private List<String> problems(String name, String text) throws IOException {
    return read(name, text) instanceof WorkflowReading.Broken(var problems)
        ? problems.stream().map(FileProblem::toString).toList()
        : List.of();
  }

  private static WorkflowFile file(WorkflowReading reading) {
    if (reading instanceof WorkflowReading.Read(var file)) {
      return file;
    }
    throw new AssertionError(reading);
  }

  @Test
  void requests_sql_and_messages_in_java_and_yaml_are_the_same() throws IOException {
    Workflow java =
        file(read(
                "Calls.java",
                """
                    import static dev.nightjar.dsl.Task.*;

                    import dev.nightjar.dsl.Workflow;

                    class Calls {
                      static Workflow workflow() {
                        return Workflow.named("calls")
                            .onFile("in/*.csv")
                            .task("up", waitForAnswer("https://example.org/up"))
                            .task("get", http("https://example.org/{{ ds }}").after("up"))
                            .task("rows", sql("db", "select :day").parameter("day", "{{ ds }}"))
                            .task("mail", email("a@example.org", "s", "t"))
                            .task("slack", slack("#a", "t"));
                      }
                    }
                    """))
            .workflow();
    Workflow yaml =
        file(read(
                "calls.yaml",
                """
                    id: calls
                    on: {file: in/*.csv}
                    tasks:
                      up: {wait: {http: {url: "https://example.org/up"}}}
                      get: {http: {url: "https://example.org/{{ ds }}"}, after: up}
                      rows: {sql: {connection: db, query: "select :day", parameters: {day: "{{ ds }}"}}}
                      mail: {email: {to: a@example.org, subject: s, text: t}}
                      slack: {slack: {channel: "#a", text: t}}
                    """))
            .workflow();

    assertThat(List.<Task>copyOf(java.tasks())).isEqualTo(List.<Task>copyOf(yaml.tasks()));
    assertThat(java.on()).isEqualTo(yaml.on());
  }

  @Test
  void the_same_workflow_in_java_and_yaml_is_the_same() throws IOException {
    WorkflowFile java =
        file(
            read(
                "Bikes.java",
                """
                import static dev.nightjar.dsl.Task.*;

                import dev.nightjar.dsl.Workflow;
                import dev.nightjar.workflow.AlertRule.On;
                import dev.nightjar.workflow.TriggerRule;
                import java.time.*;

                class Bikes {
                  static Workflow workflow() {
                    return Workflow.named("bikes")
                        .daily(LocalTime.of(6, 30), ZoneId.of("Asia/Seoul"))
                        .start(LocalDate.of(2026, 12, 1))
                        .catchup()
                        .parameter("city", "s\\u00e9oul \\uD83D\\uDEB2")
                        .retry(2, Duration.ofMinutes(1))
                        .alert("slack:#bikes", On.FAILURE, On.RECOVERY)
                        .task("arrived", waitForFile("in/*.csv").every(Duration.ofMinutes(1)).timeout(Duration.ofHours(2)))
                        .task("load", notebook("load.ipynb").after("arrived").parameter("day", "{{ ds }}").memory("2GiB"))
                        .task("clean", shell("./clean.sh {{ ds }}").after("load").env("A", "b").timeout(Duration.ofSeconds(90)))
                        .task("end", empty().after("load", "clean").when(TriggerRule.NONE_FAILED));
                  }
                }
                """));
    WorkflowFile yaml =
        file(
            read(
                "bikes.yaml",
                """
                id: bikes
                schedule: 30 6 * * *
                timezone: Asia/Seoul
                start: 2026-12-01
                catchup: true
                parameters: {city: "s\\u00e9oul \\U0001F6B2"}
                retry: {times: 2, delay: 1m}
                alerts: [{on: [failure, recovery], to: "slack:#bikes"}]
                tasks:
                  arrived: {wait: {file: in/*.csv, every: 1m, timeout: 2h}}
                  load: {notebook: load.ipynb, after: arrived, parameters: {day: "{{ ds }}"}, memory: 2GiB}
                  clean: {shell: "./clean.sh {{ ds }}", after: load, env: {A: b}, timeout: 90s}
                  end: {empty: true, after: [load, clean], when: none_failed}
                """));

    assertThat(List.<Task>copyOf(java.workflow().tasks()))
        .isEqualTo(List.<Task>copyOf(yaml.workflow().tasks()));
    assertThat(java.intervals()).isEqualTo(yaml.intervals());
    assertThat(java.workflow().parameters()).isEqualTo(yaml.workflow().parameters());
    assertThat(java.workflow().alerts()).isEqualTo(yaml.workflow().alerts());
    assertThat(java.workflow().source())
        .isEqualTo(new Source(Source.Kind.JAVA, "Bikes.java", Map.of("timezone", "Asia/Seoul")));
    assertThat(java.placeOf("tasks.load").line()).isEqualTo(18);
  }

  @Test
  void all_that_the_compiler_says_is_told_with_its_places() throws IOException {
    assertThat(
            problems(
                "Bad.java",
                """
                import dev.nightjar.dsl.Workflow;

                class Bad {
                  static Workflow workflow() {
                    int n = "text";
                    return Workflow.named("bad").dayly(3);
                  }
                }
                """))
        .hasSize(2)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(
                        "Bad.java:5:13: incompatible types: java.lang.String cannot be converted to int"),
            second ->
                assertThat(second)
                    .startsWith("Bad.java:6:33: cannot find symbol")
                    .contains("dayly"));
  }

  @Test
  void values_that_cant_be_are_told_with_the_line_that_says_them() throws IOException {
    assertThat(
            problems(
                "Odd.java",
                """
                import static dev.nightjar.dsl.Task.shell;
                import dev.nightjar.dsl.Workflow;

                class Odd {
                  static Workflow workflow() {
                    return Workflow.named("odd")
                        .task("a", shell("true"))
                        .task("b", shell("true").after("z"))
                        .task("c", shell("true").set("wen", "always"));
                  }
                }
                """))
        .anySatisfy(one -> assertThat(one).startsWith("Odd.java:8:1: ").contains("'z'"))
        .anySatisfy(one -> assertThat(one).startsWith("Odd.java:9:1: ").contains("wen"));
  }

  @Test
  void what_the_file_throws_is_told_and_what_it_lacks() throws IOException {
    assertThat(
            problems(
                "Throws.java",
                """
                import dev.nightjar.dsl.Workflow;

                class Throws {
                  static Workflow workflow() {
                    throw new IllegalStateException("no luck");
                  }
                }
                """))
        .containsExactly(
            "Throws.java:5:1: workflow() failed: java.lang.IllegalStateException: no luck");
    assertThat(problems("None.java", "class None {}"))
        .containsExactly(
            "None.java:1:1: the file has no workflow: give it one method 'static Workflow workflow()'");
    assertThat(
            problems(
                "Leaves.java",
                """
                import dev.nightjar.dsl.Workflow;
                class Leaves {
                  static Workflow workflow() {
                    System.out.println("so long");
                    System.exit(3);
                    return Workflow.named("x");
                  }
                }
                """))
        .containsExactly("Leaves.java:1:1: its program ended with 3: so long");
  }

  private static List<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    examples.add(Files.readString(Path.of("../examples/workflows/Bikeshare.java")));
    Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("../docs/workflows.md")))
        .results()
        .forEach(found -> examples.add(found.group(1)));
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void each_example_can_be_read(String example) throws IOException {
    String name = example.replaceAll("(?s).*?\nclass (\\w+).*", "$1.java");

    assertThat(problems(name, example)).isEmpty();
  }
}
