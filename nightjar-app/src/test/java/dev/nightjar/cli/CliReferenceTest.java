package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keeps `docs/cli.md` in step with the program.
final class CliReferenceTest {
  private static final Path FILE = Path.of("../docs/cli.md");
  private static final String UPDATE =
      "mvn -pl nightjar-app -am test -Dtest=CliReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dnightjar.update-docs=true";

  @TempDir private Path directory;

  @Test
  void the_reference_says_what_the_program_says() throws IOException {
    String reference = reference();
    if (Boolean.getBoolean("nightjar.update-docs")) {
      Files.writeString(FILE, reference);
    }
    assertThat(Files.readString(FILE))
        .as("docs/cli.md is not what the program's help says. Bring it up to date with: " + UPDATE)
        .isEqualTo(reference);
  }

  private String reference() {
    StringBuilder text =
        new StringBuilder(
            """
            # Command line reference

            What `nightjar help` and `nightjar help COMMAND` show. This file is made from the program; a test
            compares them. To bring it up to date:

            ```
            %s
            ```
            """
                .formatted(UPDATE));
    Stream.concat(Stream.of(""), Commands.ALL.stream().map(Commands.Entry::path))
        .forEach(
            path ->
                text.append("\n## ")
                    .append(Commands.words(path))
                    .append("\n\n```text\n")
                    .append(
                        new CommandLineFixture(directory)
                            .run(("help " + path).strip().split(" "))
                            .out())
                    .append("```\n"));
    return text.toString();
  }
}
