package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class UsageErrorsTest {
  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> wrong_command_lines_are_told_as_papermill_tells_them() throws IOException {
    JsonNode cases = resource("usage.json");
    assertThat(cases).hasSizeGreaterThan(5);
    return cases
        .valueStream()
        .map(one -> DynamicTest.dynamicTest(one.path("name").asString(), () -> compare(one)));
  }

  static JsonNode resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(UsageErrorsTest.class.getResourceAsStream(name), name)) {
      return Json.parse(in);
    }
  }

  private void compare(JsonNode recorded) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(texts(recorded.path("argv")));
    CommandLineFixture program = new CommandLineFixture(directory);
    if (recorded.path("terminal").booleanValue()) {
      program.onTerminal();
    }
    var ended = program.run(arguments.toArray(String[]::new));
    assertThat(ended.status()).isEqualTo(recorded.path("status").intValue());
    assertThat(ended.out()).isEmpty();
    assertThat(
            ended
                .err()
                .replace("Usage: nightjar run", "Usage: PROG")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("Try ")))
        .containsExactlyElementsOf(texts(recorded.path("stderr")));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void an_unknown_command_is_told_with_the_one_that_was_meant() {
    var ended = new CommandLineFixture(directory).run("rnu", "in.ipynb");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            """
            Usage: nightjar [OPTIONS] COMMAND [ARGS]...
            Try 'nightjar --help' for help.

            Error: No such command 'rnu'. Did you mean 'run'?
            """);
  }

  @Test
  void a_command_that_resembles_none_is_told_without_a_guess() {
    assertThat(new CommandLineFixture(directory).run("kernels", "banana").err())
        .endsWith("Error: No such command 'banana'.\n");
  }

  @Test
  void extra_arguments_are_refused() {
    assertThat(new CommandLineFixture(directory).run("html", "a", "b", "c", "d").err())
        .endsWith("Error: Got unexpected extra arguments (c d)\n");
  }

  @Test
  void an_unknown_option_is_told_with_the_one_that_was_meant() {
    assertThat(new CommandLineFixture(directory).run("inspect", "--jsn").err())
        .endsWith("Error: No such option: --jsn Did you mean --json?\n");
  }
}
