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

final class KernelsListCommandTest {
  @TempDir private Path directory;
  private CommandLineFixture program = new CommandLineFixture(Path.of(""));

  @BeforeEach
  void kernels() throws IOException {
    program = new CommandLineFixture(directory).with("JUPYTER_PATH", directory.toString());
    kernel(
        "fine",
        "{\"argv\": [\"bash\", \"-x\"], \"display_name\": \"A shell\", \"language\": \"bash\"}");
    kernel("gone", "{\"argv\": [\"/no/such/program\"], \"display_name\": \"G\"}");
    kernel("torn", "{\"argv\": [");
  }

  private void kernel(String name, String json) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("kernels").resolve(name));
    Files.writeString(folder.resolve("kernel.json"), json);
  }

  @Test
  void a_kernel_is_a_line() {
    String out = program.run("kernels", "list").out();
    assertThat(out.lines().findFirst().orElseThrow())
        .matches("NAME +LANGUAGE +COMMAND +DISPLAY NAME +WHERE");
    assertThat(out)
        .containsPattern("(?m)^fine +bash +bash +A shell +" + directory + "/kernels/fine$");
  }

  @Test
  void what_is_broken_says_why() {
    assertThat(program.run("kernels", "list").out())
        .containsPattern("gone .*\n  ✗ broken: its command /no/such/program is not there\n")
        .containsPattern("torn .*\n  ✗ broken: .*torn/kernel.json can't be read: ");
  }

  @Test
  void scripts_get_json() {
    JsonNode list = Json.parse(program.run("kernels", "list", "--json").out()).path("kernels");
    assertThat(list.valueStream().map(kernel -> kernel.path("name").asString()))
        .contains("fine", "gone", "python3", "torn");
    assertThat(list.get(0).toString())
        .isEqualTo(
            "{\"name\":\"fine\",\"display_name\":\"A shell\",\"language\":\"bash\",\"argv\":[\"bash\",\"-x\"],\"directory\":\"%s/kernels/fine\",\"problem\":null}"
                .formatted(directory));
  }
}
