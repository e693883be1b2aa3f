package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileTest {
  @TempDir private Path directory;

  @Test
  void a_profile_names_the_cell_that_took_most_memory() throws Exception {
    CommandLineFixture program = new CommandLineFixture(directory);
    program.notebook("in.ipynb", "x = bytearray(300_000_000)\nfor i in range(2_000_000): pass");
    var ended = program.run("run", "in.ipynb", "out.ipynb", "--profile", "--no-progress-bar");
    assertThat(ended.status()).isZero();
    assertThat(ended.err())
        .containsPattern("CPU \\d+\\.\\d\\d s; peak memory [34]\\d\\d\\.\\d MB, in cell \\d");
    assertThat(Files.readString(directory.resolve("out.ipynb"))).contains("\"peak_memory_bytes\"");
  }
}
