package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class DoctorCommandTest {
  @TempDir private Path directory;
  private CommandLineFixture program = new CommandLineFixture(Path.of(""));

  @BeforeEach
  void aProgramInADirectory() {
    program = new CommandLineFixture(directory);
  }

  @Test
  void a_machine_with_a_kernel_is_fit() {
    var ended = program.run("doctor");
    assertThat(ended.status()).isZero();
    assertThat(ended.out())
        .contains("✓ Java ", "✓ bash ", "✓ Kernel python3 ")
        .endsWith("Notebooks can be run.\n");
  }

  @Test
  void kernels_are_started_on_request() {
    assertThat(program.run("doctor", "--start").out())
        .containsPattern("✓ Kernel python3 .*, answers after \\d+\\.\\d\\d s");
  }

  @Test
  void a_machine_without_bash_is_not_fit_and_hears_what_to_do() {
    var ended = program.with("PATH", directory.toString()).run("doctor");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out())
        .containsPattern("✗ bash .*not on PATH.*\n +→ `apt-get install bash`")
        .contains("! Python", "! R");
  }

  @Test
  void a_locale_that_is_not_utf_8_is_warned_of() {
    program.with("LC_ALL", "").with("LC_CTYPE", "").with("LANG", "");
    assertThat(program.run("doctor").out())
        .containsPattern("! Locale .*POSIX.*\n +→ export LANG=C.UTF-8");
  }

  @Test
  void jupyters_variables_are_shown_but_for_secrets() {
    program.with("JUPYTER_TOKEN", "s3cret");
    program.with("JUPYTER_SERVER", "https://me:s3cret@host/api");
    assertThat(program.run("doctor").out())
        .containsPattern("✓ JUPYTER_TOKEN +is set \\(not shown\\)")
        .containsPattern("✓ JUPYTER_SERVER +https://…@host/api")
        .doesNotContain("s3cret");
  }

  @Test
  void scripts_get_json() {
    JsonNode json = Json.parse(program.run("doctor", "--json").out());
    assertThat(json.path("usable").booleanValue()).isTrue();
    JsonNode java = json.path("checks").get(0);
    assertThat(java.path("name").asString()).isEqualTo("Java");
    assertThat(java.path("status").asString()).isEqualTo("ok");
    assertThat(java.path("remedy").isNull()).isTrue();
  }
}
