package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Runs the examples of `docs/rest.md`, one after the other.
final class RestDocTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```sh\n(.*?)```");

  @TempDir private Path folder;

  @Test
  @EnabledIf("toolsAreThere")
  void the_examples_work() throws IOException, InterruptedException {
    String script =
        EXAMPLE
            .matcher(Files.readString(Path.of("../docs/rest.md")))
            .results()
            .map(example -> example.group(1))
            .collect(Collectors.joining("\n"));
    try (var server = new ApiServer(folder)) {
      var builder = new ProcessBuilder("bash", "-ec", script).redirectErrorStream(true);
      builder.environment().put("NIGHTJAR_SERVER", server.address());
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said)
          .contains("hello from the task")
          .contains("\"SUCCESS\"")
          .contains("At 06:00")
          .contains("data: {\"id\":")
          .contains("\"field\": \"timeout\"");
    }
  }

  static boolean toolsAreThere() {
    return Files.isExecutable(Path.of("/usr/bin/curl"))
        && Files.isExecutable(Path.of("/usr/bin/jq"));
  }
}
