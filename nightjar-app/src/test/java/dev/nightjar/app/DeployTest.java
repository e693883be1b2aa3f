package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.config.EffectiveSetting;
import dev.nightjar.config.Environment;
import dev.nightjar.config.ServerConfigFile;
import dev.nightjar.yaml.KeyedDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeployTest {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Set<String> SERVICE =
      Set.of(
          "build",
          "command",
          "environment",
          "group_add",
          "ports",
          "restart",
          "stop_grace_period",
          "user",
          "volumes",
          "working_dir");

  @TempDir Path folder;

  private record Ended(int status, String said) {}

  private Ended entrypoint(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new java.util.ArrayList<>(List.of("sh", DEPLOY + "/entrypoint"));
    line.addAll(List.of(arguments));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(variables);
    builder.environment().put("NIGHTJAR", "echo");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void the_container_starts_nightjar_over_its_folders() throws Exception {
    var variables =
        Map.of(
            "NIGHTJAR_SERVER_ROOT",
            folder.toString(),
            "NIGHTJAR_SERVER_DATA_DIR",
            folder.toString());
    assertThat(entrypoint(variables, "server", "--port", "1"))
        .isEqualTo(new Ended(0, "server --port 1\n"));
  }

  @Test
  void the_container_says_which_folder_is_missing() throws Exception {
    var variables =
        Map.of(
            "NIGHTJAR_SERVER_ROOT", folder.toString(), "NIGHTJAR_SERVER_DATA_DIR", folder + "/no");
    Ended ended = entrypoint(variables, "server");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.said()).contains("there is no folder " + folder + "/no");
  }

  @Test
  void compose_has_only_keys_that_compose_knows() throws IOException {
    KeyedDocument compose = KeyedDocument.parse(Files.readString(DEPLOY.resolve("compose.yaml")));
    assertThat(compose.mistakes()).isEmpty();
    assertThat(
            compose.values().stream()
                .map(KeyedDocument.Value::key)
                .filter(key -> key.startsWith("services."))
                .map(key -> key.split("\\.", -1)[2].replaceAll("\\[.*", ""))
                .collect(Collectors.toSet()))
        .isSubsetOf(SERVICE);
    assertThat(users(compose)).as("both run as the same user").hasSize(1);
  }

  private static Set<String> users(KeyedDocument compose) {
    return compose.values().stream()
        .filter(value -> value.key().endsWith(".user"))
        .map(KeyedDocument.Value::text)
        .collect(Collectors.toSet());
  }

  @Test
  void composes_variables_are_settings_of_the_server() throws IOException {
    KeyedDocument compose = KeyedDocument.parse(Files.readString(DEPLOY.resolve("compose.yaml")));
    Map<String, String> variables = new HashMap<>();
    String start = "services.nightjar.environment.";
    compose.values().stream()
        .filter(value -> value.key().startsWith(start))
        .forEach(value -> variables.put(value.key().substring(start.length()), value.text()));
    var environment = new Environment(variables, folder, false, false, false, false);
    var loaded = ServerConfigFile.load(environment, null, Map.of());
    assertThat(
            loaded.settings().stream()
                .map(EffectiveSetting::origin)
                .filter(origin -> origin.startsWith("NIGHTJAR_"))
                .toList())
        .containsExactlyInAnyOrderElementsOf(variables.keySet());
  }
}
