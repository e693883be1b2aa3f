package dev.nightjar.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.config.Environment;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.notebook.NotebookFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged notebooks and parameter files: one clear line, no stack trace, no hang, no partial file.
/// `-Dnightjar.fuzz.seed` does other damage.
class FuzzTest {
  private static final long SEED = Long.getLong("nightjar.fuzz.seed", 20_261_121);
  private static final String INSPECT = "inspect";
  private static final long PATIENCE_SECONDS = 20;
  private static final List<byte[]> NOTEBOOKS = new ArrayList<>();
  private static final ExecutorService WATCHED =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

  private final List<String> problems = new ArrayList<>();

  @TempDir private Path directory;

  @BeforeAll
  static void load() throws IOException {
    Path recorded = Path.of("src/test/resources/papermill/nb");
    try (Stream<Path> files = Files.list(recorded)) {
      for (Path file : files.sorted().toList()) {
        byte[] notebook = Files.readAllBytes(file);
        if (notebook.length < 20_000 && isJson(notebook)) {
          NOTEBOOKS.add(notebook);
        }
      }
    }
  }

  private static boolean isJson(byte[] text) {
    try {
      return Json.parse(text).isObject();
    } catch (JsonException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() {
    WATCHED.shutdownNow();
  }

  @Test
  void damaged_notebooks_are_used_or_reported() throws Exception {
    for (int i = 0; i < 1500; i++) {
      Mutations mutations = new Mutations(SEED + i);
      byte[] notebook = mutations.notebook(mutations.oneOf(NOTEBOOKS));
      Files.write(directory.resolve("in.ipynb"), notebook);
      List<String> words =
          switch (mutations.number(5)) {
            case 0 -> List.of("--help-notebook");
            case 1 -> List.of(INSPECT);
            case 2 -> List.of("--prepare-only", "--report-mode");
            default -> List.of("--prepare-only", "-p", "a", "1", "-y", "{b: [1, x], c: null}");
          };
      check("notebook %d".formatted(i), words, words.getFirst().equals("--prepare-only"));
    }
  }

  @Test
  void damaged_parameters_are_used_or_reported() throws Exception {
    Files.write(directory.resolve("in.ipynb"), NOTEBOOKS.getFirst());
    for (int i = 0; i < 1000; i++) {
      Mutations mutations = new Mutations(SEED + 10_000 + i);
      byte[] yaml = mutations.yaml();
      String text = new String(yaml, UTF_8);
      List<String> words =
          switch (mutations.number(3)) {
            case 0 -> {
              Files.write(directory.resolve("p.yaml"), yaml);
              yield List.of("--prepare-only", "-f", "p.yaml");
            }
            case 1 -> List.of("--prepare-only", "-y", text);
            default -> {
              byte[] encoded = Base64.getEncoder().encode(yaml);
              byte[] damaged = mutations.number(2) == 0 ? mutations.bytes(encoded) : encoded;
              yield List.of(
                  "--prepare-only", "-b", new String(damaged, StandardCharsets.ISO_8859_1));
            }
          };
      check("parameters %d: %s".formatted(i, text), words, true);
      Files.deleteIfExists(directory.resolve("p.yaml"));
    }
  }

  @AfterEach
  void all_is_well() {
    assertThat(problems).isEmpty();
  }

  /// @param writes whether success means that there is a notebook
  private void check(String what, List<String> options, boolean writes) throws Exception {
    List<String> words = new ArrayList<>(List.of("in.ipynb"));
    if (options.contains(INSPECT)) {
      words.addFirst(INSPECT);
    } else {
      words.add("out.ipynb");
      words.addAll(0, options);
      words.addAll(0, List.of("run", "--no-progress-bar"));
    }
    var err = new ByteArrayOutputStream();
    Path output = directory.resolve("out.ipynb");
    try {
      int status = WATCHED.submit(() -> run(words, err)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String said = err.toString(UTF_8);
      assertThat(said).doesNotContain("\tat ", "java.", "Exception in");
      if (status != 0 && writes) {
        assertThat(status).isBetween(1, 2);
        assertThat(said.lines().filter(line -> line.matches("(nightjar|Error): .*"))).hasSize(1);
        assertThat(said.lines().toList().getLast()).matches("(nightjar|Error): .{5,2000}");
        assertThat(output).doesNotExist();
      } else if (writes) {
        NotebookFormat.read(Files.readAllBytes(output), what);
      }
      Files.deleteIfExists(output);
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.map(Path::getFileName).map(Path::toString))
            .isSubsetOf("in.ipynb", "p.yaml");
      }
    } catch (ExecutionException e) {
      problems.add("%s: %s at %s".formatted(what, e.getCause(), top(e)));
    } catch (TimeoutException e) {
      throw new AssertionError(what + ": still running", e);
    } catch (AssertionError e) {
      problems.add("%s: %s".formatted(what, e.getMessage()));
    }
  }

  private static String top(ExecutionException problem) {
    return Stream.of(requireNonNull(problem.getCause()).getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("dev.nightjar"))
        .findFirst()
        .map(StackTraceElement::toString)
        .orElse("?");
  }

  private int run(List<String> words, ByteArrayOutputStream err) {
    var out = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            new Environment(Map.of(), directory, false, false, true, false));
    return new CommandLines(new Program(terminal, Clock.systemUTC()))
        .run(words.toArray(String[]::new));
  }
}
