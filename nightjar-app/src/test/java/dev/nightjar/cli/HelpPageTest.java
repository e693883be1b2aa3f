package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

final class HelpPageTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-zA-Z][\\w-]*");

  @TempDir private Path directory;

  static Stream<String> commands() {
    return Stream.concat(Stream.of(""), Commands.ALL.stream().map(Commands.Entry::path));
  }

  private String help(String command) {
    String[] words = command.isEmpty() ? new String[0] : command.split(" ");
    String[] arguments = Arrays.copyOf(words, words.length + 1);
    arguments[words.length] = "--help";
    var ended = new CommandLineFixture(directory).run(arguments);
    assertThat(ended.status()).isZero();
    assertThat(ended.err()).isEmpty();
    return ended.out();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_page_fits_80_columns_and_begins_with_the_usage(String command) {
    assertThat(help(command).lines()).allMatch(line -> line.length() <= 80);
    assertThat(help(command)).startsWith("Usage: " + Commands.words(command) + " [OPTIONS]");
  }

  @Test
  void the_page_of_run_names_every_option_of_papermill() throws IOException {
    assertThat(OPTION.matcher(help("run")).results().map(MatchResult::group))
        .containsAll(
            UsageErrorsTest.resource("options.json")
                .valueStream()
                .map(JsonNode::asString)
                .toList());
  }

  @Test
  void every_option_of_run_has_a_place_in_the_outline() {
    assertThat(help("run"))
        .containsSubsequence(
            "Parameters:",
            "Execution:",
            "Saving:",
            "Output and logging:",
            "Beyond papermill:",
            "Many runs:")
        .contains(
            """
            Other options:
                  --json                Write one JSON document about what was run to
                                        standard output.
                  --version             Show the version, and leave.
              -h, --help                Show this, and leave.

            Examples:
            """);
  }

  @Test
  void the_outline_names_only_options_that_there_are() {
    assertThat(OPTION.matcher(help("run")).results().map(MatchResult::group))
        .containsAll(
            HelpSection.OUTLINE.stream().flatMap(section -> section.names().stream()).toList());
  }

  @Test
  void help_before_a_command_is_its_page() {
    assertThat(new CommandLineFixture(directory).run("help", "kernels", "list").out())
        .isEqualTo(help("kernels list"));
  }

  @Test
  void the_program_alone_shows_its_page_as_an_error() {
    var ended = new CommandLineFixture(directory).run();
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).isEqualTo(help(""));
  }
}
