package dev.nightjar.workflowfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.app.JsonSchema;
import dev.nightjar.json.Json;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.yaml.YamlDocument;
import dev.nightjar.yaml.YamlValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Keeps `docs/workflow.schema.json` in step with what is read.
final class WorkflowSchemaTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\n((?:#[^\n]*\n)*id:.*?)```", Pattern.DOTALL);
  private final JsonNode schema = schema();

  private static JsonNode schema() {
    try {
      return Json.parse(Files.readAllBytes(Path.of("../docs/workflow.schema.json")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> names(JsonNode object) {
    return List.copyOf(object.path("properties").propertyNames());
  }

  private static List<String> words(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static List<String> words(Enum<?>[] words) {
    return Stream.of(words).map(Fields::word).toList();
  }

  @Test
  void has_the_keys_of_the_reader() {
    JsonNode defs = schema.path("$defs");
    assertThat(names(schema)).containsExactlyElementsOf(Keys.WORKFLOW);
    assertThat(names(defs.path("task"))).containsExactlyElementsOf(Keys.TASK);
    assertThat(names(defs.path("wait"))).containsExactlyElementsOf(Keys.WAIT);
    assertThat(names(defs.path("trigger"))).containsExactlyElementsOf(Keys.TRIGGER);
    assertThat(names(defs.path("http"))).containsExactlyElementsOf(Keys.HTTP);
    assertThat(names(defs.path("sql"))).containsExactlyElementsOf(Keys.SQL);
    assertThat(names(defs.path("email"))).containsExactlyElementsOf(Keys.EMAIL);
    assertThat(names(defs.path("slack"))).containsExactlyElementsOf(Keys.SLACK);
    assertThat(names(schema.at("/properties/on"))).containsExactlyElementsOf(Keys.ON);
    assertThat(names(defs.path("retry"))).containsExactlyElementsOf(Keys.RETRY);
    assertThat(names(defs.path("reuse"))).containsExactlyElementsOf(Keys.REUSE);
    assertThat(names(defs.path("alert"))).containsExactlyElementsOf(Keys.ALERT);
    assertThat(defs.at("/task/oneOf").valueStream().map(one -> one.at("/required/0").asString()))
        .containsExactlyElementsOf(Keys.WORK);
    assertThat(defs.at("/wait/oneOf").valueStream().map(one -> one.at("/required/0").asString()))
        .containsExactlyElementsOf(Keys.WAIT_FOR);
  }

  @Test
  void has_the_words_of_the_reader() {
    JsonNode task = schema.at("/$defs/task/properties");
    assertThat(words(task.at("/when/enum"))).isEqualTo(words(TriggerRule.ofWork()));
    assertThat(words(task.at("/past/enum"))).isEqualTo(words(TaskReader.PastWord.values()));
    assertThat(words(schema.at("/$defs/wait/properties/run/enum")))
        .isEqualTo(words(WaitReader.Which.values()));
    assertThat(words(schema.at("/$defs/alert/properties/on/oneOf/0/enum")))
        .containsAll(words(AlertRule.On.values()))
        .contains("too-long", "too-late")
        .hasSize(7);
  }

  @Test
  void describes_every_key() {
    for (String object :
        List.of(
            "",
            "/$defs/task",
            "/properties/on",
            "/$defs/http",
            "/$defs/sql",
            "/$defs/email",
            "/$defs/slack",
            "/$defs/trigger",
            "/$defs/wait",
            "/$defs/retry",
            "/$defs/reuse",
            "/$defs/alert")) {
      schema
          .at(object + "/properties")
          .properties()
          .forEach(
              key ->
                  assertThat(key.getValue().path("description").asString(""))
                      .as(key.getKey())
                      .isNotBlank());
    }
  }

  static List<String> examples() throws IOException {
    var examples = new ArrayList<String>();
    for (String folder : List.of("../examples", "../docs")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          if (file.toString().endsWith(".yaml")) {
            examples.add(Files.readString(file));
          } else if (file.toString().endsWith(".md")) {
            EXAMPLE
                .matcher(Files.readString(file))
                .results()
                .forEach(found -> examples.add(found.group(1)));
          }
        }
      }
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void fits_each_example_which_can_be_read(String example) {
    assertThat(faults(example)).isEmpty();
    assertThat(read(example)).isInstanceOf(WorkflowReading.Read.class);
  }

  @Test
  void there_are_examples() throws IOException {
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id: a b",
        "id: 5",
        "shedule: x",
        "timeout: soon",
        "catchup: yes",
        "tags: [5]",
        "alerts: [{to: x}]",
        "alerts: [{on: failur, to: x}]",
        "retry: {times: -1}",
        "retry: {dely: 1}",
        "max_runs: 0",
        "memory: much",
        "tasks: {b: {}}",
        "tasks: {b: }",
        "tasks: {b: {shell: ls, notebook: a.ipynb}}",
        "tasks: {b: {shell: ls, grid: 1}}",
        "tasks: {b: {shell: ls, grid: {}}}",
        "tasks: {b: {shell: ls, grid: {x: 1}}}",
        "tasks: {b: {shell: ls, grid: {x y: [1]}}}",
        "tasks: {b: {shell: ls, grid: [1]}}",
        "tasks: {b: {shell: ls, grid: {x: [1]}, best: score}}",
        "tasks: {b: {shell: ls, produces: 1}}",
        "tasks: {b: {shell: ls, when: never}}",
        "tasks: {b: {wait: {}}}",
        "tasks: {b: {wait: {time_of_day: noon}}}",
        "tasks: {b: {trigger: {}}}",
        "tasks: {b: {http: {}}}",
        "tasks: {b: {http: {url: x, method: LOOK}}}",
        "tasks: {b: {http: {url: x, expect: 600}}}",
        "tasks: {b: {wait: {http: {}}}}",
        "tasks: {b: {sql: {connection: c}}}",
        "tasks: {b: {sql: {query: select 1}}}",
        "tasks: {b: {sql: {connection: c, query: select 1, file: a.sql}}}",
        "tasks: {b: {email: {to: a@example.org, text: x}}}",
        "tasks: {b: {slack: {text: x}}}",
        "tasks: {b: {shell: ls, branch: 1}}",
        "tasks: {b: {wait: {file: a, time: b}}}",
        "tasks: {b/c: {shell: ls}}",
        "on: {}",
        "on: {file: a, settle: x}",
        "tasks: {}",
        "tasks: {b: {empty: false}}"
      })
  void refuses_what_the_reader_refuses(String line) {
    String yaml =
        (line.startsWith("id") ? "" : "id: w\n")
            + (line.startsWith("tasks") ? "" : "tasks: {a: {empty: true}}\n")
            + line;
    assertThat(faults(yaml)).isNotEmpty();
    assertThat(read(yaml)).isInstanceOf(WorkflowReading.Broken.class);
  }

  private static WorkflowReading read(String yaml) {
    return YamlWorkflow.read(yaml.getBytes(StandardCharsets.UTF_8), "w.yaml", Path.of("/flows"));
  }

  private List<String> faults(String yaml) {
    YamlValue root =
        Objects.requireNonNull(
            YamlDocument.parse(yaml.getBytes(StandardCharsets.UTF_8), 1 << 20).root());
    JsonNode value = new JsonMapper().valueToTree(Written.plain(root));
    return new JsonSchema(schema).faults(schema, value);
  }
}
