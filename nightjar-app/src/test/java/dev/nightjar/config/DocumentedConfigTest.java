package dev.nightjar.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of `nightjar.yaml` in the documentation can be used.
final class DocumentedConfigTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\\n# nightjar.yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SECRET = Pattern.compile("secret:(\\w+)");

  @TempDir Path folder;

  @Test
  void the_examples_are_read_without_a_problem() throws IOException {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> pages = Files.list(Path.of("..", "docs"))) {
      for (Path page : pages.filter(one -> one.toString().endsWith(".md")).sorted().toList()) {
        Matcher matcher = EXAMPLE.matcher(Files.readString(page));
        while (matcher.find()) {
          examples.add(matcher.group(1));
        }
      }
    }
    assertThat(examples).hasSizeGreaterThan(3);
    for (String example : examples) {
      assertThatCode(() -> load(example)).as(example).doesNotThrowAnyException();
    }
  }

  private void load(String example) throws IOException {
    Map<String, String> variables = new HashMap<>();
    Matcher matcher = SECRET.matcher(example);
    while (matcher.find()) {
      variables.put(matcher.group(1), "https://example.org/secret");
    }
    Files.writeString(folder.resolve("nightjar.yaml"), example);
    var environment = new Environment(variables, folder, false, false, false, false);
    var _ = ServerConfigFile.load(environment, null, Map.of());
  }
}
