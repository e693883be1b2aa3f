package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompletionCommandTest {
  @TempDir private Path directory;

  private Path script(String shell) throws IOException {
    var ended = new CommandLineFixture(directory).run("completion", shell);
    assertThat(ended.status()).isZero();
    return Files.writeString(directory.resolve("nightjar." + shell), ended.out());
  }

  private static List<String> printed(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static boolean isInstalled(String shell) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell)));
  }

  private List<String> inBash(String line) throws IOException {
    String words = line.endsWith(" ") ? line + "''" : line;
    return printed(
        "bash",
        "-c",
        """
        source %s
        nightjar() { printf 'NAME LANGUAGE\\nir   R\\n  broken\\npython3 python\\n'; }
        COMP_WORDS=(%s)
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _nightjar nightjar
        echo "${COMPREPLY[*]}"
        """
            .formatted(script("bash"), words));
  }

  @Test
  void bash_learns_how_nightjar_is_completed() throws IOException {
    assertThat(printed("bash", "-c", "source %s; complete -p nightjar".formatted(script("bash"))))
        .containsExactly("complete -o default -F _nightjar nightjar");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nightjar ins                  | inspect
          nightjar run --he             | --help-notebook --help
          nightjar run in.ipynb --no-l  | --no-log-output
          nightjar run --log-level W    | WARNING
          nightjar run --log-level = W  | WARNING
          nightjar run -k py            | python3
          nightjar inspect --j          | --json
          nightjar kernels li           | list
          nightjar kernels list --j     | --json
          nightjar completion f         | fish
          nightjar help ins             | inspect
          """)
  void bash_completes(String line, String completed) throws IOException {
    assertThat(inBash(line)).containsExactly(completed);
  }

  @Test
  void bash_completes_every_kernel() throws IOException {
    assertThat(inBash("nightjar run --kernel ")).containsExactly("ir python3");
  }

  @Test
  void bash_completes_paths_by_itself() throws IOException {
    assertThat(inBash("nightjar run in")).containsExactly("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nightjar ins               | inspect
          nightjar run --help-       | --help-notebook
          nightjar run --log-level W | WARNING
          nightjar kernels li        | list
          nightjar completion fi     | fish
          """)
  void fish_completes(String line, String completed) throws IOException {
    assumeTrue(isInstalled("fish"));
    assertThat(
            printed("fish", "-c", "source %s; complete -C '%s'".formatted(script("fish"), line))
                .stream()
                .map(answer -> answer.split("\t", -1)[0]))
        .contains(completed);
  }

  @Test
  void zsh_learns_how_nightjar_is_completed() throws IOException {
    assumeTrue(isInstalled("zsh"));
    assertThat(
            printed(
                "zsh",
                "-f",
                "-c",
                "autoload -U compinit && compinit -D -u; source %s; print $_comps[nightjar]"
                    .formatted(script("zsh"))))
        .containsExactly("_bash_complete -o default -F _nightjar");
  }
}
