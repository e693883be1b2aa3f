package dev.nightjar.workflowfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import dev.nightjar.yaml.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Keeps workflows in Java in step with those in YAML.
final class WorkflowDslTest {
  /// It has one word only, which is the default.
  private static final String ONE_WORD = "/$defs/wait run";

  private final String inJava = EverythingSaid.workflow().written().yaml();

  private static WorkflowFile read(byte[] yaml) {
    if (YamlWorkflow.read(yaml, "everything.yaml", Path.of("/flows"))
        instanceof WorkflowReading.Read(var file)) {
      return file;
    }
    throw new AssertionError(YamlWorkflow.read(yaml, "everything.yaml", Path.of("/flows")));
  }

  private static byte[] inYaml() throws IOException {
    try (InputStream in = WorkflowDslTest.class.getResourceAsStream("/workflows/everything.yaml")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  @Test
  void all_that_can_be_said_in_java_is_the_same_in_yaml() throws IOException {
    WorkflowFile java = read(inJava.getBytes(StandardCharsets.UTF_8));
    WorkflowFile yaml = read(inYaml());

    assertThat(java.workflow().tasks())
        .zipSatisfy(yaml.workflow().tasks(), (one, other) -> assertThat(one).isEqualTo(other));
    assertThat(java.workflow()).isEqualTo(yaml.workflow());
    assertThat(java.intervals()).isEqualTo(yaml.intervals());
  }

  @Test
  void every_key_of_the_schema_has_a_method() throws IOException {
    JsonNode schema = Json.parse(Files.readAllBytes(Path.of("../docs/workflow.schema.json")));
    var document =
        Objects.requireNonNull(
            YamlDocument.parse(inJava.getBytes(StandardCharsets.UTF_8), 1 << 20).root());
    Set<String> said = new TreeSet<>(Set.of(ONE_WORD));
    collect(schema, "", new JsonMapper().valueToTree(Written.plain(document)), said);
    Set<String> known = new TreeSet<>();
    collect(schema, "", known);

    assertThat(said).isEqualTo(known);
    assertThat(
            Files.readString(
                Path.of("src/test/java/dev/nightjar/workflowfile/EverythingSaid.java")))
        .doesNotContain(".set(");
  }

  /// The keys that stand in a value, with where the schema has them.
  private static void collect(JsonNode schema, String place, JsonNode value, Set<String> keys) {
    for (var key : value.properties()) {
      if (schema.at(place + "/properties").has(key.getKey())) {
        keys.add(place + " " + key.getKey());
        String of = placeOf(schema, "%s/properties/%s".formatted(place, key.getKey()));
        JsonNode below = key.getValue();
        if (of.equals("/$defs/task")) {
          below.forEach(task -> collect(schema, of, task, keys));
        } else if (below.isArray()) {
          below.forEach(one -> collect(schema, of, one, keys));
        } else {
          collect(schema, of, below, keys);
        }
      }
    }
  }

  /// All keys of the schema, with where it has them.
  private static void collect(JsonNode schema, String place, Set<String> keys) {
    for (var key : schema.at(place + "/properties").properties()) {
      if (keys.add(place + " " + key.getKey())) {
        collect(schema, placeOf(schema, "%s/properties/%s".formatted(place, key.getKey())), keys);
      }
    }
  }

  /// Where the names are described that may stand there.
  private static String placeOf(JsonNode schema, String place) {
    JsonNode found = schema.at(place).findValue("$ref");
    return found == null || schema.at(place).has("properties")
        ? place
        : found.asString().substring(1);
  }
}
