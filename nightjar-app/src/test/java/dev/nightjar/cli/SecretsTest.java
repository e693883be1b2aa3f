package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretsTest {
  @TempDir private Path directory;

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void values_of_parameters_are_not_logged() throws IOException {
    CommandLineFixture program = new CommandLineFixture(directory);
    program.notebook("in.ipynb", "token = ''", "len(token)");
    var ended =
        program.run(
            "run",
            "in.ipynb",
            "out.ipynb",
            "--log-level",
            "DEBUG",
            "-b",
            base64("token: s3cret\nother: s3cret"));
    assertThat(ended.status()).isZero();
    assertThat(ended.err()).contains("Passed unknown parameter: other").doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret",
        "[s3cret]",
        "a: [s3cret",
        "a: !s3cret x",
        "s3cret: *s3cret",
        "1: s3cret"
      })
  void a_document_in_base64_that_can_not_be_used_is_not_quoted(String yaml) throws IOException {
    CommandLineFixture program = new CommandLineFixture(directory);
    program.notebook("in.ipynb", "token = ''");
    var ended = program.run("run", "in.ipynb", "out.ipynb", "-b", base64(yaml));
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("nightjar: --parameters_base64 is not the Base64 of YAML")
        .doesNotContain("s3cret");
  }

  @Test
  void what_is_no_base64_is_not_quoted() throws IOException {
    CommandLineFixture program = new CommandLineFixture(directory);
    program.notebook("in.ipynb", "token = ''");
    assertThat(program.run("run", "in.ipynb", "out.ipynb", "-b", "s3cret=").err())
        .doesNotContain("s3cret");
  }
}
